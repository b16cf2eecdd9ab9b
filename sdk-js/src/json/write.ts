import { encode } from "../text.js";
import { JsonError, MAX_DEPTH, type JsonInput } from "./value.js";

/**
 * Writes a value as RFC 8785 does: keys sorted, no white space, shortest numbers; integers exactly.
 *
 * Throws {@link JsonError} for what JSON cannot say: infinities, lone surrogates, class instances,
 * functions, undefined outside of an object, nesting over 128.
 */
export function write(value: JsonInput): Uint8Array {
  return encode(text(value, 1));
}

function text(value: unknown, depth: number): string {
  switch (typeof value) {
    case "string":
      return string(value);
    case "number":
      if (!Number.isFinite(value)) throw new JsonError("non-finite");
      return JSON.stringify(value);
    case "bigint":
    case "boolean":
      return String(value);
    case "object":
      return value === null ? "null" : container(value, depth);
    default:
      throw new JsonError("unsupported");
  }
}

function string(value: string): string {
  if (!value.isWellFormed()) throw new JsonError("lone-surrogate");
  return JSON.stringify(value);
}

function container(value: object, depth: number): string {
  if (depth > MAX_DEPTH) throw new JsonError("too-deep");
  if (Array.isArray(value)) {
    // Array.from also visits the holes of a sparse array, which map would skip.
    return `[${Array.from(value, (item) => text(item, depth + 1)).join(",")}]`;
  }
  if (!isPlain(value)) throw new JsonError("unsupported");
  return `{${members(value, depth).join(",")}}`;
}

function members(value: Record<string, unknown>, depth: number): string[] {
  const written: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item !== undefined) written.push(`${string(key)}:${text(item, depth + 1)}`);
  }
  return written;
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
