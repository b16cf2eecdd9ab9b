//! row: lifting
//! ends: limit call-bytes
//! limit: call_bytes, before the host copies anything
//! limits: {"call_bytes": 262144}

import { Output } from "@guesthouse/sdk";

/** Hides its bytes in twenty thousand small attributes of one output. */
export function attack(): Output[] {
  const extensions: Record<string, string> = {};
  for (let n = 0; n < 20_000; n++) extensions[`a${n}`] = "x";
  return [new Output("hostile.attributes", { extensions })];
}
