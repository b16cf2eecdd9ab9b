// UTF-8 in both directions. QuickJS has neither TextEncoder nor TextDecoder, and a loop in JavaScript costs
// it several hundred instructions for each byte. So built-ins of the engine do the work on every byte.

/** The bytes are not UTF-8 at `offset`, the first byte of the first ill-formed sequence. */
export class Utf8Error extends Error {
  override readonly name = "Utf8Error";
  readonly offset: number;

  constructor(offset: number, source = "") {
    super(`invalid UTF-8${source && ` in ${source}`} at byte ${offset}`);
    this.offset = offset;
  }
}

interface Natives {
  readonly TextDecoder?: new (label: string, options: object) => { decode(bytes: Uint8Array): string };
  readonly TextEncoder?: new () => { encode(text: string): Uint8Array };
}

// Read through globalThis, because in a plugin the plain names are the SDK's own classes.
const natives = globalThis as Natives;
const nativeDecoder = (fatal: boolean) =>
  natives.TextDecoder && new natives.TextDecoder("utf-8", { fatal, ignoreBOM: true });
const strict = nativeDecoder(true);
const replacing = nativeDecoder(false);
const nativeEncoder = natives.TextEncoder && new natives.TextEncoder();

/** Decodes UTF-8, and keeps a byte order mark. Throws {@link Utf8Error}. */
export function decode(bytes: Uint8Array): string {
  try {
    if (strict) return strict.decode(bytes);
  } catch {
    // The engine does not tell the offset.
  }
  return decodeChunks(bytes, decodeStrictly);
}

/** Decodes UTF-8, and keeps a byte order mark. Replaces ill-formed sequences as in the Encoding Standard. */
export function decodeReplacing(bytes: Uint8Array): string {
  return replacing ? replacing.decode(bytes) : decodeChunks(bytes, decodeWithReplacements);
}

/** Decodes UTF-8 like {@link decode}. The error names the source of the bytes. */
export function decodeFrom(source: string, bytes: Uint8Array): string {
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof Utf8Error)) throw error;
    throw new Utf8Error(error.offset, source);
  }
}

/** Encodes as UTF-8; a lone surrogate becomes U+FFFD. */
export function encode(text: string): Uint8Array {
  if (nativeEncoder) return nativeEncoder.encode(text);
  return encodeAscii(text) ?? latin1(unescape(encodeURIComponent(text.toWellFormed())));
}

function encodeAscii(text: string): Uint8Array | undefined {
  try {
    const bytes = latin1(text);
    return isAscii(bytes) ? bytes : undefined;
  } catch {
    // A character beyond U+00FF.
    return undefined;
  }
}

function latin1(text: string): Uint8Array {
  return Uint8Array.fromBase64(btoa(text));
}

const CHUNK = 1024;

type DecodeChunk = (chunk: Uint8Array, start: number) => string;

function decodeChunks(bytes: Uint8Array, decodeChunk: DecodeChunk): string {
  let text = "";
  for (let start = 0; start < bytes.length; ) {
    const end = chunkEnd(bytes, start);
    text += decodeChunk(bytes.subarray(start, end), start);
    start = end;
  }
  return text;
}

/** Returns the end of the chunk that starts at `start`, moved so that no sequence is cut. */
function chunkEnd(bytes: Uint8Array, start: number): number {
  const end = start + CHUNK;
  if (end >= bytes.length) return bytes.length;
  // A sequence has at most three continuation bytes, so the fourth in a row belongs to none.
  for (let back = 0; back < 4; back++) {
    if ((bytes[end - back]! & 0xc0) !== 0x80) return end - back;
  }
  return end;
}

function decodeStrictly(chunk: Uint8Array, start: number): string {
  try {
    return strict ? strict.decode(chunk) : decodeNatively(chunk);
  } catch {
    throw new Utf8Error(start + endOf(WELL_FORMED, String.fromCharCode(...chunk), 0));
  }
}

function decodeWithReplacements(chunk: Uint8Array): string {
  try {
    return decodeNatively(chunk);
  } catch {
    return fromIllFormed(atob(chunk.toBase64()));
  }
}

// Plain ASCII needs a third of the work, and most payloads are almost entirely ASCII.
function decodeNatively(chunk: Uint8Array): string {
  const latin1 = atob(chunk.toBase64());
  return isAscii(chunk) ? latin1 : fromUtf8(latin1);
}

/** Decodes UTF-8, given as a text with a character for each byte. Throws if it is ill-formed. */
function fromUtf8(latin1: string): string {
  return decodeURIComponent(escape(latin1));
}

function isAscii(chunk: Uint8Array): boolean {
  const aligned = chunk.byteOffset % 4 === 0 ? chunk : chunk.slice();
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
  let bits = 0;
  let at = 0;
  // Eight words for each iteration, because the loop itself costs as much as three of them.
  for (const last = words.length - 7; at < last; at += 8) {
    bits |= words[at]! | words[at + 1]! | words[at + 2]! | words[at + 3]!;
    bits |= words[at + 4]! | words[at + 5]! | words[at + 6]! | words[at + 7]!;
  }
  for (at *= 4; at < aligned.length; at++) bits |= aligned[at]! << 24;
  return (bits & 0x80808080) === 0;
}

// Sticky regular expressions over a text with a character for each byte, which match as much as there is at a
// position. The second byte of a sequence shows overlong forms, surrogates and characters beyond U+10FFFF.
const NEXT = "[\\x80-\\xbf]";
const TWO_OF_THREE = `(?:\\xe0[\\xa0-\\xbf]|[\\xe1-\\xec\\xee\\xef]${NEXT}|\\xed[\\x80-\\x9f])`;
const TWO_OF_FOUR = `(?:\\xf0[\\x90-\\xbf]|[\\xf1-\\xf3]${NEXT}|\\xf4[\\x80-\\x8f])`;
const WELL_FORMED = new RegExp(
  `(?:[\\0-\\x7f]+|(?:[\\xc2-\\xdf]|${TWO_OF_THREE}|${TWO_OF_FOUR}${NEXT})${NEXT})*`,
  "y",
);
/** Bytes of which each is an ill-formed sequence. */
const LONE = new RegExp(
  `(?:[\\x80-\\xc1\\xf5-\\xff]|[\\xc2-\\xdf](?!${NEXT})|(?!${TWO_OF_THREE}|${TWO_OF_FOUR})[\\xe0-\\xf4])*`,
  "y",
);
/** A sequence that is broken off after its second or third byte. */
const BROKEN = new RegExp(`(?:${TWO_OF_FOUR}${NEXT}?|${TWO_OF_THREE})(?!${NEXT})|`, "y");

function endOf(pattern: RegExp, latin1: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(latin1);
  return pattern.lastIndex;
}

/** Decodes like {@link fromUtf8}, and replaces each ill-formed sequence by U+FFFD. */
export function fromIllFormed(latin1: string): string {
  let text = "";
  for (let at = 0; at < latin1.length; ) {
    const wellFormed = endOf(WELL_FORMED, latin1, at);
    const lone = endOf(LONE, latin1, wellFormed);
    const broken = endOf(BROKEN, latin1, lone);
    const count = lone - wellFormed + (broken > lone ? 1 : 0);
    text += fromUtf8(latin1.slice(at, wellFormed)) + "\ufffd".repeat(count);
    at = broken;
  }
  return text;
}
