//! row: lowering
//! ends: failed http-too-large
//! limit: response_bytes of the connection
//! grants: connection

import { http } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Fetches more than the host may hold for it. */
export function attack(): never {
  return breached(`${http.get("upstream", "/allowed/big").body.length} bytes`);
}
