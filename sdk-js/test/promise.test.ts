// The SDK's promises against those of Node: the same jobs in the same order, and the same results.

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { dropJobs, enqueue, runJobs, throwUnhandled } from "../src/jobs.js";
import { Promise as SdkPromise } from "../src/promise.js";

type Tell = (line: unknown) => void;
type Scenario = (P: PromiseConstructor, tell: Tell, microtask: (job: () => void) => void) => unknown;

const told = (tell: Tell, name: string) =>
  [
    (value: unknown) => tell([name, "fulfilled", value]),
    (reason: unknown) => tell([name, "rejected", reason instanceof Error ? reason.constructor.name : reason]),
  ] as const;

const SCENARIOS: Record<string, Scenario> = {
  "chains and microtasks": (P, tell, microtask) => {
    microtask(() => tell("microtask"));
    P.resolve(1)
      .then((value) => (tell(value), value + 1))
      .then(tell);
    new P<void>((resolve) => (tell("executor"), resolve())).then(() => tell("then"));
    microtask(() => microtask(() => tell("nested")));
  },
  "a promise as the value of another": (P, tell) => {
    new P((resolve) => resolve(P.resolve("inner"))).then(tell);
    for (const step of [1, 2, 3, 4].map((at) => P.resolve(at))) step.then(tell);
    P.resolve()
      .then(() => P.resolve("returned"))
      .then(tell);
  },
  thenables: (P, tell) => {
    const then = (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => {
      tell("then is called");
      resolve("first");
      reject("second");
      throw new Error("third");
    };
    P.resolve({ then }).then(...told(tell, "thenable"));
    P.resolve({ then: "no function" } as unknown as number).then(...told(tell, "plain"));
    const broken = Object.defineProperty({}, "then", {
      get: () => {
        throw new RangeError("no then");
      },
    });
    P.resolve(broken as number).then(...told(tell, "broken"));
  },
  "a promise that resolves itself": (P, tell) => {
    const { promise, resolve } = P.withResolvers();
    resolve(promise);
    promise.then(...told(tell, "itself"));
  },
  "rejections and finally": (P, tell) => {
    P.reject("a")
      .catch((reason) => (tell(reason), "handled"))
      .finally(() => (tell("finally"), "ignored"))
      .then(tell);
    P.reject("b")
      .finally(() => P.reject("c"))
      .then(...told(tell, "finally that rejects"));
    P.resolve(1)
      .finally(() => P.resolve(2))
      .then(...told(tell, "finally that waits"));
    P.resolve("passed").then(undefined, undefined).then(tell);
    new P(() => {
      throw new TypeError("in the executor");
    }).then(...told(tell, "executor"));
  },
  combinators: (P, tell) => {
    const slow = P.resolve().then(() => "slow");
    P.all([1, slow, { then: (done: (value: string) => void) => done("then") }]).then(...told(tell, "all"));
    P.all([P.reject("x"), slow]).then(...told(tell, "all rejected"));
    P.all([]).then(...told(tell, "all of nothing"));
    P.allSettled([P.reject("x"), slow]).then(...told(tell, "allSettled"));
    P.any([P.reject("x"), slow]).then(...told(tell, "any"));
    P.any([P.reject("x"), P.reject("y")]).then(undefined, (error: AggregateError) => tell(error.errors));
    P.race([slow, new P(() => {}), "quick"]).then(...told(tell, "race"));
    P.all(5 as unknown as []).then(...told(tell, "all of a number"));
  },
  "a subclass": (P, tell) => {
    class Sub<T> extends P<T> {}
    const sub = Sub.resolve(1).then((value) => value);
    tell([
      sub instanceof Sub,
      Sub.resolve(sub) === sub,
      P.resolve(sub) === sub,
      Object.prototype.toString.call(sub),
    ]);
    Sub.all([sub]).then(...told(tell, "all"));
  },
};

suite("promises", () => {
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    test(name, async () => {
      const [expected, found]: [unknown[], unknown[]] = [[], []];
      // Node 20 has no Promise.withResolvers.
      Promise.withResolvers ??= SdkPromise.withResolvers as typeof Promise.withResolvers;
      scenario(Promise, (line) => expected.push(line), queueMicrotask);
      await new Promise((resolve) => setImmediate(resolve));
      scenario(SdkPromise as unknown as PromiseConstructor, (line) => found.push(line), enqueue);
      runJobs();
      throwUnhandled();
      assert.deepEqual(found, expected);
      assert.ok(found.length > 0);
    });
  }

  test("the first rejection that nothing handles is found", () => {
    const late = SdkPromise.reject("handled later");
    SdkPromise.reject("first");
    SdkPromise.reject("second");
    late.catch(() => {});
    runJobs();
    assert.throws(throwUnhandled, (reason) => reason === "first");
    dropJobs();
    throwUnhandled();
  });

  test("what a job throws ends the run", () => {
    enqueue(() => {
      throw new RangeError("in a job");
    });
    assert.throws(runJobs, RangeError);
    dropJobs();
  });
});
