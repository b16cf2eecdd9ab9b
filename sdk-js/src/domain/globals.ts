// Globals that a plugin of any domain has in addition to the language itself: see ../globals.ts.

import "../realm.js";

export { AbortController, AbortSignal } from "../abort.js";
export { clearInterval, clearTimeout, crypto, fetch, setInterval, setTimeout } from "../absent.js";
export { structuredClone } from "../clone.js";
export { console } from "./console.js";
export { TextDecoder, TextEncoder } from "../encoding.js";
export { URL, URLSearchParams } from "../url.js";
