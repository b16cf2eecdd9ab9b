/** A parsed JSON value. An integer that a `number` cannot hold exactly is a `bigint`. */
export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;

export interface JsonObject {
  [name: string]: Json;
}

/**
 * A value that can be written as JSON: also one with an interface or a class type. {@link JsonError} says which
 * part of a value JSON cannot hold. A property with the value undefined is omitted.
 */
export type JsonInput = null | boolean | number | bigint | string | object;

export type JsonErrorCode =
  | "invalid-utf8"
  | "syntax"
  | "lone-surrogate"
  | "non-finite"
  | "too-deep"
  | "unsupported";

/** Bytes are not JSON, or a value cannot be written as JSON. */
export class JsonError extends Error {
  override readonly name = "JsonError";
  readonly code: JsonErrorCode;
  /** The position of the fault in bytes from the start of the input; undefined when writing. */
  readonly offset: number | undefined;

  /** @internal */
  constructor(code: JsonErrorCode, message: string, offset?: number, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.offset = offset;
  }
}

/** Returns the error of reading. */
export function readError(code: JsonErrorCode, offset: number): JsonError {
  return new JsonError(code, `invalid JSON: ${code} at byte ${offset}`, offset);
}

/** The maximum depth of nested arrays and objects. */
export const MAX_DEPTH = 128;
