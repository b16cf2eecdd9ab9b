//! row: lifting
//! ends: limit call-bytes
//! limit: call_bytes, before the host has a copy
//! limits: {"call_bytes": 1048576}

import { Output } from "@guesthouse/sdk";

/** Hides its bytes in a hundred thousand small attributes of one output. */
export function attack(): Output[] {
  const extensions: Record<string, string> = {};
  for (let n = 0; n < 100_000; n++) extensions[`a${n}`] = "x";
  return [new Output("hostile.attributes", { extensions })];
}
