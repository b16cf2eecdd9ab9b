// AbortController and AbortSignal behave as those of Node.

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import * as ours from "../src/abort.js";

const nodes = { AbortController: globalThis.AbortController, AbortSignal: globalThis.AbortSignal };

type Globals = typeof nodes;

const uses: Record<string, (globals: Globals) => unknown> = {
  "a signal that is not aborted": ({ AbortController }) => {
    const { signal } = new AbortController();
    signal.throwIfAborted();
    return [signal.aborted, signal.reason, String(signal), signal.onabort];
  },
  "the reason of abort": ({ AbortController, AbortSignal }) => {
    const controller = new AbortController();
    controller.abort("why");
    controller.abort("again");
    const { name, code, message } = AbortSignal.abort().reason as Error & { code: number };
    return [controller.signal.reason, AbortSignal.abort(0).reason, name, code, message];
  },
  "throwIfAborted throws the reason": ({ AbortSignal }) => {
    try {
      AbortSignal.abort("why").throwIfAborted();
    } catch (error) {
      return error;
    }
    return "nothing";
  },
  "listeners, once each": ({ AbortController }) => {
    const controller = new AbortController();
    const { signal } = controller;
    const seen: string[] = [];
    const listener = () => seen.push("function");
    signal.addEventListener("abort", listener);
    signal.addEventListener("abort", listener);
    signal.addEventListener("other", () => seen.push("other"));
    signal.addEventListener("abort", { handleEvent: ({ type }: { type: string }) => seen.push(type) });
    signal.addEventListener("abort", function (this: unknown) {
      seen.push(String(this === signal));
    });
    const removed = () => seen.push("removed");
    signal.addEventListener("abort", removed, { once: true });
    signal.removeEventListener("abort", removed);
    const stop = new AbortController();
    signal.addEventListener("abort", () => seen.push("stopped"), { signal: stop.signal });
    stop.abort();
    controller.abort();
    controller.abort();
    return seen;
  },
  "any follows the first": ({ AbortController, AbortSignal }) => {
    const [a, b] = [new AbortController(), new AbortController()];
    const any = AbortSignal.any([a.signal, b.signal]);
    const before = any.aborted;
    b.abort("b");
    a.abort("a");
    return [before, any.reason, AbortSignal.any([a.signal, b.signal]).reason, AbortSignal.any([]).aborted];
  },
};

suite("abort", () => {
  for (const [name, use] of Object.entries(uses)) {
    test(name, () => assert.deepEqual(use(ours as unknown as Globals), use(nodes)));
  }

  test("timeout says what to use instead", () =>
    assert.throws(() => ours.AbortSignal.timeout(5), {
      message: "AbortSignal.timeout is not available in a plugin: http.send has timeoutMs",
    }));

  test("a signal comes from a controller", () => assert.throws(() => new ours.AbortSignal(), TypeError));
});
