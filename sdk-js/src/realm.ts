// Changes built-in objects before the author's code runs, so that they behave alike on both engines and keep
// nothing from the time when the plugin was built.

import "./random.js";
import "./performance.js";
import "./weakref.js";
import "./locale.js";
import { Compiling } from "./function.js";
import { fromAsync } from "./from-async.js";
import { Promise } from "./promise.js";
import { enqueue } from "./jobs.js";

/** Defines a property as built-in ones are: a program can replace it, and loops do not list it. */
export function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
}

// QuickJS keeps the 10 innermost frames unless it is told otherwise, and 64 at most. StarlingMonkey keeps 128.
if ("stackTraceLimit" in Error) Object.assign(Error, { stackTraceLimit: Infinity });

define(globalThis, "Function", Compiling);
define(Function.prototype, "constructor", Compiling);
define(globalThis, "Promise", Promise);
define(globalThis, "queueMicrotask", (job: unknown): void => {
  if (typeof job !== "function") throw new TypeError("queueMicrotask needs a function");
  enqueue(job as () => void);
});
define(Array, "fromAsync", fromAsync);
