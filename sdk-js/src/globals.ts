// What a plugin finds beside the language itself. The tool's bundler puts these in the place of the
// global names, so a plugin carries only what it uses, and both engines behave alike.

export { clearInterval, clearTimeout, crypto, fetch, setInterval, setTimeout } from "./absent.js";
export { structuredClone } from "./clone.js";
export { console } from "./console.js";
export { TextDecoder, TextEncoder } from "./encoding.js";
export { URL, URLSearchParams } from "./url.js";
