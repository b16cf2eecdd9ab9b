//! row: lying-abi
//! ends: crashed exception
//! limit: the SDK checks text before it reaches the engine

import { Output } from "@guesthouse/sdk";

/** Passes invalid text to the host: half of a surrogate pair. */
export function attack(): Output[] {
  return [new Output("half \ud800")];
}
