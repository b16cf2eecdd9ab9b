// Where QuickJS and StarlingMonkey differ at the WIT border, and nowhere else.

import type { Attribute } from "guesthouse:automation/types@0.1.0";

/** `none` is null in one engine and undefined in the other. */
export function option<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}

/**
 * The case of the WIT variant that an import threw, or undefined for any other exception.
 *
 * Both engines throw an object that carries the variant in `payload`; only one makes it an Error.
 */
export function errorCase(thrown: unknown): string | undefined {
  const payload = field(thrown, "payload");
  const tag = field(payload, "tag") ?? payload;
  return typeof tag === "string" ? tag : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/**
 * Text that may cross the border. A lone surrogate has no UTF-8: one engine would trap on it, the
 * other replaces it; here it is always replaced. What is no text at all would be a trap as well.
 */
export function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new TypeError(`${what} must be a string, not ${kindOf(value)}`);
  return value.toWellFormed();
}

/** Bytes that may cross the border. */
export function bytes(value: unknown, what: string): Uint8Array {
  if (!isBytes(value)) throw new TypeError(`${what} must be a Uint8Array, not ${kindOf(value)}`);
  return value;
}

/** Whether a value is a Uint8Array, also one that StarlingMonkey made outside of the author's realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}

/** Bytes from the host as the author knows them: `instanceof Uint8Array` on both engines. */
export function received(value: Uint8Array): Uint8Array {
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/** Whole milliseconds that fit the contract's u32, or undefined. */
export function milliseconds(value: unknown, what: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !(value >= 0)) {
    throw new TypeError(`${what} must be a number of milliseconds, not ${kindOf(value)}`);
  }
  return Math.min(Math.round(value), 0xffff_ffff);
}

/** Names and values as WIT attributes, sorted by name. */
export function attributes(values: Readonly<Record<string, unknown>>, what: string): Attribute[] {
  return Object.keys(values)
    .sort()
    .map((name) => ({ name: text(name, what), value: text(values[name], `${what} ${name}`) }));
}

/** What a value is, for a person who passed the wrong one. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  if (Array.isArray(value)) return "an array";
  return `an object of class ${value.constructor?.name ?? "none"}`;
}
