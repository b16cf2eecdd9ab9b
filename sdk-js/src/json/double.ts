// QuickJS rounds a literal of more than about forty digits wrongly if it is close to the middle of two
// doubles. Up to thirty digits both engines are correct. Longer literals are rounded here with integers.

const TRUSTED_DIGITS = 30;
// No middle of two doubles has more digits, so further digits matter only if one of them is not zero.
const DECISIVE_DIGITS = 800;

const PARTS = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE](.+))?$/;

/** Returns the double nearest to a JSON number, ties to even, or an infinity beyond the range. */
export function nearestDouble(literal: string): number {
  const [, sign = "", whole = "", fraction = "", power = "0"] = PARTS.exec(literal) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  if (digits.length <= TRUSTED_DIGITS) return Number(literal);
  const magnitude = nearest(digits, Number(power) - fraction.length);
  return sign === "" ? magnitude : -magnitude;
}

/** Returns the double nearest to digits * 10^exponent. The first digit is not 0. */
function nearest(digits: string, exponent: number): number {
  const order = digits.length + exponent;
  if (order > 310) return Infinity;
  if (order < -330) return 0;
  const kept = digits.slice(0, DECISIVE_DIGITS);
  const rest = digits.slice(DECISIVE_DIGITS);
  // One further digit stands for all that are dropped.
  const integer = BigInt(kept + (/[1-9]/.test(rest) ? "1" : "0"));
  const power = exponent + rest.length - 1;
  return power < 0 ? quotient(integer, 10n ** BigInt(-power)) : quotient(integer * 10n ** BigInt(power), 1n);
}

/** Returns the double nearest to a fraction of two non-negative integers. */
function quotient(above: bigint, below: bigint): number {
  // Scaled by a power of two, so that the integer part alone has more bits than a double.
  const scale = 64 - bits(above) + bits(below);
  const scaled = above << BigInt(Math.max(scale, 0));
  const divisor = below << BigInt(Math.max(-scale, 0));
  const whole = scaled / divisor;
  // A double has 53 bits, and its lowest bit is at least 2^-1074.
  const surplus = Math.max(bits(whole) - 53, scale - 1074);
  const kept = whole >> BigInt(surplus);
  const lost = (whole - (kept << BigInt(surplus))) * 2n;
  const middle = 1n << BigInt(surplus);
  const isTie = lost === middle && whole * divisor === scaled;
  const up = lost > middle || (lost === middle && !isTie) || (isTie && kept % 2n === 1n);
  return Number(up ? kept + 1n : kept) * 2 ** (surplus - scale);
}

function bits(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}
