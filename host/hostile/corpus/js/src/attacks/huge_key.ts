//! row: host-buffers
//! ends: failed state-invalid-key
//! limit: the longest key the contract allows
//! grants: store

import { state } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Stores something under a key of a mebibyte. */
export function attack(): never {
  state.open("own").set("k".repeat(1 << 20), "v");
  return breached("a key of a mebibyte");
}
