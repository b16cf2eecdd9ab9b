//! row: lowering
//! ends: failed http-too-large
//! limit: response_bytes of the connection
//! grants: connection

import { http } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Fetches a response that is larger than the connection allows. */
export function attack(): never {
  return breached(`${http.get("upstream", "/allowed/big").body.length} bytes`);
}
