// Functions that other JavaScript hosts offer and a plugin cannot have. QuickJS lacks them and
// StarlingMonkey traps, so each throws an error that says what to use instead.

import { NO_SETTINGS, NO_SOCKETS, NO_STATE, NO_TIMERS } from "./advice.js";
import { UNDEFINED, type Advice } from "./undefined.mjs";

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

const INSTEAD: Readonly<Record<Advice, string>> = {
  browser: "a plugin runs without a browser",
  bytes: "use Uint8Array, TextEncoder and TextDecoder, or the npm package buffer",
  dates: "use Date, or a package such as @js-joda/core or date-fns",
  events: "use a package such as eventemitter3",
  exports: "use export",
  files: "a plugin has no files",
  imports: "use import",
  jobs: "use queueMicrotask",
  languages: "the engine has no data about languages; use a package that contains the data it needs",
  process: `a plugin has no process${NO_SETTINGS}`,
  sockets: NO_SOCKETS,
  state: NO_STATE,
  threads: "a plugin has one thread",
  wasm: "a plugin cannot load WebAssembly; use a package in plain JavaScript",
};

/** The characters of a message that are searched. A message can have megabytes. */
const SEARCHED = 1_000;

const NOT_DEFINED = /(?<![\w$.])'?([\w$]+)'? is not defined/;

/**
 * Returns what to use instead of the name that is not defined, or undefined. Packages repeat the text of a
 * ReferenceError in errors of their own.
 */
export function insteadOf({ message }: Error): string | undefined {
  const [, name = ""] = NOT_DEFINED.exec(message.slice(0, SEARCHED)) ?? [];
  const advice = Object.hasOwn(UNDEFINED, name) ? UNDEFINED[name] : undefined;
  return advice && INSTEAD[advice];
}
