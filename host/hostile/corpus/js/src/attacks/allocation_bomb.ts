//! row: memory-growth
//! ends: limit memory
//! limit: memory, summed over the run

import { breached } from "../breached.js";

/** Allocates one mebibyte after another. */
export function attack(): never {
  const kept: Uint8Array[] = [];
  while (kept.length < 10_000) kept.push(new Uint8Array(1 << 20).fill(1));
  return breached("ten gibibytes");
}
