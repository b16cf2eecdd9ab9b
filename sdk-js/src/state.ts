/** State that outlives an event: named stores of keys and values. */

import { Store as WitStore } from "guesthouse:automation/state@0.1.0";
import { bytes, errorCase, received, text } from "./engine.js";
import { StateError, type StateErrorCode } from "./errors.js";
import { requireHost } from "./program.js";
import { decodeFrom, encode } from "./text.js";

/** Opens the store that the policy grants under `name`. Throws {@link StateError}. */
export function open(name: string): Store {
  requireHost("state.open");
  return new Store(
    name,
    orStateError(name, () => WitStore.open(text(name, "the name of a store"))),
  );
}

/**
 * An open store. Reads see the writes of the same event. Writes are committed if the event succeeds.
 * Every method throws {@link StateError}.
 */
export class Store {
  readonly name: string;
  readonly #store: WitStore;

  /** @internal */
  constructor(name: string, store: WitStore) {
    this.name = name;
    this.#store = store;
  }

  /** Returns the value, or undefined if there is none. An empty value has length 0. */
  get(key: string): Uint8Array | undefined {
    const value = this.#ask((store) => store.get(text(key, "a key")));
    return value ? received(value) : undefined;
  }

  /** Returns the value as text, or undefined if there is none. Throws if it is not UTF-8. */
  getText(key: string): string | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    return decodeFrom(`the value of ${JSON.stringify(key)} in store ${JSON.stringify(this.name)}`, value);
  }

  /** Sets the value under `key`. Text is stored as UTF-8. */
  set(key: string, value: Uint8Array | string): void {
    const lowered = typeof value === "string" ? encode(value) : bytes(value, "a value");
    this.#ask((store) => store.set(text(key, "a key"), lowered));
  }

  /** Removes `key`. Removing an absent key is not an error. */
  delete(key: string): void {
    this.#ask((store) => store.delete(text(key, "a key")));
  }

  /** Iterates over the keys that start with `prefix`, in byte order. */
  *keys(prefix = ""): Generator<string, void> {
    let after: string | undefined;
    for (;;) {
      const page = this.#ask((store) => store.keys(text(prefix, "a prefix"), after, PAGE));
      if (page.length === 0) return;
      yield* page;
      after = page[page.length - 1];
    }
  }

  #ask<T>(question: (store: WitStore) => T): T {
    return orStateError(this.name, () => question(this.#store));
  }
}

const PAGE = 1000;

function orStateError<T>(store: string, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    const code = errorCase(thrown);
    if (code === undefined) throw thrown;
    throw new StateError(code as StateErrorCode, store);
  }
}
