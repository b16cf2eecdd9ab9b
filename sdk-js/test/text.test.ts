import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { TextDecoder as Decoder, TextEncoder as Encoder } from "../src/encoding.js";
import { decode, encode, fromIllFormed } from "../src/text.js";

const ILL_FORMED: [name: string, bytes: number[], offset: number][] = [
  ["a stray continuation", [0x61, 0x80], 1],
  ["an overlong form", [0xc0, 0xaf], 0],
  ["a longer overlong form", [0xe0, 0x80, 0xaf], 0],
  ["a surrogate", [0xed, 0xa0, 0x80], 0],
  ["beyond U+10FFFF", [0xf4, 0x90, 0x80, 0x80], 0],
  ["a sequence that ends too early", [0xc3, 0xa9, 0xf0, 0x9f, 0x98], 2],
  ["a sequence that is broken off", [0xe2, 0x82, 0x61], 0],
  ["no lead at all", [0xff], 0],
  ["a sequence of one chunk and half of the next", [...Array<number>(1023).fill(0x61), 0xe2, 0x82], 1023],
  [
    "the end of a long text",
    [...Array<number>(5000).fill(0xc3, 0, 1).fill(0xa9, 1, 2).fill(0x61, 2), 0xff],
    5000,
  ],
];

suite("text", () => {
  test("round trip, with a byte order mark", () => {
    for (const text of ["", "a", "\ufeffé漢😀\u0000"]) assert.equal(decode(encode(text)), text);
  });

  for (const [name, bytes, offset] of ILL_FORMED) {
    test(`${name} is at byte ${offset}`, () => {
      assert.throws(() => decode(new Uint8Array(bytes)), { name: "Utf8Error", offset });
    });
  }
});

// Node's classes are the reference.
suite("TextEncoder and TextDecoder", () => {
  test("replace ill-formed sequences like the platform's", () => {
    for (const [, bytes] of [
      ...ILL_FORMED,
      ["mixed", [0x61, 0xf0, 0x9f, 0x80, 0xff, 0xc0, 0x62], 0] as const,
    ]) {
      const input = new Uint8Array(bytes);
      assert.equal(new Decoder().decode(input), new TextDecoder().decode(input));
    }
  });

  // QuickJS has no TextDecoder, so it needs this.
  test("replace ill-formed sequences with regular expressions", () => {
    const edges = [
      0x61, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc3, 0xe0, 0xe2, 0xed, 0xf0, 0xf2, 0xf4, 0xf5,
    ];
    for (let number = 0; number < 16 ** 4; number++) {
      const bytes = [0, 4, 8, 12].map((shift) => edges[(number >> shift) & 15]!);
      const text = fromIllFormed(String.fromCharCode(...bytes));
      assert.equal(text, new TextDecoder().decode(new Uint8Array(bytes)), String(bytes));
    }
  });

  test("drop a byte order mark unless told to keep it", () => {
    const input = new Uint8Array([0xef, 0xbb, 0xbf, 0x61]);
    assert.equal(new Decoder().decode(input), "a");
    assert.equal(new Decoder("UTF8", { ignoreBOM: true }).decode(input.buffer), "\ufeffa");
  });

  test("fatal means a TypeError", () => {
    assert.throws(() => new Decoder("utf-8", { fatal: true }).decode(new Uint8Array([0xff])), TypeError);
  });

  test("say what they cannot do", () => {
    assert.throws(() => new Decoder("latin1"), { message: "TextDecoder supports only UTF-8, not latin1" });
    assert.throws(() => new Decoder().decode(new Uint8Array(), { stream: true }), TypeError);
  });

  test("encode into what is there", () => {
    const target = new Uint8Array(4);
    assert.deepEqual(new Encoder().encodeInto("aé😀", target), { read: 2, written: 3 });
    assert.deepEqual([...target], [0x61, 0xc3, 0xa9, 0]);
    for (const text of ["", "abc", "aaa😀", "aa😀", "éé", "a\ud800b", "\ud800\udc00\udc00", "a€", "aa€"]) {
      const [own, platform] = [new Uint8Array(4), new Uint8Array(4)];
      const found = new Encoder().encodeInto(text, own);
      assert.deepEqual(found, { ...new TextEncoder().encodeInto(text, platform) }, text);
      assert.deepEqual(own, platform);
    }
  });
});
