// Globals that a plugin of any domain has in addition to the language itself: see ../globals.ts.

import "../realm.js";
import { crypto } from "../absent.js";
import { provide } from "../provide.js";

provide({ crypto });

export { console } from "./console.js";
export { URL, URLSearchParams } from "../url.js";
