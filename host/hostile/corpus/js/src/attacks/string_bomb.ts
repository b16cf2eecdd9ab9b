//! row: memory-growth
//! ends: crashed exception
//! limit: the engine's longest string, before the memory is full

import { breached } from "../breached.js";

/** Doubles a text until it is refused. */
export function attack(): never {
  let text = "bomb";
  for (let n = 0; n < 40; n++) text += text;
  return breached(`${text.length} characters`);
}
