//! row: stack
//! ends: crashed stack-overflow
//! limit: the stack, which is full before the guest's engine notices

import { breached } from "../breached.js";

/** Recurses forever. */
export function attack(): never {
  const deeper = (depth: number): number => deeper(depth + 1) + 1;
  return breached(String(deeper(1)));
}
