import { encode } from "../text.js";
import { JsonError, MAX_DEPTH, type Json, type JsonErrorCode, type JsonObject } from "./value.js";

/** Reads one JSON text by the letter of docs/reference/json.md: slower, exact in value and error. */
export function parseExactly(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value(1);
  reader.end();
  return value;
}

const SPACE = /[ \t\n\r]*/y;
const DIGITS = /[0-9]+/y;
const HEX = /[0-9a-fA-F]{0,4}/y;
// Up to the first character that ends the string, begins an escape, or must not be there.
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const WORDS = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): Json {
    this.#skip(SPACE);
    const first = this.#text[this.#at];
    if (first === "{" || first === "[") {
      if (depth > MAX_DEPTH) throw this.#error("too-deep", this.#at);
      this.#at++;
      return first === "{" ? this.#object(depth + 1) : this.#array(depth + 1);
    }
    if (first === '"') return this.#string();
    if (first === "-" || isDigit(first)) return this.#number();
    return this.#word();
  }

  end(): void {
    this.#skip(SPACE);
    if (this.#at < this.#text.length) throw this.#syntax();
  }

  #array(depth: number): Json[] {
    const items: Json[] = [];
    if (this.#take("]")) return items;
    do items.push(this.value(depth));
    while (this.#comma("]"));
    return items;
  }

  #object(depth: number): JsonObject {
    const members: [string, Json][] = [];
    if (!this.#take("}")) {
      do {
        this.#skip(SPACE);
        const key = this.#string();
        if (!this.#take(":")) throw this.#syntax();
        members.push([key, this.value(depth)]);
      } while (this.#comma("}"));
    }
    // Not by assignment, for which the key `__proto__` is not a key.
    return Object.fromEntries(members);
  }

  /** After an item: true for a comma, false for the bracket that closes. */
  #comma(close: string): boolean {
    if (this.#take(",")) return true;
    if (this.#take(close)) return false;
    throw this.#syntax();
  }

  #word(): Json {
    for (const [word, value] of WORDS) {
      if (this.#text[this.#at] !== word[0]) continue;
      for (const letter of word) this.#expect(letter);
      return value;
    }
    throw this.#syntax();
  }

  #number(): number | bigint {
    const start = this.#at;
    if (this.#text[this.#at] === "-") this.#at++;
    if (this.#text[this.#at] === "0") this.#at++;
    else this.#digits();
    const integer = this.#at;
    if (this.#text[this.#at] === ".") {
      this.#at++;
      this.#digits();
    }
    this.#exponent();
    const literal = this.#text.slice(start, this.#at);
    return this.#at === integer ? exactInteger(literal) : this.#double(literal, start);
  }

  #exponent(): void {
    if (this.#text[this.#at] !== "e" && this.#text[this.#at] !== "E") return;
    this.#at++;
    if (this.#text[this.#at] === "+" || this.#text[this.#at] === "-") this.#at++;
    this.#digits();
  }

  #double(literal: string, start: number): number {
    const value = Number(literal);
    if (!Number.isFinite(value)) throw this.#error("non-finite", start);
    return value;
  }

  #digits(): void {
    if (this.#skip(DIGITS) === 0) throw this.#syntax();
  }

  #string(): string {
    const start = this.#at;
    this.#expect('"');
    this.#skip(PLAIN);
    while (this.#text[this.#at] === "\\") {
      this.#escape();
      this.#skip(PLAIN);
    }
    this.#expect('"');
    // What stands between the quotes was checked, so the engine may unescape it.
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #escape(): void {
    const start = this.#at++;
    const letter = this.#text[this.#at];
    if (letter !== "u") {
      if (letter === undefined || !'"\\/bfnrt'.includes(letter)) throw this.#syntax();
      this.#at++;
      return;
    }
    const unit = this.#unit();
    if (unit < 0xd800 || unit > 0xdfff) return;
    const paired = unit < 0xdc00 && this.#text.startsWith("\\u", this.#at) && this.#lowFollows();
    if (!paired) throw this.#error("lone-surrogate", start);
  }

  #lowFollows(): boolean {
    this.#at++;
    const unit = this.#unit();
    return unit >= 0xdc00 && unit <= 0xdfff;
  }

  /** The four digits after the `u` that is next. */
  #unit(): number {
    const start = ++this.#at;
    const digits = this.#skip(HEX);
    if (digits < 4) throw this.#syntax();
    return Number.parseInt(this.#text.slice(start, this.#at), 16);
  }

  #take(character: string): boolean {
    this.#skip(SPACE);
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (this.#text[this.#at] !== character) throw this.#syntax();
    this.#at++;
  }

  /** Moves on over what the pattern matches; returns how far. */
  #skip(pattern: RegExp): number {
    const start = this.#at;
    pattern.lastIndex = start;
    pattern.test(this.#text);
    this.#at = Math.max(start, pattern.lastIndex);
    return this.#at - start;
  }

  #syntax(): JsonError {
    return this.#error("syntax", this.#at);
  }

  #error(code: JsonErrorCode, at: number): JsonError {
    return new JsonError(code, encode(this.#text.slice(0, at)).length);
  }
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}

function exactInteger(literal: string): number | bigint {
  const value = Number(literal);
  // `-0` is the integer 0.
  return Number.isSafeInteger(value) ? value + 0 : BigInt(literal);
}
