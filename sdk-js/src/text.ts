// UTF-8 in both directions. QuickJS has neither TextEncoder nor TextDecoder, and a loop in JavaScript costs
// it several hundred instructions for each byte. So built-ins of the engine do the work on every byte.

/** The bytes are not UTF-8 at `offset`, the first byte of the first ill-formed sequence. */
export class Utf8Error extends Error {
  override readonly name = "Utf8Error";
  readonly offset: number;
  /** The length of that sequence: its longest part that could start a well-formed one. */
  readonly length: number;

  constructor(offset: number, length: number, source = "") {
    super(`invalid UTF-8${source && ` in ${source}`} at byte ${offset}`);
    this.offset = offset;
    this.length = length;
  }
}

interface Natives {
  readonly TextDecoder?: new (label: string, options: object) => { decode(bytes: Uint8Array): string };
  readonly TextEncoder?: new () => { encode(text: string): Uint8Array };
}

// Read through globalThis, because in a plugin the plain names are the SDK's own classes.
const natives = globalThis as Natives;
const nativeDecoder =
  natives.TextDecoder && new natives.TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const nativeEncoder = natives.TextEncoder && new natives.TextEncoder();

/** Decodes UTF-8, and keeps a byte order mark. Throws {@link Utf8Error}. */
export function decode(bytes: Uint8Array): string {
  try {
    return nativeDecoder ? nativeDecoder.decode(bytes) : decodeChunks(bytes);
  } catch {
    throw firstIllFormed(bytes);
  }
}

/** Decodes UTF-8 like {@link decode}. The error names the source of the bytes. */
export function decodeFrom(source: string, bytes: Uint8Array): string {
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof Utf8Error)) throw error;
    throw new Utf8Error(error.offset, error.length, source);
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

// Plain ASCII needs a third of the work, and most payloads are almost entirely ASCII.
function decodeChunks(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; ) {
    const end = chunkEnd(bytes, start);
    const chunk = bytes.subarray(start, end);
    const latin1 = atob(chunk.toBase64());
    text += isAscii(chunk) ? latin1 : decodeURIComponent(escape(latin1));
    start = end;
  }
  return text;
}

/** Returns the end of the chunk that starts at `start`, moved so that no well-formed sequence is cut. */
function chunkEnd(bytes: Uint8Array, start: number): number {
  let end = Math.min(start + CHUNK, bytes.length);
  while (end < bytes.length && end > start + 1 && isContinuation(bytes[end])) end--;
  return end;
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

function firstIllFormed(bytes: Uint8Array): Utf8Error {
  let at = 0;
  for (;;) {
    const { length, complete } = sequence(bytes, at);
    if (!complete) return new Utf8Error(at, length);
    at += length;
  }
}

/** Returns the sequence at `at`, or its longest well-formed part, but at least one byte. */
function sequence(bytes: Uint8Array, at: number): { length: number; complete: boolean } {
  const first = bytes[at] ?? 0xff;
  const wanted =
    first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  let length = 1;
  if (wanted > 1 && secondFits(first, bytes[at + 1])) {
    do length++;
    while (length < wanted && isContinuation(bytes[at + length]));
  }
  return { length, complete: length === wanted };
}

// The second byte shows overlong forms, surrogates and characters beyond U+10FFFF.
function secondFits(first: number, second: number | undefined): boolean {
  if (second === undefined || !isContinuation(second)) return false;
  if (first === 0xe0) return second >= 0xa0;
  if (first === 0xed) return second < 0xa0;
  if (first === 0xf0) return second >= 0x90;
  if (first === 0xf4) return second < 0x90;
  return true;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
