// `performance.now()` counts from its first call in an event. The engines count from the time when the plugin was
// built, so an event could get a negative number. An event that does not ask for the time makes no host call.

interface Clock {
  now(): number;
}

const native = (globalThis as { performance?: Clock }).performance;
const read = native ? () => native.now() : () => Date.now();
let start: { readonly now: number; readonly timeOrigin: number } | undefined;

/** Lets the next call of `performance.now()` start to count. */
export function resetClock(): void {
  start = undefined;
}

const started = () => (start ??= { now: read(), timeOrigin: Date.now() });

const performance = {
  now(): number {
    const { now } = started();
    return read() - now;
  },
  get timeOrigin(): number {
    return started().timeOrigin;
  },
};

Object.defineProperty(globalThis, "performance", { value: performance, writable: true, configurable: true });
