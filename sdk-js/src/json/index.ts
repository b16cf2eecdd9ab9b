/** JSON as every SDK of Guesthouse reads and writes it. */

export { parse } from "./parse.js";
export { write } from "./write.js";
export { JsonError, type Json, type JsonErrorCode, type JsonInput, type JsonObject } from "./value.js";
