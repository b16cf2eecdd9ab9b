// Values as text for a person, like Node's util.inspect but always on one line.

import { traceOf } from "./stack.js";

const MAX_DEPTH = 3;
const MAX_ITEMS = 100;

/** Writes any value as text. Never throws, even if a getter or a proxy does. */
export function inspect(value: unknown): string {
  return show(value, []);
}

/** Formats the arguments of a console call: `%s %d %i %f %j %o %O %c %%` as in Node. */
export function format(values: readonly unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== "string") return values.map(plain).join(" ");
  const text = first.replace(/%([sdifjoOc%])/g, (directive, letter: string) => {
    if (letter === "%") return "%";
    return rest.length === 0 ? directive : directed(letter, rest.shift());
  });
  return [text, ...rest.map(plain)].join(" ");
}

function directed(letter: string, value: unknown): string {
  switch (letter) {
    case "s":
      return plain(value);
    case "d":
      return typeof value === "bigint" ? inspect(value) : inspect(Number(value));
    case "i":
      return typeof value === "bigint" ? inspect(value) : inspect(Number.parseInt(String(value), 10));
    case "f":
      return inspect(Number.parseFloat(String(value)));
    case "c":
      return "";
    default:
      return inspect(value);
  }
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : inspect(value);
}

function show(value: unknown, parents: readonly object[]): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "function":
      return value.name === "" ? "[Function (anonymous)]" : `[Function: ${value.name}]`;
    case "object":
      return value === null ? "null" : guarded(value, parents);
    default:
      return String(value);
  }
}

function guarded(value: object, parents: readonly object[]): string {
  if (parents.includes(value)) return "[Circular]";
  try {
    return object(value, [...parents, value]);
  } catch {
    return "[Object that cannot be shown]";
  }
}

function object(value: object, parents: readonly object[]): string {
  if (value instanceof Error) return traceOf(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (parents.length > MAX_DEPTH) return Array.isArray(value) ? "[Array]" : `[${nameOf(value) ?? "Object"}]`;
  const nested = (item: unknown) => show(item, parents);
  if (Array.isArray(value)) return list("[", limited(value, nested), "]");
  if (ArrayBuffer.isView(value)) return typed(value);
  if (value instanceof Map) {
    return named(
      value,
      limited([...value], ([key, item]) => `${nested(key)} => ${nested(item)}`),
    );
  }
  if (value instanceof Set) return named(value, limited([...value], nested));
  const own = limited(Object.entries(value), ([key, item]) => `${keyText(key)}: ${nested(item)}`);
  const name = nameOf(value);
  return name === "Object" ? list("{", own, "}") : list(`${name ?? "[Object: null prototype]"} {`, own, "}");
}

function typed(value: ArrayBufferView): string {
  const items = value instanceof DataView ? [] : limited([...(value as Uint8Array)], String);
  return list(`${nameOf(value)}(${value.byteLength}) [`, items, "]");
}

function named(value: Map<unknown, unknown> | Set<unknown>, items: string[]): string {
  return list(`${nameOf(value)}(${value.size}) {`, items, "}");
}

function list(open: string, items: readonly string[], close: string): string {
  return items.length === 0 ? open + close : `${open} ${items.join(", ")} ${close}`;
}

function limited<T>(items: readonly T[], text: (item: T) => string): string[] {
  const shown = items.slice(0, MAX_ITEMS).map((item) => text(item));
  const rest = items.length - shown.length;
  return rest === 0 ? shown : [...shown, `... ${rest} more ${rest === 1 ? "item" : "items"}`];
}

function nameOf(value: object): string | undefined {
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
  return prototype?.constructor?.name;
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : "`";
  return mark + escaped + mark;
}
