// QuickJS seeds Math.random when the component is built, so every event would get the same numbers.
// StarlingMonkey requests a seed at the first call, and no seed is available during the build. So this
// module replaces Math.random on both engines and seeds it from the event.

let next = sequence("");
let isUsed = false;
Math.random = () => random32() / 2 ** 32;

/** Returns an integer of 32 bits without a sign. */
export function random32(): number {
  isUsed = true;
  return next();
}

/** Starts the sequence of numbers again that a plugin gets without a seed. */
export function restartRandom(): void {
  if (!isUsed) return;
  isUsed = false;
  next = sequence("");
}

/** Starts the sequence of numbers for `seed`. The numbers are predictable, so not fit for secrets. */
export function seedRandom(seed: string): void {
  // The hash is computed only if the plugin uses a number.
  next = () => {
    next = sequence(seed);
    return next();
  };
}

/** Returns xoshiro128** with the FNV-1a hash of the seed, of 128 bits, as its state. */
// A plugin makes ids of these numbers, so two events must not have the same ones.
function sequence(seed: string): () => number {
  let hash = 0x6c62272e07bb014262b821756295c58dn;
  for (let at = 0; at < seed.length; at++) {
    hash = BigInt.asUintN(128, (hash ^ BigInt(seed.charCodeAt(at))) * 0x1000000000000000000013bn);
  }
  const word = (at: number) => Number(BigInt.asUintN(32, hash >> BigInt(32 * at))) | 0;
  let [a, b, c, d] = [word(0), word(1), word(2), word(3)];
  const step = () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result;
  };
  // The last letters of the seed are only in some bits of the hash. These steps mix them into all.
  for (let at = 0; at < 16; at++) step();
  return step;
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
