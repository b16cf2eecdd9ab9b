import type { JsonErrorCode } from "./value.js";

/** A fault at a UTF-16 offset of the text. The offset becomes bytes once, when the fault is reported. */
export class Wrong {
  readonly code: JsonErrorCode;
  readonly at: number;

  constructor(code: JsonErrorCode, at: number) {
    this.code = code;
    this.at = at;
  }
}

/** Returns the first fault of the string whose opening quote is at `start`. */
export function wrongInString(text: string, start: number): Wrong {
  let at = start + 1;
  for (;;) {
    const character = text[at];
    if (character === undefined || character === '"' || character < " ") return new Wrong("syntax", at);
    if (character !== "\\") {
      at++;
      continue;
    }
    const after = afterEscape(text, at);
    if (after instanceof Wrong) return after;
    at = after;
  }
}

/** Returns the end of the escape whose backslash is at `start`, or of a pair of surrogates. */
function afterEscape(text: string, start: number): number | Wrong {
  const letter = text[start + 1] ?? "";
  if (letter !== "u") {
    return letter !== "" && '"\\/bfnrt'.includes(letter) ? start + 2 : new Wrong("syntax", start + 1);
  }
  const unit = fourDigits(text, start + 2);
  if (typeof unit !== "number") return unit;
  if (unit < 0xd800 || unit > 0xdfff) return start + 6;
  // A fault in the digits of the second escape comes before the lone surrogate.
  const isHigh = unit < 0xdc00;
  const second = isHigh && text.startsWith("\\u", start + 6) ? fourDigits(text, start + 8) : 0;
  if (typeof second !== "number") return second;
  return second >= 0xdc00 && second <= 0xdfff ? start + 12 : new Wrong("lone-surrogate", start);
}

function fourDigits(text: string, start: number): number | Wrong {
  for (let at = start; at < start + 4; at++) {
    if (!/[0-9a-fA-F]/.test(text[at] ?? "")) return new Wrong("syntax", at);
  }
  return Number.parseInt(text.slice(start, start + 4), 16);
}
