// WeakRef. QuickJS frees an object with its last reference, so `deref` could lose its target at any time. The
// language keeps the target of a WeakRef until the current job ends; here it is kept until the event ends.

const NativeWeakRef = WeakRef;
let kept = new Set<WeakKey>();

/** Lets the garbage collector free the targets of an earlier event. */
export function forgetTargets(): void {
  if (kept.size > 0) kept = new Set();
}

class KeepingWeakRef<T extends WeakKey> {
  readonly #target: WeakRef<T>;

  constructor(target: T) {
    this.#target = new NativeWeakRef(target);
    kept.add(target);
  }

  deref(): T | undefined {
    const target = this.#target.deref();
    if (target !== undefined) kept.add(target);
    return target;
  }

  get [Symbol.toStringTag](): string {
    return "WeakRef";
  }
}

Object.defineProperty(KeepingWeakRef, "name", { value: "WeakRef" });
Object.defineProperty(globalThis, "WeakRef", { value: KeepingWeakRef, writable: true, configurable: true });
