//! row: host-call-flood
//! ends: limit requests
//! limit: requests, which counts denied requests too

import { http, HttpError } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Asks many times for a connection that the policy does not grant. */
export function attack(): never {
  for (;;) {
    try {
      http.get("metadata", "/latest/meta-data/");
    } catch (error) {
      if (error instanceof HttpError && error.code === "not-granted") continue;
      throw error;
    }
    return breached("an answer without a grant");
  }
}
