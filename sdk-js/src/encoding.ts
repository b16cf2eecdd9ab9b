// TextEncoder and TextDecoder for UTF-8, with equal results on both engines.

import { decode, decodeReplacing, encode, Utf8Error } from "./text.js";

export class TextEncoder {
  readonly encoding = "utf-8";

  encode(text = ""): Uint8Array {
    return encode(String(text));
  }

  encodeInto(text: string, target: Uint8Array): { read: number; written: number } {
    // A part of a character does not fit, and each unit of the text needs a byte or more.
    const bytes = encode(String(text).slice(0, target.length));
    let written = Math.min(bytes.length, target.length);
    while (isContinuation(bytes[written])) written--;
    const whole = bytes.subarray(0, written);
    target.set(whole);
    return { read: decode(whole).length, written };
  }
}

export interface TextDecoderOptions {
  readonly fatal?: boolean;
  readonly ignoreBOM?: boolean;
}

export class TextDecoder {
  readonly encoding = "utf-8";
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;

  constructor(label = "utf-8", { fatal = false, ignoreBOM = false }: TextDecoderOptions = {}) {
    if (!/^\s*(?:unicode-1-1-)?utf-?8\s*$/i.test(label)) {
      throw new RangeError(`TextDecoder supports only UTF-8, not ${label}`);
    }
    this.fatal = fatal;
    this.ignoreBOM = ignoreBOM;
  }

  decode(
    input: ArrayBuffer | ArrayBufferView = new Uint8Array(),
    options: { stream?: boolean } = {},
  ): string {
    if (options.stream) throw new TypeError("TextDecoder does not support streaming: join the parts first");
    const text = this.fatal ? strict(bytesOf(input)) : decodeReplacing(bytesOf(input));
    return !this.ignoreBOM && text.startsWith("\uFEFF") ? text.slice(1) : text;
  }
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function bytesOf(input: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
}

function strict(bytes: Uint8Array): string {
  try {
    return decode(bytes);
  } catch (cause) {
    if (cause instanceof Utf8Error) throw new TypeError(cause.message, { cause });
    throw cause;
  }
}
