// Changes built-in objects before the author's code runs, so that they behave alike on both engines and keep
// nothing from the time when the plugin was built.

import "./random.js";
import "./performance.js";
import "./weakref.js";
import "./locale.js";
import { fromAsync } from "./from-async.js";
import { Promise } from "./promise.js";
import { enqueue } from "./jobs.js";

/** Defines a property as built-in ones are: a program can replace it, and loops do not list it. */
export function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
}

define(globalThis, "Promise", Promise);
define(globalThis, "queueMicrotask", (job: unknown): void => {
  if (typeof job !== "function") throw new TypeError("queueMicrotask needs a function");
  enqueue(job as () => void);
});
define(Array, "fromAsync", fromAsync);
