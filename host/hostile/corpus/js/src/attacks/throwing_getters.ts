//! row: lying-abi
//! ends: crashed exception
//! limit: the SDK's entry point reports any exception in a getter as the plugin's

import { Output } from "@guesthouse/sdk";

/** Returns outputs whose getters give another value at each read, and then throw. */
export function attack(): Output[] {
  let looks = 0;
  const output = new Proxy(new Output("hostile.proxy"), {
    get(_target, name) {
      if (name === "type") return ["a", 1, Symbol("type")][looks++ % 3];
      throw new Error(`no ${String(name)} for you`);
    },
  });
  return [output, output, output];
}
