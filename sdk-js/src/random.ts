// QuickJS seeds Math.random when the component is built, so every event would get the same numbers.
// StarlingMonkey requests a seed at the first call, and no seed is available during the build. So this
// module replaces Math.random on both engines and seeds it from the event.

let next = sequence("");
let isUsed = false;
Math.random = () => {
  isUsed = true;
  return next();
};

/** Starts the sequence of numbers again that a plugin gets without a seed. */
export function restartRandom(): void {
  if (!isUsed) return;
  isUsed = false;
  next = sequence("");
}

/** Starts the sequence of numbers for `seed`. The numbers are predictable, so not fit for secrets. */
export function seedRandom(seed: string): void {
  // The hash is computed only if the plugin calls Math.random.
  next = () => {
    next = sequence(seed);
    return next();
  };
}

/** Returns Mulberry32 over a 32-bit FNV-1a hash of the seed. */
function sequence(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let at = 0; at < seed.length; at++) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
