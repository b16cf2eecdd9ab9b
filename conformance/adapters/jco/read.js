// Reads values for jco from the canonical text of WAVE, the text form of WebAssembly values.

import { camel } from "./types.js";

/** @import { Type, Member } from "./types.js" */

/**
 * The names of handles.
 * @typedef {object} Names
 * @property {(name: string, owned: boolean) => unknown} find
 * @property {(handle: unknown) => string} hold
 */

/** jco's representation of a list of numbers. */
const ARRAYS = {
  u8: Uint8Array,
  s8: Int8Array,
  u16: Uint16Array,
  s16: Int16Array,
  u32: Uint32Array,
  s32: Int32Array,
  u64: BigUint64Array,
  s64: BigInt64Array,
  f32: Float32Array,
  f64: Float64Array,
};

/**
 * Reads a value.
 * @param {Type} type
 * @param {string} text
 * @param {Names} names
 */
export function read(type, text, names) {
  const reader = new Reader(text, names);
  const value = reader.value(type);
  reader.end();
  return value;
}

const NUMBER = /-?(?:inf|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|nan/y;
const LABEL = /%?[A-Za-z][A-Za-z0-9-]*/y;
const TEXT = /"(?:[^\\"\n]|\\.)*"/y;
const CHAR = /'(?:[^\\'\n]|\\(?:u\{[^}]*\}|.))'/uy;
const ESCAPES = /** @type {Record<string, string>} */ ({ t: "\t", n: "\n", r: "\r" });

class Reader {
  /**
   * @param {string} text
   * @param {Names} names
   */
  constructor(text, names) {
    this.text = text;
    this.names = names;
    this.at = 0;
  }

  /**
   * @param {string} wanted
   * @returns {never}
   */
  fail(wanted) {
    const rest = this.text.slice(this.at, this.at + 40);
    throw new Error(`${wanted} is missing before \`${rest}\``);
  }

  end() {
    if (this.at !== this.text.length) this.fail("the end");
  }

  /**
   * @param {RegExp} pattern
   * @param {string} what
   */
  token(pattern, what) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return this.fail(what);
    this.at += found.length;
    return found;
  }

  /** @param {string} symbol */
  take(symbol) {
    const there = this.text.startsWith(symbol, this.at);
    if (there) this.at += symbol.length;
    return there;
  }

  /** @param {string} symbol */
  expect(symbol) {
    if (!this.take(symbol)) this.fail(`\`${symbol}\``);
  }

  /**
   * Reads elements between two symbols, separated by commas.
   * @param {string} open
   * @param {string} close
   * @param {(at: number) => void} element
   */
  sequence(open, close, element) {
    this.expect(open);
    for (let at = 0; !this.take(close); at += 1) {
      if (at > 0) this.expect(", ");
      element(at);
    }
  }

  label() {
    const label = this.token(LABEL, "a name");
    return label.startsWith("%") ? label.slice(1) : label;
  }

  /**
   * @param {Type} type
   * @returns {any}
   */
  value(type) {
    switch (type.kind) {
      case "bool":
        return this.label() === "true";
      case "u64":
      case "s64":
        return BigInt(this.token(NUMBER, "a number"));
      case "char":
        return unescape(this.token(CHAR, "a character"));
      case "string":
        return unescape(this.token(TEXT, "a text"));
      case "handle":
        return this.names.find(unescape(this.token(TEXT, "a handle")), type.owned === true);
      case "list":
        return this.list(/** @type {Type} */ (type.of));
      case "tuple":
        return this.tuple(type.elements ?? []);
      case "record":
        return this.record(type.members ?? []);
      case "flags":
        return this.flags();
      case "enum":
        return this.label();
      case "option":
        return this.option(/** @type {Type} */ (type.of));
      case "variant":
      case "result":
        return this.variant(type.members ?? []);
      default:
        return number(this.token(NUMBER, "a number"));
    }
  }

  /** @param {Type} of */
  list(of) {
    /** @type {any[]} */
    const elements = [];
    this.sequence("[", "]", () => elements.push(this.value(of)));
    const kind = /** @type {Record<string, any>} */ (ARRAYS)[of.kind];
    return kind ? kind.from(elements) : elements;
  }

  /** @param {Type[]} types */
  tuple(types) {
    /** @type {unknown[]} */
    const elements = [];
    this.sequence("(", ")", (at) => elements.push(this.value(/** @type {Type} */ (types[at]))));
    return elements;
  }

  /**
   * Reads a record. An omitted field is `none`.
   * @param {Member[]} members
   */
  record(members) {
    /** @type {Record<string, unknown>} */
    const fields = {};
    for (const { name, type } of members) {
      if (type?.kind === "option") fields[camel(name)] = option(type.of, undefined);
    }
    if (this.take("{:}")) return fields;
    this.sequence("{", "}", () => {
      const name = this.label();
      const type = members.find((it) => it.name === name)?.type;
      if (!type) return this.fail(`a field instead of \`${name}\``);
      this.expect(": ");
      fields[camel(name)] = this.value(type);
    });
    return fields;
  }

  flags() {
    /** @type {Record<string, boolean>} */
    const flags = {};
    this.sequence("{", "}", () => {
      flags[camel(this.label())] = true;
    });
    return flags;
  }

  /** @param {Type} of */
  option(of) {
    if (this.label() === "none") return option(of, undefined);
    this.expect("(");
    const value = this.value(of);
    this.expect(")");
    return option(of, { value });
  }

  /** @param {Member[]} members */
  variant(members) {
    const tag = this.label();
    const member = members.find((it) => it.name === tag);
    if (!member) return this.fail(`a case instead of \`${tag}\``);
    if (!member.type) return { tag };
    this.expect("(");
    const val = this.value(member.type);
    this.expect(")");
    return { tag, val };
  }
}

/**
 * Returns jco's representation of an option: the value or undefined, or an object where that would be
 * ambiguous.
 * @param {Type | null | undefined} of
 * @param {{value: unknown} | undefined} some
 */
function option(of, some) {
  if (of?.kind !== "option") return some?.value;
  return some ? { tag: "some", val: some.value } : { tag: "none" };
}

/** @param {string} text */
function number(text) {
  return Number(text.replace("inf", "Infinity").replace("nan", "NaN"));
}

/** @param {string} quoted */
function unescape(quoted) {
  const inner = quoted.slice(1, -1);
  return inner.replace(/\\(?:u\{([^}]*)\}|(.))/g, (_, hex, letter) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : (ESCAPES[letter] ?? letter),
  );
}
