import { decode, Utf8Error } from "../text.js";
import { parseExactly } from "./exact.js";
import { MAX_DEPTH, readError, type Json } from "./value.js";

/**
 * Parses one JSON text. Throws {@link JsonError} with the first fault and its offset. `T` is the type that the
 * author expects; the SDK does not check it.
 */
export function parse<T = Json>(bytes: Uint8Array): T {
  const text = decodeOrThrow(bytes);
  const value = parseNatively(text);
  return (value === undefined ? parseExactly(text) : value) as T;
}

function decodeOrThrow(bytes: Uint8Array): string {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof Utf8Error) throw readError("invalid-utf8", error.offset);
    throw error;
  }
}

/**
 * Returns the value that the engine's own parser reads, or undefined if the SDK's rules might differ.
 *
 * JSON.parse has the same grammar, but rounds integers, reads 1e400 as Infinity, reads -0, and allows lone
 * surrogates and any depth. Cheap built-ins check whether a text has any of these before it is parsed.
 */
function parseNatively(text: string): Json | undefined {
  const structure = outsideStrings(text);
  // The parser of one engine recurses until the component's stack overflows, which traps.
  if (structure === undefined || isTooDeep(structure) || UNSAFE_NUMBER.test(structure)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Returns the text between the strings of JSON, or undefined if a string has a lone surrogate. */
function outsideStrings(text: string): string | undefined {
  const plain = withoutEscapedQuotes(text);
  if (plain === undefined) return undefined;
  // Every second part is a string.
  const parts = plain.split('"');
  let structure = "";
  for (let at = 0; at < parts.length; at += 2) structure += parts[at];
  return structure;
}

const QUOTE = 0x22;
const U = 0x75;

/**
 * Returns the text without escaped quotes, so that each remaining quote starts or ends a string. Returns
 * undefined if an escape is a lone surrogate; the text itself has none, because it was well-formed UTF-8.
 */
function withoutEscapedQuotes(text: string): string | undefined {
  const parts = text.split("\\");
  for (let at = 1; at < parts.length; at++) {
    const part = parts[at]!;
    const escaped = part.charCodeAt(0);
    if (part === "") {
      // Two backslashes are one escape, and the next part is not part of it.
      at++;
    } else if (escaped === QUOTE) {
      parts[at] = part.slice(1);
    } else if (escaped === U && surrogateOf(part) !== undefined) {
      const isPair =
        surrogateOf(part) === "high" && part.length === 5 && surrogateOf(parts[at + 1]) === "low";
      if (!isPair) return undefined;
      at++;
    }
  }
  return parts.length === 1 ? text : parts.join("");
}

/** Returns which half of a pair a part like `uD83D` is. A part that is not hexadecimal is not JSON. */
function surrogateOf(part = ""): "high" | "low" | undefined {
  const third = part.charCodeAt(2) | 0x20;
  if ((part.charCodeAt(1) | 0x20) !== D || third < EIGHT) return undefined;
  return third < C ? "high" : "low";
}

const D = 0x64;
const EIGHT = 0x38;
const C = 0x63;

// An integer of more than 15 digits may be unsafe, and a number with as many digits or with an exponent
// may be infinite.
const UNSAFE_NUMBER = /[0-9]{16}|[0-9][eE]|-0/;

function isTooDeep(structure: string): boolean {
  const brackets = structure.split("[").length + structure.split("{").length - 2;
  if (brackets <= MAX_DEPTH) return false;
  let depth = 0;
  for (let at = 0; at < structure.length && depth <= MAX_DEPTH; at++) {
    const unit = structure.charCodeAt(at);
    // In ASCII brackets and braces differ in one bit, and opening and closing ones in two.
    if ((unit & ~0x20) === 0x5b) depth++;
    else if ((unit & ~0x20) === 0x5d) depth--;
  }
  return depth > MAX_DEPTH;
}
