import { kindOf } from "../engine.js";
import { MAX_DEPTH } from "./value.js";

/** Describes the first part of a value that cannot be written: `$.lines[3].when (a Date): use toISOString()`. */
export function faultIn(value: unknown): string {
  const fault = search(value, "$", 1, new Map()) ?? {
    path: "$",
    what: kindOf(value),
    wayOut: "use plain values",
  };
  const path = fault.path.length <= MAX_PATH ? fault.path : `${fault.path.slice(0, MAX_PATH)}…`;
  return `${path} (${fault.what}): ${fault.wayOut}`;
}

const MAX_PATH = 200;

interface Fault {
  readonly path: string;
  readonly what: string;
  readonly wayOut: string;
}

/** The paths of a value and of the values that contain it. */
type Parents = Map<object, string>;

// In the order in which write.ts writes the parts.
function search(value: unknown, path: string, depth: number, parents: Parents): Fault | undefined {
  if (typeof value === "string") return textFault(value, path);
  if (typeof value === "number") {
    return Number.isFinite(value) ? undefined : { path, what: `the number ${value}`, wayOut: "use null" };
  }
  if (typeof value === "bigint" || typeof value === "boolean" || value === null) return undefined;
  if (typeof value !== "object") return { path, what: kindOf(value), wayOut: wayOut(value) };
  const known = parents.get(value);
  if (known !== undefined)
    return { path, what: `${known} itself`, wayOut: "leave it out, or refer to it by an id" };
  if (depth > MAX_DEPTH) return { path, what: `level ${depth}`, wayOut: `JSON may have ${MAX_DEPTH} levels` };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype) {
    return { path, what: classOf(value), wayOut: wayOut(value) };
  }
  parents.set(value, path);
  const found = within(value, path, depth + 1, parents);
  parents.delete(value);
  return found;
}

function within(value: object, path: string, depth: number, parents: Parents): Fault | undefined {
  if (Array.isArray(value)) return first(value.entries(), (at) => `${path}[${at}]`, depth, parents);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  const present = members.filter(([, item]) => item !== undefined);
  const key = present.map(([name]) => textFault(name, path)).find((fault) => fault !== undefined);
  return first(present, (name) => path + member(String(name)), depth, parents) ?? key;
}

function first(
  items: Iterable<readonly [string | number, unknown]>,
  pathOf: (key: string | number) => string,
  depth: number,
  parents: Parents,
): Fault | undefined {
  for (const [key, item] of items) {
    const fault = search(item, pathOf(key), depth, parents);
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
  const tag = tagOf(value);
  const isIterator = /(?:Iterator|Generator)$/.test(tag);
  const name = isIterator ? tag : value.constructor?.name || "class without a name";
  return /^(?:[AEIO]|U(?!RL|int))/.test(name) ? `an ${name}` : `a ${name}`;
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

const WAYS_OUT: Readonly<Record<string, string>> = {
  Map: "use Object.fromEntries(...)",
  URLSearchParams: "use Object.fromEntries(...)",
  Set: "use [...set]",
  RegExp: "use its source",
  Promise: "await it",
  Boolean: "use valueOf()",
  Number: "use valueOf()",
  String: "use valueOf()",
  BigInt: "use valueOf()",
  Symbol: "leave it out",
  WeakMap: "leave it out: its entries cannot be listed",
  WeakSet: "leave it out: its values cannot be listed",
  WeakRef: "use deref()",
  ArrayBuffer: "use Array.from(new Uint8Array(...)), or toBase64() of a Uint8Array",
  DataView: "use Array.from(new Uint8Array(view.buffer)), or toBase64() of a Uint8Array",
  AsyncGenerator: "use await Array.fromAsync(...)",
};

function wayOut(value: unknown): string {
  if (value === undefined) return "use null, or leave it out of the object";
  if (typeof value !== "object" || value === null) return "leave it out";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "use null" : "use toISOString()";
  if (value instanceof Error) return "use its message";
  const kind = tagOf(value);
  if (Object.hasOwn(WAYS_OUT, kind)) return WAYS_OUT[kind]!;
  if (ArrayBuffer.isView(value)) return "use Array.from(...), or toBase64() of a Uint8Array";
  if ("toJSON" in value) return "use toJSON()";
  if (Symbol.iterator in value) return "use [...values]";
  return Object.keys(value).length > 0
    ? "copy it into a plain object, for example with { ...value }"
    : "write a plain object with the properties that it needs";
}
