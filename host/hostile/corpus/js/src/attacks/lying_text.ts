//! row: lying-abi
//! ends: crashed exception
//! limit: the SDK checks text before the engine has to

import { Output } from "@guesthouse/sdk";

/** Hands over text that is none: half of a character. */
export function attack(): Output[] {
  return [new Output("half \ud800")];
}
