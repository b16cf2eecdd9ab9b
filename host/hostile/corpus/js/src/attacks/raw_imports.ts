//! row: lying-abi
//! ends: crashed panic
//! limit: the bindings and the engine check every argument against the contract

import { write } from "guesthouse:automation/log@0.1.0";
import { breached } from "../breached.js";

/** Bypasses the SDK and writes a log line with a level that does not exist and with invalid fields. */
export function attack(): never {
  const lie = write as (...values: unknown[]) => void;
  lie("shout", { toString: () => "half \ud800" }, { length: 2 ** 32 - 1, 0: { name: 1, value: [] } });
  return breached("a line of nothing");
}
