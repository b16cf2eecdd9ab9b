// The export of every plugin. `guesthouse build` bundles `wrap(the author's module)` as the component's
// `handler`. It turns every exception of the author's code into a failure, so that none becomes a trap.

import type { Event as WitEvent, Output as WitOutput } from "guesthouse:automation/types@0.1.0";
import { kindOf } from "./engine.js";
import { Event } from "./event.js";
import { lower } from "./lower.js";
import { resetClock } from "./performance.js";
import { exporting } from "./program.js";
import { seedRandom } from "./random.js";
import { settled } from "./settled.js";
import { toWitFailure } from "./uncaught.js";
import { forgetTargets } from "./weakref.js";

export interface Handler {
  handle(event: WitEvent): WitOutput[];
}

/** Makes the author's module the plugin that the component exports. */
export function serve(plugin: object): void {
  exporting(() => wrap(plugin));
}

/** Whether a value can be called with an event. A class needs `new`. */
function isHandler(value: unknown): value is (event: Event) => unknown {
  return typeof value === "function" && kindOf(value) !== "a class";
}

/** Returns the component's export for the author's module. */
export function wrap(plugin: object): Handler {
  const handle: unknown = "handle" in plugin ? plugin.handle : undefined;
  if (!isHandler(handle)) {
    throw new TypeError(`\`handle\` is exported, but it is not a function: it is ${kindOf(handle)}`);
  }
  return {
    handle(event) {
      try {
        seedRandom(`${event.source} ${event.id}`);
        resetClock();
        forgetTargets();
        return lower(settled("handle", () => handle(new Event(event))));
      } catch (error) {
        // Both engines read the error of the WIT result from `payload`, and trap without it.
        throw { payload: toWitFailure(error) };
      }
    },
  };
}
