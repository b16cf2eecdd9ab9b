import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { format as nodeFormat, inspect as nodeInspect } from "node:util";
import { format, inspect } from "../src/inspect.js";

// A value that Node shows on one line is shown as in Node.
suite("inspect like node", () => {
  const values: unknown[] = [
    "text",
    "it's",
    `it's "both"`,
    "line\nbreak",
    0,
    -0,
    1.5,
    NaN,
    10n,
    true,
    null,
    undefined,
    Symbol("s"),
    [],
    [1, "a", [2, [3]]],
    {},
    { a: 1, "b-c": { d: undefined } },
    { a: { b: { c: { d: 1 } } } },
    Object.create(null),
    new Map<unknown, unknown>([[1, { a: "x" }]]),
    new Set([1, "a"]),
    new Uint8Array([1, 2]),
    /a+/g,
    new Date(0),
    new Date(NaN),
    function named() {},
    () => 1,
    new (class Point {
      x = 1;
    })(),
  ];
  for (const value of values) {
    const expected = nodeInspect(value);
    test(expected, () => assert.equal(inspect(value), expected));
  }
});

suite("inspect", () => {
  test("ends in what contains itself", () => {
    const value: Record<string, unknown> = {};
    value["self"] = value;
    assert.equal(inspect(value), "{ self: [Circular] }");
  });

  test("shows what throws when it is looked at", () => {
    const hostile = {
      get a(): never {
        throw new Error("no");
      },
    };
    assert.equal(inspect([hostile]), "[ [Object that cannot be shown] ]");
    assert.equal(
      inspect(
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new Error("no");
            },
          },
        ),
      ),
      "[Object that cannot be shown]",
    );
  });

  test("stops after a hundred items", () => {
    assert.match(inspect(Array.from({ length: 102 }, () => 1)), /1, \.\.\. 2 more items \]$/);
  });

  test("shows an error with its stack", () => {
    assert.match(inspect({ error: new RangeError("far") }), /^\{ error: RangeError: far\n {4}at /);
  });
});

suite("format like node", () => {
  const calls: unknown[][] = [
    [],
    ["a", "b", 1],
    [1, "a", { b: "c" }],
    ["%s %s", "a"],
    ["%s|%s|%s", 1, -0, { a: 1 }],
    ["%d %d %d", 1.5, "2", 3n],
    ["%i %i", 1.9, "2.9px"],
    ["%f", "1.50"],
    ["%o %O %j"],
    ["100%", 1],
    ["%% %s", "x"],
    ["%c styled", "color: red"],
    ["%x", 1],
  ];
  for (const call of calls)
    test(
      JSON.stringify(call, (_, v: unknown) => (typeof v === "bigint" ? `${v}n` : v)),
      () => assert.equal(format(call), nodeFormat(...call)),
    );
});
