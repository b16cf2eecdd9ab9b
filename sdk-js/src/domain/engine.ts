// What a generated SDK must know about the engine. The bundler puts this module in the place of the SDK's own,
// which is for tests.

import { resetClock } from "../performance.js";
import { restartRandom } from "../random.js";
import { settled as wait } from "../settled.js";
import { forgetTargets } from "../weakref.js";

export { hasHost as isDirect, requireHost } from "../program.js";
export { crash } from "./crash.js";

// The bundler defines it.
declare const GUESTHOUSE_ENGINE: "quickjs" | "starlingmonkey";

export const engine = GUESTHOUSE_ENGINE;

/** Returns what a function of the author returns when all of its jobs are done. */
export function settled(
  name: string,
  call: (...values: readonly unknown[]) => unknown,
  values: unknown[],
): unknown {
  restartRandom();
  resetClock();
  forgetTargets();
  return wait(name, call, ...values);
}
