//! row: lifting
//! ends: limit output-bytes
//! limit: output_bytes
//! limits: {"output_bytes": 1048576}

import type { Output } from "@guesthouse/sdk";
import { report } from "../breached.js";

/** Returns more bytes than the host publishes for one event. */
export function attack(): Output[] {
  return report("x".repeat((1 << 20) + 1));
}
