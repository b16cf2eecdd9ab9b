//! row: host-buffers
//! ends: failed state-quota-exceeded
//! limit: the quota of the store, which counts uncommitted values too
//! limits: {"state_bytes": 1073741824}
//! grants: store

import { state } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Fills the store with values of half a mebibyte until its quota is used up. */
export function attack(): never {
  const own = state.open("own");
  const value = new Uint8Array(512 << 10);
  for (let n = 0; n < 1_000; n++) own.set(`key-${n}`, value);
  return breached("half a gibibyte in a store");
}
