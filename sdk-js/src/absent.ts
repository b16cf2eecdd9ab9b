// Functions that other JavaScript hosts offer and a plugin cannot have. QuickJS lacks them and
// StarlingMonkey traps, so each throws an error that says what to use instead.

import { NO_SETTINGS, NO_SOCKETS, NO_STATE, NO_TIMERS } from "./advice.js";

const absent = (name: string, instead: string) =>
  function (): never {
    throw new TypeError(`${name} is not available in a plugin: ${instead}`);
  };

const members = (object: string, names: string, instead: string): Readonly<Record<string, () => never>> =>
  Object.fromEntries(names.split(" ").map((name) => [name, absent(`${object}.${name}`, instead)]));

export const setTimeout = /* @__PURE__ */ absent("setTimeout", NO_TIMERS);
export const setInterval = /* @__PURE__ */ absent("setInterval", NO_TIMERS);
export const clearTimeout = (): void => {};
export const clearInterval = (): void => {};
export const fetch = /* @__PURE__ */ absent("fetch", NO_SOCKETS);

/** For plugins without a seed. Those of events have crypto.ts. */
export const crypto = /* @__PURE__ */ members(
  "crypto",
  "getRandomValues randomUUID",
  "use Math.random; a plugin has no secure random numbers",
);

// Names that no engine defines, so that a program can ask what it may use.
const UNDEFINED: Readonly<Record<string, string>> = {
  Intl: "the engine has no data about languages; use a package that contains the data it needs",
  Temporal: "use Date, or a package such as @js-temporal/polyfill",
  process: `a plugin has no process${NO_SETTINGS}`,
  Buffer: "use Uint8Array, TextEncoder and TextDecoder, or the npm package buffer",
  require: "use import",
  module: "use export",
  exports: "use export",
  __dirname: "a plugin has no files",
  __filename: "a plugin has no files",
  setImmediate: "use queueMicrotask",
  XMLHttpRequest: NO_SOCKETS,
  WebSocket: NO_SOCKETS,
  Headers: NO_SOCKETS,
  Request: NO_SOCKETS,
  Response: NO_SOCKETS,
  window: "a plugin runs without a browser",
  document: "a plugin runs without a browser",
  localStorage: NO_STATE,
};

/** Returns what to use instead of the name that a ReferenceError is about, or undefined. */
export function insteadOf(error: Error): string | undefined {
  if (!(error instanceof ReferenceError)) return undefined;
  const [, name = ""] = /^'?([\w$]+)'? is not defined/.exec(error.message) ?? [];
  return Object.hasOwn(UNDEFINED, name) ? UNDEFINED[name] : undefined;
}
