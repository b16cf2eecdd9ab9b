//! row: endless-loop
//! ends: limit fuel
//! limit: fuel, also in the middle of one operation of the engine
//! limits: {"fuel": 200000000}

import { breached } from "../breached.js";

/** Matches an expression that takes longer than the universe lasts. */
export function attack(): never {
  return breached(String(/^(a+)+$/.test(`${"a".repeat(100)}b`)));
}
