// Promise of ECMA-262 over the SDK's own queue of jobs. The bundler makes asynchronous functions generators
// that use it. The order of jobs is that of the specification.

import { enqueue, handled, unhandled, type Rejection } from "./jobs.js";

type Resolve = (value?: unknown) => void;
type Reject = (reason?: unknown) => void;
type Executor = (resolve: Resolve, reject: Reject) => void;
type Handler = ((value: unknown) => unknown) | undefined;
type PromiseConstructor = typeof SdkPromise;

interface Capability {
  readonly promise: SdkPromise;
  readonly resolve: Resolve;
  readonly reject: Reject;
}

interface Reaction {
  readonly fulfilled: Handler;
  readonly rejected: Handler;
  readonly next: Capability;
}

/** The internal slots of a promise. */
class Slots implements Rejection {
  status: "pending" | "fulfilled" | "rejected" = "pending";
  value: unknown;
  reactions: Reaction[] = [];
  isHandled = false;

  get reason(): unknown {
    return this.value;
  }

  settle(status: "fulfilled" | "rejected", value: unknown): void {
    const reactions = this.reactions;
    this.reactions = [];
    this.status = status;
    this.value = value;
    if (status === "rejected" && !this.isHandled) unhandled(this);
    for (const reaction of reactions) this.react(reaction);
  }

  add(reaction: Reaction): void {
    if (this.status === "pending") this.reactions.push(reaction);
    else this.react(reaction);
    if (this.status === "rejected" && !this.isHandled) handled(this);
    this.isHandled = true;
  }

  private react({ fulfilled, rejected, next }: Reaction): void {
    const { status, value } = this;
    const handler = status === "fulfilled" ? fulfilled : rejected;
    enqueue(() => {
      if (handler === undefined) return status === "fulfilled" ? next.resolve(value) : next.reject(value);
      let result: unknown;
      try {
        result = handler(value);
      } catch (error) {
        return next.reject(error);
      }
      next.resolve(result);
    });
  }

  /** Returns the functions that settle this promise; only the first call of either has an effect. */
  settlers(promise: SdkPromise): { resolve: Resolve; reject: Reject } {
    let isDone = false;
    const once = (act: (value: unknown) => void) => (value?: unknown) => {
      if (isDone) return;
      isDone = true;
      act(value);
    };
    return {
      resolve: once((value) => this.resolveWith(value, promise)),
      reject: once((reason) => this.settle("rejected", reason)),
    };
  }

  private resolveWith(value: unknown, promise: SdkPromise): void {
    if (value === promise) {
      return this.settle("rejected", new TypeError("a promise cannot be resolved with itself"));
    }
    let then: unknown;
    try {
      then = isObject(value) ? value.then : undefined;
    } catch (error) {
      return this.settle("rejected", error);
    }
    if (typeof then !== "function") return this.settle("fulfilled", value);
    enqueue(() => {
      const { resolve, reject } = this.settlers(promise);
      try {
        (then as (...settlers: unknown[]) => void).call(value, resolve, reject);
      } catch (error) {
        reject(error);
      }
    });
  }
}

let isPromise: (value: unknown) => value is SdkPromise;

class SdkPromise {
  static {
    isPromise = (value): value is SdkPromise => isObject(value) && #slots in value;
    Object.defineProperty(this, "name", { value: "Promise" });
  }

  readonly #slots = new Slots();

  constructor(executor: Executor) {
    if (typeof executor !== "function") throw new TypeError("a promise needs a function that settles it");
    const { resolve, reject } = this.#slots.settlers(this);
    try {
      executor(resolve, reject);
    } catch (error) {
      reject(error);
    }
  }

  then(fulfilled?: unknown, rejected?: unknown): SdkPromise {
    const slots = this.#slots;
    const next = capability(speciesOf(this));
    slots.add({ fulfilled: handlerOf(fulfilled), rejected: handlerOf(rejected), next });
    return next.promise;
  }

  catch(rejected?: unknown): SdkPromise {
    return this.then(undefined, rejected);
  }

  finally(act?: unknown): SdkPromise {
    if (typeof act !== "function") return this.then(act, act);
    const species = speciesOf(this);
    const after = (): SdkPromise => species.resolve((act as () => unknown)());
    return this.then(
      (value: unknown) => after().then(() => value),
      (reason: unknown) =>
        after().then(() => {
          throw reason;
        }),
    );
  }

  get [Symbol.toStringTag](): string {
    return "Promise";
  }

  static get [Symbol.species](): unknown {
    return this;
  }

  static resolve(value?: unknown): SdkPromise {
    if (isPromise(value) && value.constructor === this) return value;
    const { promise, resolve } = capability(this);
    resolve(value);
    return promise;
  }

  static reject(reason?: unknown): SdkPromise {
    const { promise, reject } = capability(this);
    reject(reason);
    return promise;
  }

  static withResolvers(): Capability {
    return { ...capability(this) };
  }

  static try(call: (...values: unknown[]) => unknown, ...values: unknown[]): SdkPromise {
    return new this((resolve) => resolve(call(...values)));
  }

  static all(items: Iterable<unknown>): SdkPromise {
    return gather(this, items, (results, { resolve, reject }) => ({
      fulfilled: (value, at) => void (results[at] = value),
      rejected: (reason) => reject(reason),
      end: () => resolve(results),
    }));
  }

  static allSettled(items: Iterable<unknown>): SdkPromise {
    return gather(this, items, (results, { resolve }) => ({
      fulfilled: (value, at) => void (results[at] = { status: "fulfilled", value }),
      rejected: (reason, at) => void (results[at] = { status: "rejected", reason }),
      end: () => resolve(results),
    }));
  }

  static any(items: Iterable<unknown>): SdkPromise {
    return gather(this, items, (errors, { resolve, reject }) => ({
      fulfilled: (value) => resolve(value),
      rejected: (reason, at) => void (errors[at] = reason),
      end: () => reject(new AggregateError(errors, "every promise was rejected")),
    }));
  }

  static race(items: Iterable<unknown>): SdkPromise {
    return new this((resolve, reject) => {
      for (const item of items) this.resolve(item).then(resolve, reject);
    });
  }
}

export { SdkPromise as Promise };

interface Gathering {
  fulfilled(value: unknown, at: number): void;
  rejected(reason: unknown, at: number): void;
  /** Is called when every item is settled. */
  end(): void;
}

function gather(
  constructor: PromiseConstructor,
  items: Iterable<unknown>,
  start: (results: unknown[], settlers: Pick<Capability, "resolve" | "reject">) => Gathering,
): SdkPromise {
  return new constructor((resolve, reject) => {
    const results: unknown[] = [];
    const { fulfilled, rejected, end } = start(results, { resolve, reject });
    let left = 1;
    const once = (act: (value: unknown, at: number) => void, at: number) => {
      let isDone = false;
      return (value: unknown): void => {
        if (isDone) return;
        isDone = true;
        act(value, at);
        if (--left === 0) end();
      };
    };
    let at = 0;
    for (const item of items) {
      results.push(undefined);
      left++;
      constructor.resolve(item).then(once(fulfilled, at), once(rejected, at));
      at++;
    }
    if (--left === 0) end();
  });
}

function capability(constructor: PromiseConstructor): Capability {
  let settlers: { resolve: Resolve; reject: Reject } | undefined;
  const promise = new constructor((resolve, reject) => void (settlers = { resolve, reject }));
  if (settlers === undefined) throw new TypeError("the constructor of a promise did not call its executor");
  return { promise, ...settlers };
}

function speciesOf(promise: SdkPromise): PromiseConstructor {
  const constructor: unknown = promise.constructor;
  const species = (constructor as Partial<Record<symbol, PromiseConstructor | null>> | undefined)?.[
    Symbol.species
  ];
  return species ?? SdkPromise;
}

function handlerOf(value: unknown): Handler {
  return typeof value === "function" ? (value as Handler) : undefined;
}

function isObject(value: unknown): value is { readonly then?: unknown } {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
