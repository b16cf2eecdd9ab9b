// `performance.now()` counts from the start of the event. The engines count from the time when the plugin was
// built, so an event could get a negative number.

interface Clock {
  now(): number;
}

const native = (globalThis as { performance?: Clock }).performance;
const read = native ? () => native.now() : () => Date.now();
let start = read();
let timeOrigin = Date.now();

export function startClock(): void {
  start = read();
  timeOrigin = Date.now();
}

const performance = {
  now: (): number => read() - start,
  get timeOrigin(): number {
    return timeOrigin;
  },
};

Object.defineProperty(globalThis, "performance", { value: performance, writable: true, configurable: true });
