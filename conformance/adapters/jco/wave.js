// Values of jco, read from and written as WAVE, the text form of WebAssembly values. Reads the
// canonical form, which is what the runner writes.

/** @import { Type, Member } from './types.js' */

/**
 * What handles are called.
 * @typedef {object} Names
 * @property {(name: string, owned: boolean) => unknown} find
 * @property {(handle: unknown) => string} hold
 */

/** What jco makes of a list of numbers. */
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

/** @param {string} name `some-name` */
export function camel(name) {
  return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

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
   * What stands between two symbols, with commas.
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
   * A field that is left out is `none`.
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
 * How jco has an option: the value or undefined, but an object where that would be ambiguous.
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

/**
 * Writes a value. What is no value of the type is written so that nothing reads it.
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
 * A name that is a word of WAVE is written with a `%` before it.
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
