//! row: handles
//! ends: limit handles
//! limit: handles, the guest's and the host's together
//! grants: store

import { state } from "@guesthouse/sdk";

/** Opens a store in an endless loop and keeps each handle. */
export function attack(): never {
  const kept: state.Store[] = [];
  for (;;) kept.push(state.open("own"));
}
