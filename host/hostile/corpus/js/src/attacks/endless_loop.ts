//! row: endless-loop
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}

/** Loops forever. */
export function attack(): never {
  for (;;) {
    // on purpose
  }
}
