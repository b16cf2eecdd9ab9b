// The differences between QuickJS and StarlingMonkey at the boundary to the host. No other file knows
// them.

import type { Attribute } from "guesthouse:automation/types@0.1.0";

/** Returns an option of the host. `none` is null in one engine and undefined in the other. */
export function option<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}

/**
 * Returns the case of the WIT variant that an import threw, or undefined for any other exception.
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
 * Returns text that can be passed to the host. A lone surrogate has no UTF-8: one engine traps on it and
 * the other replaces it, so it is replaced here. A value of another type would trap, so it throws.
 */
export function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new TypeError(`${what} must be a string, not ${kindOf(value)}`);
  return value.toWellFormed();
}

/** Returns bytes that can be passed to the host. Throws for any other value. */
export function bytes(value: unknown, what: string): Uint8Array {
  if (!isBytes(value)) throw new TypeError(`${what} must be a Uint8Array, not ${kindOf(value)}`);
  return value;
}

/** Whether a value is a Uint8Array, even one that StarlingMonkey created outside the author's realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}

/** Returns bytes from the host as a Uint8Array of the author's realm on both engines. */
export function received(value: Uint8Array): Uint8Array {
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/** Returns whole milliseconds that fit the contract's u32, or undefined. */
export function milliseconds(value: unknown, what: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !(value >= 0)) {
    throw new TypeError(`${what} must be a number of milliseconds, not ${kindOf(value)}`);
  }
  return Math.min(Math.round(value), 0xffff_ffff);
}

/** Returns names and values as WIT attributes, sorted by name. */
export function attributes(values: Readonly<Record<string, unknown>>, what: string): Attribute[] {
  return Object.keys(values)
    .sort()
    .map((name) => ({ name: text(name, what), value: text(values[name], `${what} ${name}`) }));
}

/** Describes a value for an error message. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "function" && isClass(value)) return "a class";
  if (typeof value !== "object") return `a ${typeof value}`;
  if (Array.isArray(value)) return "an array";
  return `an object of class ${value.constructor?.name ?? "none"}`;
}

/** Only of a class, the property `prototype` cannot be assigned. */
function isClass(value: object): boolean {
  return Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false;
}
