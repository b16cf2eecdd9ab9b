//! row: lying-abi
//! ends: crashed panic
//! limit: the bindings and the engine check every argument against the contract

import { write } from "guesthouse:automation/log@0.1.0";
import { breached } from "../breached.js";

/** Goes round the SDK and writes a line of a level that does not exist, with fields that are none. */
export function attack(): never {
  const lie = write as (...values: unknown[]) => void;
  lie("shout", { toString: () => "half \ud800" }, { length: 2 ** 32 - 1, 0: { name: 1, value: [] } });
  return breached("a line of nothing");
}
