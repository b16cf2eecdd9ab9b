//! row: lifting
//! ends: limit memory
//! limit: memory or fuel, whichever is less
//! limits: {"fuel": 20000000000}

import { Output } from "@guesthouse/sdk";

/** Returns an array whose iterator never ends. */
export function attack(): Output[] {
  const outputs: Output[] = [];
  outputs[Symbol.iterator] = function* () {
    for (;;) yield new Output("hostile.endless");
  };
  return outputs;
}
