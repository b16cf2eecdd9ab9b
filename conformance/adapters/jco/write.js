// Writes values of jco as WAVE, the text form of WebAssembly values.

import { camel } from "./types.js";

/** @import { Type, Member } from "./types.js" */
/** @import { Names } from "./read.js" */

/**
 * Writes a value. A value of another type becomes a text that cannot be parsed.
 * @param {Type} type
 * @param {any} value
 * @param {Names} names
 * @returns {string}
 */
export function write(type, value, names) {
  const all = (/** @type {any} */ of) => (/** @type {any} */ it) => write(of, it, names);
  const call = (/** @type {string} */ tag, /** @type {any} */ of, /** @type {any} */ val) =>
    of ? `${tag}(${write(of, val, names)})` : tag;
  const members = type.members ?? [];
  switch (type.kind) {
    case "char":
      return `'${escape(value)}'`;
    case "string":
      return `"${escape(value)}"`;
    case "handle":
      return `"${names.hold(value)}"`;
    case "list":
      return `[${Array.from(value, all(type.of)).join(", ")}]`;
    case "tuple":
      return `(${type.elements?.map((of, at) => all(of)(value[at])).join(", ")})`;
    case "record":
      return `{${members.map((it) => `${it.name}: ${all(it.type)(value[camel(it.name)])}`).join(", ")}}`;
    case "flags":
      return `{${members.flatMap((it) => (value[camel(it.name)] ? [it.name] : [])).join(", ")}}`;
    case "enum":
      return label(value);
    case "option":
      return some(type.of, value, (it) => call("some", type.of, it));
    case "variant":
      return call(label(value.tag), caseOf(members, value.tag), value.val);
    case "result":
      return call(value.tag, caseOf(members, value.tag), value.val);
    case "f32":
    case "f64":
      return float(value);
    default:
      return String(value);
  }
}

/**
 * @param {Type | null | undefined} of
 * @param {any} value
 * @param {(value: any) => string} write
 */
function some(of, value, write) {
  if (of?.kind !== "option") return value === undefined ? "none" : write(value);
  return value.tag === "none" ? "none" : write(value.val);
}

/**
 * @param {Member[]} members
 * @param {string} tag
 */
function caseOf(members, tag) {
  return members.find((it) => it.name === tag)?.type;
}

/**
 * Writes a name. A keyword of WAVE gets a `%` before it.
 * @param {string} name
 */
function label(name) {
  return /^(?:some|none|ok|err|true|false|inf|nan)$/.test(name) ? `%${name}` : name;
}

/** @param {number} value */
function float(value) {
  if (Object.is(value, -0)) return "-0";
  return String(value).replace("Infinity", "inf").replace("NaN", "nan");
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[\\"'\p{Cc}]/gu, (it) => {
    const code = /** @type {number} */ (it.codePointAt(0));
    return `\\u{${code.toString(16)}}`;
  });
}
