//! row: lying-abi
//! ends: crashed exception
//! limit: the SDK's entry fails as the plugin's, never as a trap without a word

import type { Output } from "@guesthouse/sdk";
import { report } from "../breached.js";

/** Takes away the built-ins that the SDK answers with. */
export function attack(): Output[] {
  const outputs = report("built in time");
  const broken = (): never => {
    throw new TypeError("broken on purpose");
  };
  Object.assign(Array, { from: broken, isArray: broken });
  Object.assign(Object, { keys: broken, entries: broken });
  Object.assign(String.prototype, { toWellFormed: broken, isWellFormed: broken });
  return outputs;
}
