// The part of Web Crypto that gives random numbers. Packages make ids with it.

import { hasHost } from "./program.js";
import { random32 } from "./random.js";

/** The largest array that `getRandomValues` fills, in bytes, as in browsers. */
const MAX_BYTES = 65_536;

type Integers =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** Fills an array with the numbers of `Math.random`: they depend on the event, and are unfit for secrets. */
function getRandomValues<T extends Integers | BigInt64Array | BigUint64Array>(array: T): T {
  if (
    !ArrayBuffer.isView(array) ||
    /^(?:Float|DataView)/.test(Object.prototype.toString.call(array).slice(8))
  ) {
    throw new TypeError("crypto.getRandomValues needs an array of integers, such as a Uint8Array");
  }
  if (array.byteLength > MAX_BYTES) {
    throw new RangeError(`crypto.getRandomValues fills at most ${String(MAX_BYTES)} bytes in a call`);
  }
  requireEvent("crypto.getRandomValues");
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let at = 0; at < bytes.length; at++) bytes[at] = random32() >>> 24;
  return array;
}

/** Returns a UUID of version 4. */
function randomUUID(): string {
  requireEvent("crypto.randomUUID");
  const bytes = getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, at) => {
    const marked = at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, "0");
  });
  return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Packages keep bytes for later calls. Those of the build would be the same in every event. */
function requireEvent(call: string): void {
  if (!hasHost) throw new Error(`${call} needs an event: call it in \`handle\``);
}

export const crypto = { getRandomValues, randomUUID };
