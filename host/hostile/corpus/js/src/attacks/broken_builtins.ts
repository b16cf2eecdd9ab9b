//! row: lying-abi
//! ends: crashed exception
//! limit: the SDK's entry point fails with the plugin's message, never with a bare trap

import type { Output } from "@guesthouse/sdk";
import { report } from "../breached.js";

/** Replaces built-ins that the SDK needs for its result. */
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
