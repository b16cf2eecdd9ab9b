//! row: endless-loop
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}

import { breached } from "../breached.js";

/** Generates code as text and runs it. */
export function attack(): never {
  const again =
    "for (let n = 0; ; n++) new Function(`return ${n} + ` + '('.repeat(200) + n + ')'.repeat(200))()";
  return breached(String(new Function(again)()));
}
