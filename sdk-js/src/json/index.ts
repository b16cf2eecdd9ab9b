/** JSON with the rules that all SDKs of Guesthouse share. */

export { parse } from "./parse.js";
export { write } from "./write.js";
export { JsonError, type Json, type JsonErrorCode, type JsonInput, type JsonObject } from "./value.js";
