//! row: lifting
//! ends: limit outputs
//! limit: outputs

import { Output } from "@guesthouse/sdk";

/** Returns one output more than the limit. */
export function attack(): Output[] {
  return new Array<Output>(1_001).fill(new Output("hostile.one-of-many"));
}
