//! row: lifting
//! ends: failed long
//! limit: the SDK passes on no more than the host keeps
//! limits: {"call_bytes": 262144}

import { Failed } from "@guesthouse/sdk";

/** Fails with a message of eight mebibytes. */
export function attack(): never {
  throw new Failed("long", "é".repeat(4 << 20));
}
