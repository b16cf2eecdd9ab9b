import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { structuredClone as clone } from "../src/clone.js";

const shared = { a: 1 };
const cycle: Record<string, unknown> = { shared, list: [shared] };
cycle["self"] = cycle;

// Node's function is the reference.
suite("structuredClone", () => {
  const values: Record<string, unknown> = {
    primitives: [undefined, null, true, -0, NaN, 1n, "é"],
    cycle,
    "an array with holes and names": Object.assign([1, , 3], { name: 1 }),
    objects: { b: { c: [] }, ["__proto__"]: 1, 10: "a", 9: "b" },
    "an object with a key that is assigned in a special way": JSON.parse('{"__proto__":{"a":1}}'),
    "maps and sets": new Map<unknown, unknown>([[shared, new Set([shared, 1])]]),
    "a date": new Date(0),
    "a regular expression": /a+/giu,
    "boxed values": [Object(1), Object("ab"), Object(false), Object(1n)],
    bytes: [new Uint8Array([1, 2, 3]).subarray(1), new Float64Array([1.5]), new ArrayBuffer(2)],
    "a view of data": new DataView(new ArrayBuffer(8), 2, 4),
    "an instance of a class": new (class Point {
      x = 1;
    })(),
    errors: [new RangeError("far"), new Error("near")],
  };
  for (const [name, value] of Object.entries(values)) {
    test(name, () => assert.deepEqual(clone(value), structuredClone(value)));
  }

  test("views of one buffer have one buffer", () => {
    const bytes = new Uint8Array(4);
    const [one, other] = clone([bytes, bytes.subarray(2)]);
    assert.equal(one!.buffer, other!.buffer);
    assert.notEqual(one!.buffer, bytes.buffer);
  });

  test("an error that is its own cause", () => {
    const error = new Error("why");
    error.cause = error;
    const copy = clone(error);
    assert.equal(copy.cause, copy);
    assert.equal(copy.stack, error.stack);
  });

  for (const value of [
    () => 1,
    Symbol("s"),
    Promise.resolve(),
    new WeakMap(),
    [1].values(),
    Object(Symbol("s")),
  ]) {
    test(`${Object.prototype.toString.call(value)} cannot be cloned`, () => {
      assert.throws(() => clone([value]), { name: "DataCloneError", code: 25 });
      assert.throws(() => structuredClone([value]), { name: "DataCloneError", code: 25 });
    });
  }
});
