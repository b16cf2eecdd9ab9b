//! row: memory-growth
//! ends: limit memory
//! limit: memory
//! limits: {"fuel": 20000000000}

import { breached } from "../breached.js";

/** Fills an array of the largest possible length. */
export function attack(): never {
  const array: string[] = [];
  array.length = 2 ** 32 - 1;
  return breached(array.fill("x").join("").slice(0, 10));
}
