import assert from "node:assert/strict";
import { suite, test } from "node:test";
import file from "../../docs/reference/json-vectors.json" with { type: "json" };
import { parseExactly } from "../src/json/exact.js";
import { parse, write, type Json, type JsonInput } from "../src/json/index.js";
import { decode, encode } from "../src/text.js";

interface Case {
  readonly name: string;
  readonly written?: string;
  readonly error?: { readonly code: string; readonly offset?: number };
}
interface ReadCase extends Case {
  readonly text?: string;
  readonly base64?: string;
}
interface WriteCase extends Case {
  readonly value: Description;
}
type Description =
  | null
  | boolean
  | { readonly integer: string }
  | { readonly double: string }
  | { readonly string: string }
  | { readonly array: readonly Description[] }
  | { readonly object: readonly (readonly [string, Description])[] }
  | { readonly "nested-arrays": number }
  | { readonly "nested-objects": number };

const vectors = file as unknown as {
  readonly read: readonly ReadCase[];
  readonly write: readonly WriteCase[];
};

suite("json-vectors: read", () => {
  for (const { name, text, base64, written, error } of vectors.read) {
    const bytes = text === undefined ? new Uint8Array(Buffer.from(base64!, "base64")) : encode(text);
    test(name, () => {
      if (error) assert.throws(() => parse(bytes), { name: "JsonError", ...error });
      else assert.equal(decode(write(parse(bytes) as JsonInput)), written);
    });
    if (text === undefined) continue;
    test(`${name} (exactly)`, () => {
      if (error) assert.throws(() => parseExactly(text), { name: "JsonError", ...error });
      else assert.deepEqual(parseExactly(text), parse(bytes));
    });
  }
});

suite("json-vectors: write", () => {
  for (const { name, value, written, error } of vectors.write) {
    test(name, () => {
      if (error) assert.throws(() => write(build(value)), { name: "JsonError", ...error, offset: undefined });
      else assert.equal(decode(write(build(value))), written);
    });
  }
});

function build(value: Description): JsonInput {
  if (value === null || typeof value === "boolean") return value;
  if ("integer" in value) return BigInt(value.integer);
  if ("double" in value) return Buffer.from(value.double, "hex").readDoubleBE();
  if ("string" in value) return value.string;
  if ("array" in value) return value.array.map(build);
  if ("object" in value) return Object.fromEntries(value.object.map(([key, item]) => [key, build(item)]));
  if ("nested-arrays" in value) return nested(value["nested-arrays"], (inner) => [inner]);
  return nested(value["nested-objects"], (inner) => ({ a: inner }));
}

function nested(levels: number, wrap: (inner: JsonInput) => JsonInput): JsonInput {
  let value: JsonInput = null;
  for (let level = 0; level < levels; level++) value = wrap(value);
  return value;
}

suite("json.parse", () => {
  const read = (text: string): Json => parse(encode(text));

  test("an integer is a number where that is exact and a bigint elsewhere", () => {
    assert.deepEqual(read("[9007199254740991, 9007199254740992, -9007199254740993, 5.0, 1e20]"), [
      9007199254740991,
      9007199254740992n,
      -9007199254740993n,
      5,
      1e20,
    ]);
  });

  test("-0 is the integer 0, -0.0 is not", () => {
    assert.ok(Object.is(read("-0"), 0));
    assert.ok(Object.is(read("-0.0"), -0));
  });

  test("what a duplicate key hides is still checked", () => {
    assert.throws(() => read('{"a":1e400,"a":1}'), { code: "non-finite", offset: 5 });
    assert.throws(() => read('{"a":"\\ud800","a":1}'), { code: "lone-surrogate", offset: 6 });
    assert.throws(() => read(`{"a":${"[".repeat(128)}${"]".repeat(128)},"a":1}`), { code: "too-deep" });
  });

  test("__proto__ is a key like any other", () => {
    for (const text of ['{"__proto__":1}', '{"__proto__":12345678901234567890}']) {
      const value = read(text) as Record<string, Json>;
      assert.deepEqual(Object.keys(value), ["__proto__"]);
      assert.equal(Object.getPrototypeOf(value), Object.prototype);
    }
  });

  test("quotes and backslashes do not hide where strings end", () => {
    for (const text of ['["\\\\","[\\"",1e5]', '["\\\\\\"",{"\\"":"\\\\"}]', '["\\\\ud800"]']) {
      assert.deepEqual(read(text), JSON.parse(text));
    }
  });

  test("escapes of pairs are read like pairs, halves are refused", () => {
    assert.deepEqual(read('["\\ud83d\\uDE80", "\\\\ud83d", "\\u00e9\\ud7ff\\ue000"]'), [
      "\u{1f680}",
      "\\ud83d",
      "é\ud7ff\ue000",
    ]);
    for (const half of [
      "\\ud83d",
      "\\ude80",
      "\\ud83d\\ud83d",
      "\\ud83dx\\ude80",
      "\\ud83d\\n",
      "\\ud83d\\\\ude80",
    ]) {
      assert.throws(() => read(`["${half}"]`), { code: "lone-surrogate", offset: 2 }, half);
    }
  });

  test("depth is no longer counted in strings", () => {
    const text = JSON.stringify([["[".repeat(500)], Array.from({ length: 200 }, () => [])]);
    assert.deepEqual(read(text), JSON.parse(text));
  });

  test("a million brackets are too deep and not the end", () => {
    assert.throws(() => read("[".repeat(1_000_000)), { code: "too-deep", offset: 128 });
  });

  test("an offset counts bytes", () => {
    assert.throws(() => read('["é😀" x'), { code: "syntax", offset: 10 });
  });
});

suite("json.write", () => {
  test("a long string is written as one, wherever a pair of surrogates falls", () => {
    for (const before of ["", "a", "ab"]) {
      const value = before + '\u{1f680}\n"é'.repeat(20_000);
      assert.equal(decode(write(value)), JSON.stringify(value));
    }
  });

  test("a property that is undefined is left out", () => {
    assert.equal(decode(write({ b: undefined, a: 1 })), '{"a":1}');
  });

  const list: unknown[] = [[]];
  list.push({ again: list, wrong: Symbol("after the cycle") });
  const cycle = { beside: list[0], list };
  const wrong: [value: unknown, code: string, where: string][] = [
    [undefined, "unsupported", "$ (undefined): use null, or leave it out of the object"],
    [() => 1, "unsupported", "$ (a function): leave it out"],
    [Symbol("s"), "unsupported", "$ (a symbol): leave it out"],
    [{ lines: [0, { when: new Date(0) }] }, "unsupported", "$.lines[1].when (a Date): use toISOString()"],
    [{ "a b": new Map() }, "unsupported", '$["a b"] (a Map): use Object.fromEntries(...)'],
    [[Promise.resolve()], "unsupported", "$[0] (a Promise): await it"],
    [[undefined], "unsupported", "$[0] (undefined): use null, or leave it out of the object"],
    [
      [
        new (class Order {
          id = 1;
        })(),
      ],
      "unsupported",
      "$[0] (an Order): copy it into a plain object, for example with { ...value }",
    ],
    ...(
      [
        [
          new (class Order {
            get id() {
              return 1;
            }
          })(),
          "an Order",
          "write a plain object with the properties that it needs",
        ],
        [
          new (class List {
            *[Symbol.iterator]() {}
          })(),
          "a List",
          "use [...values]",
        ],
        [(function* () {})(), "a Generator", "use [...values]"],
        [[1].values(), "an Array Iterator", "use [...values]"],
        [new URLSearchParams("a=1"), "a URLSearchParams", "use Object.fromEntries(...)"],
        [new Date(NaN), "a Date", "use null"],
        [new String("a"), "a String", "use valueOf()"],
        [Object(1n), "a BigInt", "use valueOf()"],
        [new WeakMap(), "a WeakMap", "leave it out: its entries cannot be listed"],
        [
          new ArrayBuffer(1),
          "an ArrayBuffer",
          "use Array.from(new Uint8Array(...)), or toBase64() of a Uint8Array",
        ],
        [new Uint8Array(1), "a Uint8Array", "use Array.from(...), or toBase64() of a Uint8Array"],
      ] as [value: unknown, what: string, wayOut: string][]
    ).map(([value, what, wayOut]): [unknown, string, string] => [
      { a: value },
      "unsupported",
      `$.a (${what}): ${wayOut}`,
    ]),
    [cycle, "too-deep", "$.list[1].again ($.list itself): leave it out, or refer to it by an id"],
    [{ a: { b: NaN } }, "non-finite", "$.a.b (the number NaN): use null"],
    [["\ud800"], "lone-surrogate", "$[0] (text with a lone surrogate): use toWellFormed()"],
  ];
  for (const [value, code, where] of wrong) {
    test(`${code} at ${where}`, () => {
      const message = `cannot write the value as JSON: ${code} at ${where}`;
      assert.throws(() => write(value as JsonInput), { name: "JsonError", code, message });
    });
  }

  test("an interface and a record of unknown values are written", () => {
    interface Order {
      readonly id: string;
    }
    const order: Order = { id: "1" };
    const record: Record<string, unknown> = { order };
    assert.equal(decode(write(order)) + decode(write(record)), '{"id":"1"}{"order":{"id":"1"}}');
  });

  test("a value that contains itself is too deep", () => {
    const value: JsonInput[] = [];
    value.push(value);
    assert.throws(() => write(value), { code: "too-deep" });
  });
});
