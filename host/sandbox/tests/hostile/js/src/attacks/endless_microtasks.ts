//! row: late-timers
//! ends: limit fuel
//! limit: fuel; an answer is given when the call is over, not before
//! limits: {"fuel": 200000000}

import type { Output } from "@guesthouse/sdk";
import { report } from "../breached.js";

/** Answers and leaves a promise behind that makes another one, for ever. */
export function attack(): Output[] {
  const again = (): Promise<void> => Promise.resolve().then(again);
  void again();
  return report("all is well");
}
