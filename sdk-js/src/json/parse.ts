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
 * JSON.parse knows the same grammar, but rounds integers, takes 1e400 for Infinity, reads -0, allows
 * lone surrogates and any depth. Whether a text has any of that shows before a value is made of it,
 * by means that cost an interpreter little.
 */
function parseNatively(text: string): Json | undefined {
  const structure = outsideStrings(text);
  // One engine's parser recurses until the stack of the component ends, which nothing can catch.
  if (structure === undefined || isTooDeep(structure) || UNSAFE_NUMBER.test(structure)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** What stands between the strings, as far as the text is JSON; undefined if one has a lone surrogate. */
function outsideStrings(text: string): string | undefined {
  const plain = withoutEscapedQuotes(text);
  if (plain === undefined) return undefined;
  // Every other part is a string.
  const parts = plain.split('"');
  let structure = "";
  for (let at = 0; at < parts.length; at += 2) structure += parts[at];
  return structure;
}

const QUOTE = 0x22;
const U = 0x75;

/**
 * The text without escaped quotes, so that each that is left begins or ends a string; undefined if
 * an escape is a lone surrogate. Only an escape can be one: the text itself was well-formed UTF-8.
 */
function withoutEscapedQuotes(text: string): string | undefined {
  const parts = text.split("\\");
  for (let at = 1; at < parts.length; at++) {
    const part = parts[at]!;
    const escaped = part.charCodeAt(0);
    if (part === "") {
      // Two backslashes are one escape, and what follows is no part of it.
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

/** Which half of a pair a part that begins with `uD83D` is. What is no hexadecimal is no JSON anyway. */
function surrogateOf(part = ""): "high" | "low" | undefined {
  const third = part.charCodeAt(2) | 0x20;
  if ((part.charCodeAt(1) | 0x20) !== D || third < EIGHT) return undefined;
  return third < C ? "high" : "low";
}

const D = 0x64;
const EIGHT = 0x38;
const C = 0x63;

// An integer of more than 15 digits may be unsafe; so many digits or an exponent may be infinite.
const UNSAFE_NUMBER = /[0-9]{16}|[0-9][eE]|-0/;

function isTooDeep(structure: string): boolean {
  const brackets = structure.split("[").length + structure.split("{").length - 2;
  if (brackets <= MAX_DEPTH) return false;
  let depth = 0;
  for (let at = 0; at < structure.length && depth <= MAX_DEPTH; at++) {
    const unit = structure.charCodeAt(at);
    // In ASCII the brackets and braces differ in one bit, and opening and closing in two.
    if ((unit & ~0x20) === 0x5b) depth++;
    else if ((unit & ~0x20) === 0x5d) depth--;
  }
  return depth > MAX_DEPTH;
}
