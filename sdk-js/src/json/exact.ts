import { encode } from "../text.js";
import { nearestDouble } from "./double.js";
import { MAX_DEPTH, readError, type Json, type JsonObject } from "./value.js";
import { Wrong, wrongInString } from "./wrong.js";

/** Parses one JSON text exactly as in docs/reference/json.md: slower, but exact in values and errors. */
export function parseExactly(text: string): Json {
  try {
    return new Reader(text).document();
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    throw readError(error.code, encode(text.slice(0, error.at)).length);
  }
}

const WORDS = new Map<string, [string, Json]>([
  ["t", ["true", true]],
  ["f", ["false", false]],
  ["n", ["null", null]],
]);

class Reader {
  // Private in TypeScript only: QuickJS is slower with private names, and these are used often.
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): Json {
    const value = this.value(1);
    this.space();
    if (this.at < this.text.length) throw this.syntax();
    return value;
  }

  private value(depth: number): Json {
    this.space();
    const first = this.text[this.at];
    if (first === '"') return this.string();
    if (first === "{" || first === "[") {
      if (depth > MAX_DEPTH) throw new Wrong("too-deep", this.at);
      this.at++;
      return first === "{" ? this.object(depth + 1) : this.array(depth + 1);
    }
    return first === "-" || this.isDigit() ? this.number() : this.word();
  }

  private array(depth: number): Json[] {
    const items: Json[] = [];
    if (this.takes("]")) return items;
    do items.push(this.value(depth));
    while (this.goesOn("]"));
    return items;
  }

  private object(depth: number): JsonObject {
    const members: [string, Json][] = [];
    if (this.takes("}")) return {};
    do {
      this.space();
      const key = this.string();
      if (!this.takes(":")) throw this.syntax();
      members.push([key, this.value(depth)]);
    } while (this.goesOn("}"));
    // Assignment would treat the key `__proto__` in a special way.
    return Object.fromEntries(members);
  }

  /** After an item: returns true at a comma, false at the closing bracket. */
  private goesOn(close: string): boolean {
    if (this.takes(",")) return true;
    if (this.takes(close)) return false;
    throw this.syntax();
  }

  private word(): Json {
    const [word, value] = WORDS.get(this.text[this.at] ?? "") ?? ["?", null];
    for (const letter of word) this.expect(letter);
    return value;
  }

  private number(): number | bigint {
    const start = this.at;
    if (this.text[this.at] === "-") this.at++;
    if (this.text[this.at] === "0") this.at++;
    else this.digits();
    const integer = this.at;
    if (this.text[this.at] === ".") {
      this.at++;
      this.digits();
    }
    if (this.text[this.at] === "e" || this.text[this.at] === "E") this.exponent();
    const literal = this.text.slice(start, this.at);
    if (this.at === integer) return exactInteger(literal);
    const value = nearestDouble(literal);
    if (!Number.isFinite(value)) throw new Wrong("non-finite", start);
    return value;
  }

  private exponent(): void {
    this.at++;
    if (this.text[this.at] === "+" || this.text[this.at] === "-") this.at++;
    this.digits();
  }

  private digits(): void {
    if (!this.isDigit()) throw this.syntax();
    while (this.isDigit()) this.at++;
  }

  private isDigit(): boolean {
    const unit = this.text.charCodeAt(this.at);
    return unit >= 0x30 && unit <= 0x39;
  }

  private string(): string {
    const start = this.at;
    this.expect('"');
    const end = this.closingQuote();
    const value = unescaped(this.text.slice(start, end + 1));
    if (value === undefined) throw wrongInString(this.text, start);
    this.at = end + 1;
    return value;
  }

  /** Returns the next unescaped quote, or the end of the text if there is none. */
  private closingQuote(): number {
    let quote = this.text.indexOf('"', this.at);
    while (quote > 0 && this.isEscaped(quote)) quote = this.text.indexOf('"', quote + 1);
    return quote < 0 ? this.text.length : quote;
  }

  private isEscaped(quote: number): boolean {
    let at = quote;
    while (this.text[at - 1] === "\\") at--;
    return (quote - at) % 2 === 1;
  }

  private takes(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private expect(character: string): void {
    if (this.text[this.at] !== character) throw this.syntax();
    this.at++;
  }

  private space(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.at++;
    }
  }

  private syntax(): Wrong {
    return new Wrong("syntax", this.at);
  }
}

function exactInteger(literal: string): number | bigint {
  const value = Number(literal);
  // `-0` is the integer 0.
  return Number.isSafeInteger(value) ? value + 0 : BigInt(literal);
}

/** Returns the string of a literal, or undefined if it is not a literal or has a lone surrogate. */
function unescaped(literal: string): string | undefined {
  try {
    const value = JSON.parse(literal) as string;
    return !literal.includes("\\u") || value.isWellFormed() ? value : undefined;
  } catch {
    return undefined;
  }
}
