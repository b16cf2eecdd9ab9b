// Globals of plugins of every domain.

import { AbortController, AbortSignal } from "./abort.js";
import { clearInterval, clearTimeout, fetch, setInterval, setTimeout } from "./absent.js";
import { structuredClone } from "./clone.js";
import { TextDecoder, TextEncoder } from "./encoding.js";
import { define } from "./realm.js";

const COMMON = {
  AbortController,
  AbortSignal,
  TextDecoder,
  TextEncoder,
  clearInterval,
  clearTimeout,
  fetch,
  setInterval,
  setTimeout,
  structuredClone,
};

/** Defines globals: those of every plugin, and `more`. A program can replace each of them. */
export function provide(more: object): void {
  for (const [name, value] of Object.entries({ ...COMMON, ...more })) define(globalThis, name, value);
}
