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
  const { plain, surrogates } = withoutEscapes(text);
  const structure = outsideStrings(plain);
  // One engine's parser recurses until the stack of the component ends, which nothing can catch.
  if (isTooDeep(structure) || UNSAFE_NUMBER.test(structure)) return undefined;
  if (surrogates && hasLoneSurrogate(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The text without escaped quotes, so that each that is left begins or ends a string. */
function withoutEscapes(text: string): { plain: string; surrogates: boolean } {
  const parts = text.split("\\");
  let surrogates = false;
  for (let at = 1; at < parts.length; at++) {
    const part = parts[at]!;
    const escaped = part.charCodeAt(0);
    // Two backslashes are one escape, and what follows is no part of it.
    if (part === "") at++;
    else if (escaped === QUOTE) parts[at] = part.slice(1);
    else if (escaped === U) surrogates ||= part[1] === "d" || part[1] === "D";
  }
  return { plain: parts.join(""), surrogates };
}

const QUOTE = 0x22;
const U = 0x75;

// An integer of more than 15 digits may be unsafe; so many digits or an exponent may be infinite.
const UNSAFE_NUMBER = /[0-9]{16}|[0-9][eE]|-0/;

/** What stands between the strings. As far as the text is JSON, every other part is a string. */
function outsideStrings(plain: string): string {
  const parts = plain.split('"');
  let structure = "";
  for (let at = 0; at < parts.length; at += 2) structure += parts[at];
  return structure;
}

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

const PAIR = /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}/g;

// Only an escape can bring in half a pair: the text itself was well-formed UTF-8.
function hasLoneSurrogate(text: string): boolean {
  return /\\u[dD][89a-fA-F]/.test(text.replaceAll("\\\\", "__").replace(PAIR, ""));
}
