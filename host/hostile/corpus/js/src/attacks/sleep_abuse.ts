//! row: parked-guest
//! ends: limit fuel
//! limit: fuel; there is nothing to sleep on
//! limits: {"fuel": 200000000}

/** Waits on shared memory that nobody else has, and spins where that is not given. */
export function attack(): never {
  for (;;) {
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    } catch {
      // and on
    }
  }
}
