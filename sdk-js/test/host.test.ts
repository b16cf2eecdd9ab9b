import assert from "node:assert/strict";
import { beforeEach, suite, test } from "node:test";
import { config, http, HttpError, log, state, StateError } from "../src/index.js";
import { console } from "../src/console.js";
import { settings } from "./fakes/config.js";
import { next, sent } from "./fakes/http.js";
import { lines } from "./fakes/log.js";
import { Store } from "./fakes/state.js";

beforeEach(() => {
  lines.length = sent.length = 0;
  Store.values.clear();
});

test("a setting is text or absent; an empty one is there", () => {
  settings.set("empty", "");
  assert.equal(config.get("empty"), "");
  assert.equal(config.get("absent"), undefined);
});

suite("log", () => {
  test("writes at each level, fields sorted", () => {
    log.trace("t");
    log.debug("d");
    log.info("i", { b: "2", a: "1" });
    log.warn("w");
    log.error("e");
    assert.deepEqual(
      lines.map(({ level }) => level),
      ["trace", "debug", "info", "warn", "error"],
    );
    assert.deepEqual(Object.entries(lines[2]?.fields ?? {}), [
      ["a", "1"],
      ["b", "2"],
    ]);
  });

  test("half a character is replaced, a number is a mistake", () => {
    log.info("\ud800");
    assert.equal(lines[0]?.message, "\ufffd");
    assert.throws(() => log.info(5 as unknown as string), {
      message: "a log message must be a string, not the number 5",
    });
  });

  test("console writes there", () => {
    console.log("%s is %d", "a", 1, { b: [2] });
    console.warn("w");
    console.assert(true);
    console.assert(false, "no");
    assert.deepEqual(
      lines.map(({ level, message }) => [level, message]),
      [
        ["info", "a is 1 { b: [ 2 ] }"],
        ["warn", "w"],
        ["error", "Assertion failed: no"],
      ],
    );
  });
});

suite("state", () => {
  test("keeps bytes and text, and knows absent from empty", () => {
    const store = state.open("counts");
    store.set("text", "é");
    store.set("empty", new Uint8Array());
    assert.equal(store.getText("text"), "é");
    assert.equal(store.get("empty")?.length, 0);
    assert.equal(store.get("absent"), undefined);
    assert.equal(store.getText("absent"), undefined);
    store.delete("text");
    assert.equal(store.get("text"), undefined);
  });

  test("iterates over all pages of keys", () => {
    const store = state.open("counts");
    for (const key of ["b1", "a1", "a2", "a3", "a4", "a5"]) store.set(key, "");
    assert.deepEqual([...store.keys("a")], ["a1", "a2", "a3", "a4", "a5"]);
    assert.equal([...store.keys()].length, 6);
  });

  test("throws what the host said, with the store's name", () => {
    assert.throws(() => state.open("other"), new StateError("not-granted", "other"));
    assert.throws(() => state.open("counts").get(""), {
      name: "StateError",
      code: "invalid-key",
      store: "counts",
    });
  });

  test("names the argument that is wrong", () => {
    const store = state.open("counts") as unknown as { set(key: unknown, value: unknown): void };
    assert.throws(() => store.set(1, ""), { message: "a key must be a string, not the number 1" });
    assert.throws(() => store.set("k", [1]), { message: "a value must be a Uint8Array, not an array" });
  });
});

suite("http", () => {
  const answer = {
    status: 200,
    headers: [
      { name: "x-a", value: "1" },
      { name: "x-a", value: "2" },
    ],
    body: new TextEncoder().encode('{"a":12345678901234567890}'),
  };

  test("sends what it was given and reads the answer", () => {
    next.answer = answer;
    const response = http.send({
      connection: "c",
      method: "POST",
      path: "/p",
      headers: { b: "2", a: "1" },
      body: "é",
      timeoutMs: 1.5,
    });
    assert.deepEqual(sent[0], {
      connection: "c",
      method: "POST",
      path: "/p",
      headers: [
        { name: "a", value: "1" },
        { name: "b", value: "2" },
      ],
      body: new TextEncoder().encode("é"),
      timeoutMs: 2,
    });
    assert.equal(response.status, 200);
    assert.equal(response.header("X-A"), "1");
    assert.equal(response.header("x-b"), undefined);
    assert.deepEqual(response.headers, [
      ["x-a", "1"],
      ["x-a", "2"],
    ]);
    assert.deepEqual(response.json(), { a: 12345678901234567890n });
  });

  test("get has no body", () => {
    next.answer = answer;
    assert.equal(http.get("c", "/").text(), '{"a":12345678901234567890}');
    assert.equal(sent[0]?.body, undefined);
  });

  test("throws what the host said, with the connection's name", () => {
    next.answer = "timeout";
    assert.throws(() => http.get("c", "/"), new HttpError("timeout", "c"));
  });

  test("names the argument that is wrong", () => {
    const send = http.send as (request: unknown) => unknown;
    assert.throws(() => send({ connection: "c", method: "GET" }), {
      message: "path must be a string, not undefined",
    });
    assert.throws(() => send({ connection: "c", method: "GET", path: "/", timeoutMs: -1 }), {
      message: "timeoutMs must be a number of milliseconds, not the number -1",
    });
  });
});
