//! row: endless-loop
//! ends: limit fuel
//! limit: fuel, also in the middle of one operation of the engine
//! limits: {"fuel": 200000000}

import { breached } from "../breached.js";

/** Computes a number with millions of digits in one operation. */
export function attack(): never {
  return breached(String((10n ** 3_000_000n).toString().length));
}
