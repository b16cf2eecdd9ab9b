//! row: memory-growth
//! ends: limit memory
//! limit: memory, which wins over the fuel that was spent on ignoring it
//! limits: {"fuel": 1000000000}

/** Allocates, is refused, and allocates again for ever. */
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
