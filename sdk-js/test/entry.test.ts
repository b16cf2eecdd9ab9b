/// <reference path="../src/wit.d.ts" />

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type {
  Event as WitEvent,
  Failure as WitFailure,
  Output as WitOutput,
} from "guesthouse:automation/types@0.1.0";
import { crypto } from "../src/crypto.js";
import { wrap } from "../src/entry.js";
import {
  Failed,
  json,
  Output,
  Rejected,
  StateError,
  HttpError,
  Unavailable,
  type Event,
} from "../src/index.js";
import { Utf8Error } from "../src/text.js";

const encoder = new TextEncoder();

const received: WitEvent = {
  id: "1",
  source: "/here",
  type: "com.example.happened",
  subject: null,
  time: undefined,
  extensions: [{ name: "constructor", value: "yes" }],
  data: encoder.encode('{"a":1}'),
};

function handled(handle: (event: Event) => unknown, event = received): WitOutput[] {
  return wrap({ handle }).handle(event);
}

function failed(handle: (event: Event) => unknown, event = received): WitFailure {
  try {
    handled(handle, event);
  } catch (thrown) {
    return (thrown as { payload: WitFailure }).payload;
  }
  return assert.fail("the event did not fail");
}

suite("an event", () => {
  test("has what it has, and undefined for the rest", () => {
    handled((event) => {
      assert.equal(event.subject, undefined);
      assert.equal(event.time, undefined);
      assert.equal(event.extensions["constructor"], "yes");
      assert.equal(event.extensions["toString"], undefined);
      assert.deepEqual(event.json(), { a: 1 });
      assert.equal(event.text(), '{"a":1}');
    });
  });

  const without = { ...received, data: null };
  test("without data is rejected when it is read", () => {
    for (const read of [(event: Event) => event.json(), (event: Event) => event.text()]) {
      assert.deepEqual(failed(read, without), failure("rejected", "missing-data", "the event has no data"));
    }
  });

  test("that is no JSON says where", () => {
    const event = { ...received, data: encoder.encode('{"a":01}') };
    const message = "the event's data is not valid JSON: syntax at byte 6";
    assert.deepEqual(
      failed((it) => it.json(), event),
      failure("rejected", "invalid-json", message),
    );
  });

  test("that is no UTF-8 is rejected", () => {
    const event = { ...received, data: new Uint8Array([0x61, 0xe2, 0x82]) };
    assert.equal(failed((it) => it.text(), event).code, "invalid-utf8");
  });
});

suite("outputs", () => {
  test("cross with every attribute, extensions sorted", () => {
    const attributes = { id: "i", source: "s", subject: "u", time: "t", dataSchema: "d" };
    const [output] = handled(() => [
      Output.json("x", [1], { ...attributes, extensions: { b: "2", a: "1" } }),
    ]);
    assert.deepEqual(output, {
      ...attributes,
      type: "x",
      dataContentType: "application/json",
      extensions: [
        { name: "a", value: "1" },
        { name: "b", value: "2" },
      ],
      data: encoder.encode("[1]"),
    });
  });

  test("of text and bytes", () => {
    const [text, bytes, empty] = handled(() => [
      Output.text("t", "é"),
      Output.bytes("b", "image/png", new Uint8Array([1])),
      new Output("e"),
    ]);
    assert.deepEqual([text?.dataContentType, text?.data], ["text/plain; charset=utf-8", encoder.encode("é")]);
    assert.deepEqual([bytes?.dataContentType, bytes?.data], ["image/png", new Uint8Array([1])]);
    assert.deepEqual([empty?.dataContentType, empty?.data], [undefined, undefined]);
  });

  test("may be plain objects, a single one, or nothing", () => {
    assert.equal(handled(() => Output.text("x", "y"))[0]?.type, "x");
    assert.equal(handled(() => [{ type: "x", subject: null }])[0]?.subject, undefined);
    assert.deepEqual(
      handled(() => undefined),
      [],
    );
    assert.deepEqual(
      handled(() => null),
      [],
    );
  });

  for (const [returned, message] of [
    [5, "handle must return an array of outputs or nothing, not the number 5"],
    [{ kind: "x" }, "handle must return an array of outputs or nothing, not an object of class Object"],
    [
      [1].values(),
      "handle must return an array of outputs or nothing, not a generator: collect its outputs in an array",
    ],
    [[Promise.resolve()], "output 0 is a promise: await it, or all of them with Promise.all"],
    [["x"], "output 0 must be an Output, not a string"],
    [[, { type: "x" }], "output 0 must be an Output, not undefined"],
    [[{}], "type of output 0 must be a string, not undefined"],
    [[{ type: "x" }, { type: "x", id: 5 }], "id of output 1 must be a string, not the number 5"],
    [[{ type: "\ud800" }], "type of output 0 has a lone surrogate, which is not valid Unicode"],
    [[{ type: "x", extensions: { a: 1 } }], "a in extensions of output 0 must be a string, not the number 1"],
    [
      [{ type: "x", data: "d" }],
      "data of output 0 must be a Uint8Array, not a string: use Output.json or Output.text",
    ],
  ] as const) {
    test(message, () => {
      const { trace, ...rest } = failed(() => returned);
      assert.deepEqual(
        { ...rest, trace: undefined },
        failure("crashed", "exception", `TypeError: ${message}`),
      );
      assert.ok(trace?.startsWith(`TypeError: ${message}`));
    });
  }
});

suite("what is thrown", () => {
  const cases: [string, () => unknown, WitFailure][] = [
    ["rejected", () => new Rejected("c", "m"), failure("rejected", "c", "m")],
    ["failed", () => new Failed("c", "m"), failure("failed", "c", "m")],
    ["unavailable", () => new Unavailable("c", "m"), failure("unavailable", "c", "m")],
    [
      "unavailable for a while",
      () => new Unavailable("c", "m", { retryAfterMs: 1.6 }),
      { ...failure("unavailable", "c", "m"), retryAfterMs: 2 },
    ],
    [
      "unavailable forever",
      () => new Unavailable("c", "m", { retryAfterMs: Infinity }),
      { ...failure("unavailable", "c", "m"), retryAfterMs: 4294967295 },
    ],
    [
      "unavailable for nonsense",
      () => new Unavailable("c", "m", { retryAfterMs: NaN }),
      failure("unavailable", "c", "m"),
    ],
    ["half a character", () => new Failed("c\ud800", "\udc00"), failure("failed", "c\ufffd", "\ufffd")],
    [
      "state",
      () => new StateError("quota-exceeded", "counts"),
      failure("failed", "state-quota-exceeded", 'state: quota-exceeded (store "counts")'),
    ],
    [
      "state away",
      () => new StateError("unavailable", "counts"),
      failure("unavailable", "state-unavailable", 'state: unavailable (store "counts")'),
    ],
    [
      "http",
      () => new HttpError("refused", "c"),
      failure("failed", "http-refused", 'http: refused (connection "c")'),
    ],
    [
      "http away",
      () => new HttpError("unavailable", "c"),
      failure("unavailable", "http-unavailable", 'http: unavailable (connection "c")'),
    ],
    [
      "http too late",
      () => new HttpError("timeout", "c"),
      failure("unavailable", "http-timeout", 'http: timeout (connection "c")'),
    ],
    [
      "text that is not UTF-8",
      () => new Utf8Error(2),
      failure("failed", "invalid-utf8", "invalid UTF-8 at byte 2"),
    ],
    [
      "a string",
      () => "text",
      failure("crashed", "exception", "the plugin threw a value that is not an Error: 'text'"),
    ],
    [
      "nothing",
      () => undefined,
      failure("crashed", "exception", "the plugin threw a value that is not an Error: undefined"),
    ],
    [
      "what looks like a WIT error",
      () => ({ payload: 1 }),
      failure("crashed", "exception", "the plugin threw a value that is not an Error: { payload: 1 }"),
    ],
  ];
  for (const [name, make, expected] of cases) {
    test(name, () => {
      const thrown = failed(() => {
        throw make();
      });
      assert.deepEqual({ ...thrown, trace: undefined }, expected);
    });
  }

  test("JSON that cannot be read or written", () => {
    const unread = failed(() => json.parse(encoder.encode("x")));
    assert.deepEqual([unread.code, unread.message], ["invalid-json", "invalid JSON: syntax at byte 0"]);
    assert.match(unread.trace ?? "", /^JsonError: invalid JSON: syntax at byte 0\n {4}at /);
    const unwritten = failed(() => json.write(NaN));
    assert.equal(unwritten.code, "invalid-json-value");
    assert.match(
      unwritten.trace ?? "",
      /^JsonError: cannot write the value as JSON: non-finite at \$ .*\n {4}at /,
    );
  });

  test("an error with its causes", () => {
    const { kind, code, message, trace } = failed(() => {
      throw new RangeError("outer", { cause: new Error("inner") });
    });
    assert.deepEqual([kind, code, message], ["crashed", "exception", "RangeError: outer"]);
    assert.match(trace ?? "", /^RangeError: outer\n {4}at .*\nCaused by: Error: inner\n {4}at /s);
  });

  test("an error that cannot even be looked at", () => {
    class Hostile extends Error {
      override get message(): string {
        throw new Error("no");
      }
    }
    assert.equal(
      failed(() => {
        throw new Hostile();
      }).kind,
      "crashed",
    );
  });

  test("a message that is too long to hand over", () => {
    const { message, trace } = failed(() => {
      throw new Error("long ".repeat(100_000));
    });
    assert.deepEqual([message.length, trace?.length], [20_000, 20_000]);
  });

  test("anything, by an author who broke the built-ins", () => {
    const { toWellFormed } = String.prototype;
    try {
      const { kind, code } = failed(() => {
        String.prototype.toWellFormed = () => {
          throw new TypeError("broken");
        };
        throw new Error("first");
      });
      assert.deepEqual([kind, code], ["crashed", "exception"]);
    } finally {
      String.prototype.toWellFormed = toWellFormed;
    }
  });
});

test("a handle that is not a function is refused when the component is made", () => {
  for (const [handle, kind] of [
    [{}, "an object of class Object"],
    [[], "an array"],
    [5, "the number 5"],
    [undefined, "undefined"],
    [class {}, "a class"],
  ]) {
    const message = `\`handle\` is exported, but it is not a function: it is ${String(kind)}`;
    assert.throws(() => wrap({ handle }), { message });
  }
});

/** Draws twice in an event. */
function drawn<T>(draw: () => T, id: string): T[] {
  let values: T[] = [];
  handled(() => void (values = [draw(), draw()]), { ...received, id });
  return values;
}

test("Math.random depends on the event and on nothing else", () => {
  const numbers = (id: string) => drawn(() => Math.random(), id);
  assert.deepEqual(numbers("1"), numbers("1"));
  assert.notDeepEqual(numbers("1"), numbers("2"));
  assert.ok([...numbers("1"), ...numbers("2")].every((number) => number >= 0 && number < 1));
});

test("crypto gives ids that depend on the event and on nothing else", () => {
  const ids = (id: string) => drawn(() => crypto.randomUUID(), id);
  assert.deepEqual(ids("1"), ids("1"));
  const all = Array.from({ length: 100_000 }, (_, id) => ids(String(id))).flat();
  assert.equal(new Set(all).size, all.length);
  assert.ok(
    all.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  );
});

test("getRandomValues fills arrays of integers only, within a limit", () => {
  const filled = crypto.getRandomValues(new Uint16Array(1000));
  assert.ok(new Set(filled).size > 900);
  assert.throws(() => crypto.getRandomValues(new Float64Array(1) as never), /needs an array of integers/);
  assert.throws(() => crypto.getRandomValues([1] as never), /needs an array of integers/);
  assert.throws(() => crypto.getRandomValues(new Uint8Array(65_537)), /at most 65536 bytes/);
});

function failure(kind: WitFailure["kind"], code: string, message: string): WitFailure {
  return { kind, code, message, retryAfterMs: undefined, trace: undefined };
}
