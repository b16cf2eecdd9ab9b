//! row: late-timers
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}

import type { Output } from "@guesthouse/sdk";
import { report } from "../breached.js";

/** Returns and leaves a promise that creates another promise, forever. */
export function attack(): Output[] {
  const again = (): Promise<void> => Promise.resolve().then(again);
  void again();
  return report("all is well");
}
