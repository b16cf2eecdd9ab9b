//! row: handles
//! ends: limit handles
//! limit: handles, the guest's and the host's together
//! grants: store

import { state } from "@guesthouse/sdk";

/** Opens a store again and again and keeps each. */
export function attack(): never {
  const kept: state.Store[] = [];
  for (;;) kept.push(state.open("own"));
}
