//! row: host-buffers
//! ends: failed state-too-large
//! limit: value_bytes
//! grants: store

import { state, StateError } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Tries to store a value of two mebibytes, several times. */
export function attack(): never {
  const own = state.open("own");
  const value = new Uint8Array(2 << 20);
  for (let n = 0; n < 50; n++) if (!isDenied(own, value)) breached("a value of two mebibytes");
  own.set("k", value);
  return breached("a value of two mebibytes");
}

function isDenied(own: state.Store, value: Uint8Array): boolean {
  try {
    own.set("k", value);
    return false;
  } catch (error) {
    return error instanceof StateError && error.code === "too-large";
  }
}
