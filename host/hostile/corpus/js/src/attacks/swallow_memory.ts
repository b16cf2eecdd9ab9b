//! row: memory-growth
//! ends: limit fuel
//! limit: fuel, including the cost of refused allocations
//! limits: {"fuel": 500000000}

/** Allocates, is refused, and allocates again forever. */
export function attack(): never {
  const kept: unknown[] = [];
  for (;;) {
    try {
      kept.push(new Uint8Array(1 << 20));
    } catch {
      kept.length >>= 1;
    }
  }
}
