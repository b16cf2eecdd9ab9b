//! row: lifting
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}

import { Output } from "@guesthouse/sdk";

/** Returns an array whose iterator never ends. */
export function attack(): Output[] {
  const outputs: Output[] = [];
  outputs[Symbol.iterator] = function* () {
    for (;;) yield new Output("hostile.endless");
  };
  return outputs;
}
