import { kindOf } from "../engine.js";
import { MAX_DEPTH } from "./value.js";

/** Describes the first part of a value that cannot be written: `$.lines[3].when (a Date): use toISOString()`. */
export function faultIn(value: unknown): string {
  const fault = search(value, "$", 1) ?? { path: "$", what: kindOf(value), wayOut: "use plain values" };
  const path = fault.path.length <= MAX_PATH ? fault.path : `${fault.path.slice(0, MAX_PATH)}…`;
  return `${path} (${fault.what}): ${fault.wayOut}`;
}

const MAX_PATH = 200;

interface Fault {
  readonly path: string;
  readonly what: string;
  readonly wayOut: string;
}

// In the order in which write.ts writes the parts.
function search(value: unknown, path: string, depth: number): Fault | undefined {
  if (typeof value === "string") return textFault(value, path);
  if (typeof value === "number") {
    return Number.isFinite(value) ? undefined : { path, what: `the number ${value}`, wayOut: "use null" };
  }
  if (typeof value === "bigint" || typeof value === "boolean" || value === null) return undefined;
  if (typeof value !== "object") return { path, what: kindOf(value), wayOut: wayOut(value) };
  if (depth > MAX_DEPTH) return { path, what: `level ${depth}`, wayOut: `JSON may have ${MAX_DEPTH} levels` };
  if (Array.isArray(value)) return first(value.entries(), (at) => `${path}[${at}]`, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    return { path, what: classOf(value), wayOut: wayOut(value) };
  }
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  const present = members.filter(([, item]) => item !== undefined);
  const key = present.map(([name]) => textFault(name, path)).find((fault) => fault !== undefined);
  return first(present, (name) => path + member(String(name)), depth) ?? key;
}

function first(
  items: Iterable<readonly [string | number, unknown]>,
  pathOf: (key: string | number) => string,
  depth: number,
): Fault | undefined {
  for (const [key, item] of items) {
    const fault = search(item, pathOf(key), depth + 1);
    if (fault) return fault;
  }
  return undefined;
}

function textFault(text: string, path: string): Fault | undefined {
  return text.isWellFormed()
    ? undefined
    : { path, what: "text with a lone surrogate", wayOut: "use toWellFormed()" };
}

function member(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function classOf(value: object): string {
  const name = value.constructor?.name || "class without a name";
  return /^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`;
}

function wayOut(value: unknown): string {
  if (value === undefined) return "use null, or leave it out of the object";
  if (typeof value !== "object") return "leave it out";
  if (value instanceof Date) return "use toISOString()";
  if (value instanceof Map) return "use Object.fromEntries(...)";
  if (value instanceof Set) return "use [...set]";
  if (value instanceof Error) return "use its message";
  if (value instanceof RegExp) return "use its source";
  if (value instanceof Promise) return "await it";
  if (ArrayBuffer.isView(value)) return "use Array.from(...), or toBase64() of a Uint8Array";
  if (value !== null && "toJSON" in value) return "use toJSON()";
  return "copy it into a plain object, for example with { ...value }";
}
