//! row: fuel-after-trap
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}

/** Catches whatever stops it and goes on, also in what runs at last. */
export function attack(): never {
  for (;;) {
    try {
      fall();
    } catch {
      // and on
    } finally {
      continue;
    }
  }
}

function fall(): never {
  throw { toString: fall };
}
