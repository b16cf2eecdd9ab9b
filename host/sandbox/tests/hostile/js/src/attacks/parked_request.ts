//! row: parked-guest
//! ends: timeout
//! limit: wall_ms
//! limits: {"wall_ms": 500}
//! grants: connection

import { http } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Waits for a service that does not answer. */
export function attack(): never {
  return breached(`an answer: ${http.get("upstream", "/allowed/slow").status}`);
}
