// Waits for what the author's function returns.

import { dropJobs, runJobs, throwUnhandled } from "./jobs.js";
import { Promise } from "./promise.js";

/**
 * Returns what a function of the author returns, or what the promise that it returns is fulfilled with, when all
 * jobs are done. Throws what either throws, and the reason of any rejection that the author's code does not handle.
 */
export function settled<T extends readonly unknown[]>(
  name: string,
  call: (...values: T) => unknown,
  ...values: T
): unknown {
  dropJobs();
  const returned = call(...values);
  if (!isThenable(returned)) {
    runJobs();
    throwUnhandled();
    return returned;
  }
  const outcome = outcomeOf(returned);
  runJobs();
  if ("error" in outcome) throw outcome.error;
  throwUnhandled();
  if ("value" in outcome) return outcome.value;
  throw new Error(
    `pending work: \`${name}\` waits for a promise that nothing settles, because no job is left that could settle it`,
  );
}

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
