// Codecs of the types that have no parts. A codec checks a value and returns its form in the engine (`lower`),
// and returns the author's form of a value of the engine (`lift`, which is missing where both are the same).

import { engine } from "./engine.js";
import { place, refuse } from "./place.js";

/** A codec for values that an engine takes as they are. */
function same(expected, fits) {
  return { isSame: true, fits, lower: (value) => (fits(value) ? value : refuse(expected, value)) };
}

export const bool = same("a boolean", (value) => typeof value === "boolean");

function integer(least, most) {
  const fits = (value) => typeof value === "number" && value >= least && value <= most && value % 1 === 0;
  return { ...same(`an integer from ${least} to ${most}`, fits), isNumeric: true };
}

export const u8 = integer(0, 255);
export const u16 = integer(0, 65535);
export const s8 = integer(-128, 127);
export const s16 = integer(-32768, 32767);
export const s32 = integer(-2147483648, 2147483647);
export const u32 = unsigned(integer(0, 4294967295));

// From 2 ** 31, QuickJS passes on 2 ** 31 - 1, and StarlingMonkey half of the bits, unless it is a signed integer.
// QuickJS also returns such a number as a signed integer.
function unsigned(codec) {
  if (engine === "native") return codec;
  return {
    isNumeric: true,
    lower: (value) => codec.lower(value) | 0,
    lift: engine === "quickjs" ? (value) => value >>> 0 : undefined,
  };
}

function integer64(least, most, toBits) {
  const check = (value) => {
    if (typeof value === "bigint" && value >= least && value <= most) return value;
    return refuse(`a bigint from ${least}n to ${most}n`, value);
  };
  if (engine === "quickjs") {
    return { isNumeric: true, isWide: true, Exact: toBits.Exact, check, lower: (value) => narrow(check(value)), lift: widen };
  }
  if (engine === "starlingmonkey") {
    // The engine traps on a negative number.
    const lower = (value) => BigInt.asUintN(64, check(value));
    return { isNumeric: true, lower, lift: (value) => toBits.lift(BigInt(value)) };
  }
  return { isSame: true, isNumeric: true, lower: check };
}

const INSTEAD =
  'QuickJS passes on only integers of 53 bits. Set `engine = "starlingmonkey"` under `[build]` in plugin.toml, or use a smaller type in the contract';

function narrow(value) {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${place()}: ${value} is too large: ${INSTEAD}`);
  return number;
}

function widen(value) {
  if (typeof value === "bigint") return value;
  if (!Number.isSafeInteger(value)) throw new RangeError(`${place()}: a value is too large: ${INSTEAD}`);
  return BigInt(value);
}

export const u64 = integer64(0n, 2n ** 64n - 1n, {
  Exact: BigUint64Array,
  lift: (value) => BigInt.asUintN(64, value),
});
export const s64 = integer64(-(2n ** 63n), 2n ** 63n - 1n, {
  Exact: BigInt64Array,
  lift: (value) => BigInt.asIntN(64, value),
});

export const float = { ...same("a number", (value) => typeof value === "number"), isNumeric: true };

export const char = same(
  "a string of one character",
  (value) =>
    typeof value === "string" && value.length <= 2 && value.isWellFormed() && [...value].length === 1,
);

const isText = same("a string without lone surrogates", (value) => value.isWellFormed());

export const string = {
  isSame: true,
  fits: (value) => typeof value === "string" && value.isWellFormed(),
  lower: (value) => (typeof value === "string" ? isText.lower(value) : refuse("a string", value)),
};

// StarlingMonkey creates some outside of the author's realm, so `instanceof` is not enough.
const isBytes = (value) =>
  value instanceof Uint8Array || Object.prototype.toString.call(value) === "[object Uint8Array]";

export const bytes = {
  ...same("a Uint8Array", isBytes),
  lift:
    engine === "starlingmonkey"
      ? (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      : undefined,
};
