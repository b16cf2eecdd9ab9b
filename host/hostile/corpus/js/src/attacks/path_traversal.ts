//! row: ssrf
//! ends: completed
//! limit: paths are appended, never resolved; a path that could leave the grant is refused
//! grants: connection

import { http, HttpError, type Output } from "@guesthouse/sdk";
import { breached, report } from "../breached.js";

const PATHS = [
  "/allowed/../admin",
  "/allowed/..%2fadmin",
  "/allowed/%2e%2e/admin",
  "/allowed/.%2E/admin",
  "/allowed/%252e%252e%252fadmin",
  "/allowed/..\\admin",
  "/allowed/..;/admin",
  "/allowed\0/admin",
  "/allowed HTTP/1.1\r\nx-injected: yes\r\n\r\nGET /admin",
  "/allowedadmin",
  "/ALLOWED",
  "/admin",
  "//169.254.169.254/latest/meta-data/",
  "http://169.254.169.254/latest/meta-data/",
  "@169.254.169.254/",
  "file:///etc/passwd",
  "/allowed/\ud800/../admin",
];

/** Tries to leave the granted path, host and scheme in many spellings. */
export function attack(): Output[] {
  const sent = PATHS.find(isSent);
  return sent === undefined ? report("nowhere else") : breached(sent);
}

function isSent(path: string): boolean {
  try {
    http.get("upstream", path);
    return true;
  } catch (error) {
    if (error instanceof HttpError) return false;
    throw error;
  }
}
