//! row: lying-abi
//! ends: crashed exception
//! limit: the SDK's entry takes whatever a getter does for the plugin's exception

import { Output } from "@guesthouse/sdk";

/** Returns outputs that answer differently each time they are looked at, and then not at all. */
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
