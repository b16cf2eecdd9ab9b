//! row: handles
//! ends: crashed exception
//! limit: the bindings and the engine check every handle

import { Store } from "guesthouse:automation/state@0.1.0";
import { breached } from "../breached.js";

/** Constructs a store without opening one. */
export function attack(): never {
  const forged = Object.create(Store.prototype) as Store;
  return breached(String(forged.get("k")));
}
