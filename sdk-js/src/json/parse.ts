import { decode, Utf8Error } from "../text.js";
import { parseExactly } from "./exact.js";
import { JsonError, MAX_DEPTH, type Json } from "./value.js";

/** Reads one JSON text. Throws {@link JsonError} with the first thing that is wrong and where. */
export function parse(bytes: Uint8Array): Json {
  const text = decodeOrThrow(bytes);
  const value = parseNatively(text);
  return value === undefined ? parseExactly(text) : value;
}

function decodeOrThrow(bytes: Uint8Array): string {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof Utf8Error) throw new JsonError("invalid-utf8", error.offset);
    throw error;
  }
}

/**
 * The value as the engine's own parser reads it, or undefined where the two might differ.
 *
 * JSON.parse knows the same grammar, but rounds integers, takes 1e400 for Infinity, allows lone
 * surrogates and any depth, and forgets what a duplicate key hides. A value whose every part was
 * looked at, with as many keys as the text has colons, can hide nothing of that.
 */
function parseNatively(text: string): Json | undefined {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  const census = new Census(text.includes("\\u"));
  return census.visit(value, 1) && census.keys === countColons(text) ? value : undefined;
}

class Census {
  keys = 0;
  readonly #escapes: boolean;

  constructor(escapes: boolean) {
    this.#escapes = escapes;
  }

  /** Whether everything in the value is what {@link parseExactly} would have made of it. */
  visit(value: Json, depth: number): boolean {
    switch (typeof value) {
      case "string":
        return this.#string(value);
      case "number":
        return isExact(value);
      case "object":
        return value === null || (depth <= MAX_DEPTH && this.#container(value, depth + 1));
      default:
        return true;
    }
  }

  #container(value: Json[] | { [name: string]: Json }, depth: number): boolean {
    if (Array.isArray(value)) return value.every((item) => this.visit(item, depth));
    const keys = Object.keys(value);
    this.keys += keys.length;
    return keys.every((key) => this.#string(key) && this.visit(value[key]!, depth));
  }

  // Only an escape can bring in half a pair: the text itself was well-formed UTF-8.
  #string(value: string): boolean {
    return !this.#escapes || value.isWellFormed();
  }
}

// No literal beyond the safe integers is read as a number within them, and only `-0` and its like
// are read as -0.
function isExact(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) && !Object.is(value, -0) : Number.isFinite(value);
}

/** Counts the colons outside of strings in a text that is known to be JSON. */
function countColons(text: string): number {
  const unescaped = text.includes("\\") ? text.replaceAll("\\\\", "__").replaceAll('\\"', "__") : text;
  const parts = unescaped.split('"');
  let colons = 0;
  // Every other part is a string; between two strings there is at most one colon.
  for (let at = 0; at < parts.length; at += 2) if (parts[at]!.includes(":")) colons++;
  return colons;
}
