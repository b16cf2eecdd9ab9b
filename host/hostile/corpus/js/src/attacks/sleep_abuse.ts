//! row: parked-guest
//! ends: limit fuel
//! limit: fuel; the engine has no way to sleep
//! limits: {"fuel": 200000000}

/** Waits on shared memory that no other thread has, and spins where there is none. */
export function attack(): never {
  for (;;) {
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    } catch {
      // continues
    }
  }
}
