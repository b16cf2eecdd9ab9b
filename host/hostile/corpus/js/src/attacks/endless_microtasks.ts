//! row: late-timers
//! ends: completed
//! limit: nothing of a guest runs after its answer

import type { Output } from "@guesthouse/sdk";
import { report } from "../breached.js";

/** Answers and leaves a promise behind that makes another one, for ever. */
export function attack(): Output[] {
  const again = (): Promise<void> => Promise.resolve().then(again);
  void again();
  return report("all is well");
}
