// Globals that a plugin has in addition to the language itself. The bundler substitutes these for the
// global names, so a plugin contains only those that it uses, and both engines behave alike. The
// bundler makes this the first module that every other one imports, so that realm.ts runs before
// them.

import "./realm.js";

export { AbortController, AbortSignal } from "./abort.js";
export { clearInterval, clearTimeout, crypto, fetch, setInterval, setTimeout } from "./absent.js";
export { structuredClone } from "./clone.js";
export { console } from "./console.js";
export { TextDecoder, TextEncoder } from "./encoding.js";
export { URL, URLSearchParams } from "./url.js";
