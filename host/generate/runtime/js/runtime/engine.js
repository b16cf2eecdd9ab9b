// What the SDK must know about where it runs. This module is for tests, which run on Node.js with fakes.
// `guesthouse build` replaces it with that of an engine.

/** `native`, `quickjs` or `starlingmonkey`. */
export const engine = "native";

/** Whether a value that needs no conversion can go to the host without a codec. */
export const isDirect = false;

/** Throws if there is no host yet. `_call` names what the author called. */
export function requireHost(_call) {}

/** Returns what a function returns, or what the promise that it returns is fulfilled with. */
export function settled(_name, call, values) {
  return call(...values);
}

/** Returns the exception that ends the run. */
export function crash(thrown, _isFallible) {
  return thrown;
}
