// Globals that a plugin has in addition to the language itself, the same ones on both engines. The bundler makes
// this the first module that every other one imports, so that it runs before them. It imports the exports into
// the modules that name them.

import "./realm.js";
import { crypto } from "./crypto.js";
import { provide } from "./provide.js";

provide({ crypto });

export { console } from "./console.js";
export { URL, URLSearchParams } from "./url.js";
