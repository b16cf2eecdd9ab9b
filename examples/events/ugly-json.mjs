// Unusual and malformed JSON, as the text in a payload.

const nested = (levels, open, close, inner) => open.repeat(levels) + inner + close.repeat(levels);

export const numbers = {
  zero: "0",
  "minus-zero": "-0",
  "minus-zero-point-zero": "-0.0",
  "one-point-zero": "1.0",
  "one-e-two": "1e2",
  "capital-e": "1E+05",
  "trailing-zeros": "1.500",
  tenth: "0.1",
  "2^53-1": "9007199254740991",
  "2^53": "9007199254740992",
  "2^53+1": "9007199254740993",
  "-2^53-1": "-9007199254740993",
  "2^53+1-as-double": "9007199254740993.0",
  "2^64+1": "18446744073709551617",
  "400-digits": "1234567890".repeat(40),
  "5000-digits": `-${"9".repeat(5000)}`,
  "21-digits-as-double": "123456789012345680000.0",
  "1e21": "1e21",
  "1e-6": "0.000001",
  "1e-7": "0.0000001",
  smallest: "5e-324",
  "too-small": "-1e-400",
  largest: "1.7976931348623157e308",
  infinite: "1e400",
  "minus-infinite": "-1e400",
  "barely-infinite": "1.7976931348623159e308",
  "long-fraction": "3.141592653589793238462643383279502884197",
};

/** One value of each kind, to be put where another kind is wanted. */
export const shapes = {
  null: "null",
  true: "true",
  false: "false",
  integer: "5",
  text: '"text"',
  array: "[]",
  "array-of-one": '[{"login":"octocat"}]',
  object: "{}",
};

export const strings = {
  empty: '""',
  astral: '"\u{1f680}\u{10ffff}"',
  "escaped-astral": '"\\uD83D\\ude80"',
  "lone-high": '"a\\uD83D"',
  "lone-low": '"\\uDE80a"',
  "reversed-pair": '"\\uDE80\\uD83D"',
  "high-then-letter": '"\\uD83D\\u0041"',
  "high-then-astral": '"\\uD83D\u{1f680}"',
  "escaped-backslash": '"\\\\uD83D"',
  nul: '"a\\u0000b"',
  controls: '"\\u0001\\b\\t\\n\\u000B\\f\\r\\u001f"',
  delete: '"\u007f\\u007F"',
  "c1-control": '"\u0085\\u009b"',
  "line-separators": '"\u2028\\u2029"',
  "byte-order-mark": '"\ufeff\\ufeff"',
  "right-to-left": '"\u202egnp.exe\u2066"',
  "non-characters": '"\ufffe\\uFFFF\ufdd0"',
  "replacement-character": '"\ufffd"',
  combining: '"e\\u0301 \u00e9"',
  quotes: '"\\"\\\\\\/\'`"',
  markup: '"<script>&amp;</script>"',
  spaces: '" \\t a \u00a0 "',
};

export const objects = {
  "key-order": '{"b":1,"a":2,"B":3,"":4,"aa":5,"10":6,"2":7,"1":8,"-1":9,"\u00e9":10}',
  "utf-16-order": '{"\uff5e":1,"\u{1f600}":2,"\ue000":3,"\ud7ff":4,"z":5}',
  "same-letters": '{"\u00e9":1,"e\\u0301":2}',
  prototype: '{"__proto__":{"full_name":"no"},"constructor":1,"toString":null,"hasOwnProperty":2}',
  "lone-surrogate-key": '{"\\uD83D":1}',
  "escaped-keys": '{"\\u0066\\u0075ll_name":"octo/hello"}',
  numbers: `[${Object.values(numbers).filter((number) => Number.isFinite(Number(number)) || !/[.e]/i.test(number)).join(",")}]`,
  strings: `[${["empty", "astral", "controls", "delete", "line-separators", "quotes"].map((name) => strings[name]).join(",")}]`,
  "duplicate-keys": '{"a":1,"b":{"c":1,"c":2},"a":3,"\\u0061":4}',
  "arrays-127": nested(127, "[", "]", ""),
  "arrays-128": nested(128, "[", "]", ""),
  "objects-127": nested(127, '{"a":', "}", "null"),
  "objects-128": nested(128, '{"a":', "}", "null"),
  "arrays-10000": nested(10000, "[", "]", ""),
  "empty-array": "[]",
  "white-space": '[ 1 ,\t2 , { } , [ ] ]',
};

const OPENED = '"user":{"login":"octocat"},"number":7,"title":"Hello"';

export const duplicates = {
  "issue-last-wins": `{"issue":{},"issue":{${OPENED}}}`,
  "issue-last-is-null": `{"issue":{${OPENED}},"issue":null}`,
  "issue-escaped": `{"issue":{},"\\u0069ssue":{${OPENED}}}`,
  "title": `{"issue":{${OPENED},"title":"last"}}`,
  "hidden-infinite": `{"issue":{${OPENED},"number":1e400,"number":8}}`,
  "repository": '{"repository":{"full_name":"octo/first"},"repository":{"full_name":"octo/last"}}',
  "full-name": '{"repository":{"full_name":"octo/first","full_name":null}}',
  "sender": '{"sender":{"login":"octo-404"},"sender":{"login":"octocat"}}',
};

/** No JSON: each has its own code and offset. */
export const invalid = {
  empty: Buffer.from(""),
  space: Buffer.from(" \n"),
  "byte-order-mark": Buffer.from("\ufeff{}"),
  truncated: Buffer.from('{"issue":{"title":"Hel'),
  "trailing-comma": Buffer.from('{"issue":{},}'),
  "trailing-garbage": Buffer.from('{"\u00e9":1} x'),
  "two-values": Buffer.from("{} {}"),
  "single-quotes": Buffer.from("{'issue':1}"),
  comment: Buffer.from("{/* */}"),
  nan: Buffer.from('{"issue":NaN}'),
  "leading-zero": Buffer.from('{"issue":01}'),
  "bare-fraction": Buffer.from('{"issue":.5}'),
  "raw-newline": Buffer.from('{"issue":"a\nb"}'),
  "raw-nul": Buffer.from('{"issue":"a\0b"}'),
  "bad-escape": Buffer.from('{"issue":"\\x41"}'),
  "no-break-space": Buffer.from("{\u00a0}"),
  "invalid-utf-8": Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  overlong: Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
  "surrogate-bytes": Buffer.from([0x22, 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80, 0x22]),
  "cut-character": Buffer.from([0x22, 0xf0, 0x9f, 0x98]),
  "utf-16": Buffer.from("\ufeff{}", "utf16le"),
};
