//! row: host-buffers
//! ends: failed state-invalid-key
//! limit: the longest key that the contract allows
//! grants: store

import { state } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Stores a value under a key of one mebibyte. */
export function attack(): never {
  state.open("own").set("k".repeat(1 << 20), "v");
  return breached("a key of a mebibyte");
}
