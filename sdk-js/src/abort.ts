// AbortController and AbortSignal. QuickJS lacks them, so both engines use these. Packages pass them on; no function
// of the host takes one, and nothing in a plugin aborts after a time.

import { NO_TIMEOUT } from "./advice.js";

/** What a listener gets. A plugin has no class of events. */
interface AbortEvent {
  readonly type: "abort";
  readonly target: AbortSignal;
  readonly currentTarget: AbortSignal;
}

type Listener = ((event: AbortEvent) => void) | { handleEvent(event: AbortEvent): void };
type Options = boolean | { readonly once?: boolean; readonly signal?: AbortSignal };

/** Only a controller and the class itself create signals. */
const key = Symbol();
const abortOf = new WeakMap<AbortSignal, (reason: unknown) => void>();

export class AbortSignal {
  onabort: ((event: AbortEvent) => void) | null = null;
  #aborted = false;
  #reason: unknown = undefined;
  readonly #listeners = new Map<Listener, boolean>();

  constructor(given?: unknown) {
    if (given !== key) throw new TypeError("AbortSignal cannot be created: use AbortController");
    abortOf.set(this, (reason) => this.#abort(reason));
  }

  static abort(reason?: unknown): AbortSignal {
    const { signal, abort } = signalAndAbort();
    abort(reason);
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const { signal, abort } = signalAndAbort();
    const all = [...signals];
    const first = all.find(({ aborted }) => aborted);
    if (first) abort(first.reason);
    else for (const each of all) each.addEventListener("abort", () => abort(each.reason));
    return signal;
  }

  static timeout(_milliseconds: number): never {
    throw new TypeError(`AbortSignal.timeout is not available in a plugin: ${NO_TIMEOUT}`);
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  addEventListener(type: string, listener: Listener | null, options?: Options): void {
    if (type !== "abort" || !listener || this.#listeners.has(listener)) return;
    const { once = false, signal } = typeof options === "object" ? options : {};
    if (signal?.aborted) return;
    this.#listeners.set(listener, once);
    signal?.addEventListener("abort", () => this.removeEventListener(type, listener));
  }

  removeEventListener(type: string, listener: Listener | null): void {
    if (type === "abort" && listener) this.#listeners.delete(listener);
  }

  get [Symbol.toStringTag](): string {
    return "AbortSignal";
  }

  #abort(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason ?? abortError();
    const event: AbortEvent = { type: "abort", target: this, currentTarget: this };
    this.onabort?.(event);
    for (const [listener, once] of [...this.#listeners]) {
      if (once) this.#listeners.delete(listener);
      if (typeof listener === "function") listener.call(this, event);
      else listener.handleEvent(event);
    }
  }
}

export class AbortController {
  readonly #signal = new AbortSignal(key);

  get signal(): AbortSignal {
    return this.#signal;
  }

  abort(reason?: unknown): void {
    abortOf.get(this.#signal)?.(reason);
  }

  get [Symbol.toStringTag](): string {
    return "AbortController";
  }
}

function signalAndAbort() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason?: unknown) => controller.abort(reason) };
}

/** The error of browsers and Node, which have a class for it. */
function abortError(): Error {
  const error = new Error("This operation was aborted");
  error.name = "AbortError";
  return Object.assign(error, { code: 20 });
}
