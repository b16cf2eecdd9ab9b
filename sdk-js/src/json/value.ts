/** A JSON value as it was read. An integer that no `number` holds exactly is a `bigint`. */
export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;

export interface JsonObject {
  [name: string]: Json;
}

/** What can be written as JSON. A property whose value is undefined is left out. */
export type JsonInput =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonInput[]
  | { readonly [name: string]: JsonInput | undefined };

export type JsonErrorCode =
  | "invalid-utf8"
  | "syntax"
  | "lone-surrogate"
  | "non-finite"
  | "too-deep"
  | "unsupported";

/** Why bytes are no JSON, or why a value cannot be written as JSON. */
export class JsonError extends Error {
  override readonly name = "JsonError";
  readonly code: JsonErrorCode;
  /** Where the input is wrong, in bytes from its start; undefined when writing. */
  readonly offset: number | undefined;

  constructor(code: JsonErrorCode, offset?: number) {
    super(
      offset === undefined ? `cannot be written as JSON: ${code}` : `not JSON: ${code} at byte ${offset}`,
    );
    this.code = code;
    this.offset = offset;
  }
}

/** Arrays and objects may be nested this deep. */
export const MAX_DEPTH = 128;
