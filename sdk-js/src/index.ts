/**
 * Guesthouse plugins in TypeScript and JavaScript.
 *
 * A plugin is one function: `export function handle(event: Event): Output[]`. An exception ends the event
 * with the outcome that docs/reference/sdk.md documents.
 *
 * @module
 */

/// <reference path="./globals.d.ts" />

export * as config from "./config.js";
export { HttpError, StateError, type HttpErrorCode, type StateErrorCode } from "./errors.js";
export type { Event } from "./event.js";
export { Failed, Failure, Rejected, Unavailable, type UnavailableOptions } from "./failure.js";
export type { Handler } from "./handler.js";
export * as http from "./http.js";
export * as json from "./json/index.js";
export { JsonError, type Json, type JsonInput, type JsonObject } from "./json/value.js";
export * as log from "./log.js";
export { Output, type OutputAttributes } from "./output.js";
export * as state from "./state.js";
