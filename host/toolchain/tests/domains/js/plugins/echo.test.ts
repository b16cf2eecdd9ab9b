import assert from "node:assert/strict";
import { test } from "node:test";
import { counters, Refusal } from "@test/everything";
import { fake, resource } from "@test/everything/testing";
import * as plugin from "../src/plugin.js";

test("a call without a fake says which is missing", () => {
  fake({});
  assert.throws(() => plugin.echoBool(true), /mirror\.echoBool has no fake: give one with `fake\(\{ mirror:/);
});

test("values of the test and of the fake are checked", () => {
  fake({ mirror: { echoU8: () => 256, echoPoint: (v) => v } });
  assert.throws(() => plugin.echoU8(1.5), { message: "mirror.echoU8: v: expected an integer from 0 to 255, found 1.5" });
  assert.throws(() => plugin.echoU8(1), /the result of the fake of mirror\.echoU8: expected an integer/);
  assert.throws(() => plugin.echoPoint({ x: 1 } as never), /echoPoint: v\.y: expected an integer/);
});

test("an error of the contract passes a fake", () => {
  fake({
    mirror: {
      failVariant: (v) => {
        throw v;
      },
    },
  });
  assert.throws(() => plugin.failVariant(Refusal.tooMany(3)), (error) => {
    assert.ok(error instanceof Refusal);
    assert.deepEqual([error.tag, error.name, error.message], ["too-many", "Refusal", "too-many: 3"]);
    return true;
  });
});

test("a resource stands on an object of the test", () => {
  let closed = 0;
  class FakeCounter {
    #count: number;
    constructor(start: number) {
      this.#count = start;
    }
    up() {
      return ++this.#count;
    }
    [Symbol.dispose]() {
      closed++;
    }
  }
  fake({ counters: { Counter: FakeCounter } });
  assert.deepEqual(plugin.countTo(2), [1, 2]);
  assert.equal(closed, 1);
  const counter = resource(counters.Counter, { up: () => 9 });
  assert.equal(plugin.lent(counter), 9);
  assert.throws(() => counter.value(1), /Counter\.value has no fake/);
  counter.close();
  assert.throws(() => counter.up(), /the resource is closed/);
});
