//! row: host-buffers
//! ends: limit state-bytes
//! limit: state_bytes, which counts what the host keeps until the event ends
//! grants: store

import { state } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Stores values of half a mebibyte under many keys, which the host holds until the event ends. */
export function attack(): never {
  const own = state.open("own");
  const value = new Uint8Array(512 << 10);
  for (let n = 0; n < 1_000; n++) own.set(`key-${n}`, value);
  return breached("half a gibibyte in the host");
}
