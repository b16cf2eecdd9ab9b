import { encode } from "../text.js";
import { faultIn } from "./fault.js";
import { JsonError, MAX_DEPTH, type JsonErrorCode, type JsonInput } from "./value.js";

/**
 * Writes a value as RFC 8785 does: sorted keys, no white space, shortest numbers. Integers are exact.
 *
 * Throws {@link JsonError} for a value that JSON lacks: an infinity, a lone surrogate, an instance of a class,
 * a function, undefined outside of an object, or a depth over 128.
 */
export function write(value: JsonInput): Uint8Array {
  try {
    return encode(text(value, 1));
  } catch (error) {
    if (!(error instanceof Unwritable)) throw error;
    throw new JsonError(error.code, `cannot write the value as JSON: ${error.code} at ${faultIn(value)}`);
  }
}

/** A part of the value cannot be written. faultIn finds out which. */
class Unwritable {
  readonly code: JsonErrorCode;

  constructor(code: JsonErrorCode) {
    this.code = code;
  }
}

function text(value: unknown, depth: number): string {
  switch (typeof value) {
    case "string":
      return string(value);
    case "number":
      if (!Number.isFinite(value)) throw new Unwritable("non-finite");
      return String(value);
    case "bigint":
    case "boolean":
      return String(value);
    case "object":
      if (value === null) return "null";
      if (depth > MAX_DEPTH) throw new Unwritable("too-deep");
      return Array.isArray(value) ? array(value, depth + 1) : object(value, depth + 1);
    default:
      throw new Unwritable("unsupported");
  }
}

function string(value: string): string {
  if (!value.isWellFormed()) throw new Unwritable("lone-surrogate");
  if (value.length <= CHUNK) return JSON.stringify(value);
  let written = '"';
  for (let start = 0; start < value.length; ) {
    const end = chunkEnd(value, start);
    written += JSON.stringify(value.slice(start, end)).slice(1, -1);
    start = end;
  }
  return `${written}"`;
}

// For a long string StarlingMonkey allocates a hundred times its size at once.
const CHUNK = 16_384;

/** Returns the end of the chunk that starts at `start`, moved so that no pair of surrogates is cut. */
function chunkEnd(value: string, start: number): number {
  const last = value.charCodeAt(start + CHUNK - 1);
  return start + CHUNK + (last >= 0xd800 && last <= 0xdbff ? 1 : 0);
}

// Loops instead of callbacks, which would take one more frame of the component's stack for each level.
function array(items: readonly unknown[], depth: number): string {
  const written: string[] = [];
  for (const item of items) written.push(text(item, depth));
  return `[${written.join(",")}]`;
}

function object(value: object, depth: number): string {
  if (!isPlain(value)) throw new Unwritable("unsupported");
  const written: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item !== undefined) written.push(`${string(key)}:${text(item, depth)}`);
  }
  return `{${written.join(",")}}`;
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
