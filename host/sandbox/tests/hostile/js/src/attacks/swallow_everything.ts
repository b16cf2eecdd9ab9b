//! row: fuel-after-trap
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}

/** Catches whatever stops it, also that its stack is full, and goes on. */
export function attack(): never {
  for (;;) {
    try {
      fall();
    } catch {
      // and on
    }
  }
}

function fall(): void {
  try {
    fall();
  } finally {
    fall();
  }
}
