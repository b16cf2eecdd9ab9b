//! row: fuel-after-trap
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}

/** Catches every exception and continues, also in `finally`. */
export function attack(): never {
  for (;;) {
    try {
      fall();
    } catch {
      // continues
    } finally {
      continue;
    }
  }
}

function fall(): never {
  throw { toString: fall };
}
