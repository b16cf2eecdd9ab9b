//! row: memory-growth
//! ends: limit memory
//! limit: memory

import { breached } from "../breached.js";

/** Asks for more than the limit at once. */
export function attack(): never {
  return breached(`${new ArrayBuffer(2 ** 30).byteLength} bytes`);
}
