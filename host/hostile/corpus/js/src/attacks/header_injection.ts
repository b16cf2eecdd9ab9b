//! row: header-injection
//! ends: completed
//! limit: a header that breaks a rule fails the request; the host's own headers are dropped
//! grants: connection

import { http, HttpError, type Output } from "@guesthouse/sdk";
import { breached, report } from "../breached.js";

const SMUGGLED = [
  ["x-a", "1\r\nx-injected: yes"],
  ["x-a", "1\nx-injected: yes"],
  ["x-a: 1\r\nx-injected", "yes"],
  ["x-a", "1\0"],
  ["", "yes"],
] as const;

const HOSTS = {
  host: "169.254.169.254",
  authorization: "Bearer stolen",
  "transfer-encoding": "chunked",
  "content-length": "4096",
  "x-forwarded-for": "127.0.0.1",
  "idempotency-key": "forged",
};

/** Injects a header through a value and through a name, and sets headers that belong to the host. */
export function attack(): Output[] {
  for (const [name, value] of SMUGGLED) {
    if (isSent({ [name]: value })) breached(`sent ${JSON.stringify({ [name]: value })}`);
  }
  if (!isSent(HOSTS)) throw new Error("the host's headers are not dropped");
  return report("no header of its own");
}

function isSent(headers: Readonly<Record<string, string>>): boolean {
  try {
    http.send({ connection: "upstream", method: "GET", path: "/allowed", headers });
    return true;
  } catch (error) {
    if (error instanceof HttpError && error.code === "invalid-request") return false;
    throw error;
  }
}
