// The export of every plugin. `guesthouse build` bundles `wrap(the author's module)` as the component's
// `handler`. It turns every exception of the author's code into a failure, so that none becomes a trap.

import type { Event as WitEvent, Output as WitOutput } from "guesthouse:automation/types@0.1.0";
import { Event } from "./event.js";
import { dropJobs, runJobs, throwUnhandled } from "./jobs.js";
import { lower } from "./lower.js";
import { resetClock } from "./performance.js";
import { exporting } from "./program.js";
import { Promise } from "./promise.js";
import { seedRandom } from "./random.js";
import { toWitFailure } from "./uncaught.js";
import { forgetTargets } from "./weakref.js";

export interface Handler {
  handle(event: WitEvent): WitOutput[];
}

/** Makes the author's module the plugin that the component exports. */
export function serve(plugin: object): void {
  exporting(() => wrap(plugin));
}

/** Returns the component's export for the author's module. */
export function wrap(plugin: object): Handler {
  const handle: unknown = "handle" in plugin ? plugin.handle : undefined;
  if (typeof handle !== "function") {
    throw new TypeError("the plugin has no handler: write `export function handle(event) { ... }`");
  }
  return {
    handle(event) {
      try {
        seedRandom(`${event.source} ${event.id}`);
        resetClock();
        forgetTargets();
        return lower(result(() => handle(new Event(event))));
      } catch (error) {
        // Both engines read the error of the WIT result from `payload`, and trap without it.
        throw { payload: toWitFailure(error) };
      }
    },
  };
}

/**
 * Returns what `handle` returns, or what the promise that it returns is fulfilled with, when all jobs are done.
 * Throws what either throws, and the reason of any rejection that the author's code does not handle.
 */
function result(handle: () => unknown): unknown {
  dropJobs();
  const returned = handle();
  const outcome = isThenable(returned) ? outcomeOf(returned) : { value: returned };
  runJobs();
  if ("error" in outcome) throw outcome.error;
  throwUnhandled();
  if (!("value" in outcome)) throw new Error(PENDING);
  return outcome.value;
}

const PENDING =
  "pending work: `handle` waits for a promise that nothing settles, because no job is left that could settle it";

/** Returns an object that gets a value or an error when a job settles the promise. */
function outcomeOf(promise: unknown): { value?: unknown; error?: unknown } {
  const outcome: { value?: unknown; error?: unknown } = {};
  Promise.resolve(promise).then(
    (value: unknown) => void (outcome.value = value),
    (error: unknown) => void (outcome.error = error),
  );
  return outcome;
}

function isThenable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
