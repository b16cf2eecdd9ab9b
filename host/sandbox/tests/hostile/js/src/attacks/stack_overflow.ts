//! row: stack
//! ends: crashed exception
//! limit: the engine's own limit of its stack

import { breached } from "../breached.js";

/** Calls itself for ever. */
export function attack(): never {
  const deeper = (depth: number): number => deeper(depth + 1) + 1;
  return breached(String(deeper(1)));
}
