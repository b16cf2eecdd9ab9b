//! row: endless-loop
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}

/** Never comes back. */
export function attack(): never {
  for (;;) {
    // on purpose
  }
}
