//! row: parked-guest
//! ends: timeout
//! limit: deadline
//! limits: {"deadline": 500}
//! grants: connection

import { http } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Waits for a service that does not answer. */
export function attack(): never {
  return breached(`an answer: ${http.get("upstream", "/allowed/slow").status}`);
}
