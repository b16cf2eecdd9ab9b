//! row: host-call-flood
//! ends: limit requests
//! limit: requests, which counts what is denied as well

import { http, HttpError } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Asks for a connection that nobody granted, until it is tired of no. */
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
