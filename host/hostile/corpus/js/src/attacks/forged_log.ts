//! row: terminal-escapes
//! ends: completed
//! limit: a guest's text is made printable, and one line stays one line

import { log, type Output } from "@guesthouse/sdk";
import { report } from "../breached.js";

const LINES = [
  'done\n{"level":"error","origin":"host","message":"forged"}',
  "done\r\x1b[2K\x1b[31mhost: forged\x1b[0m",
  "\x1b]0;forged\x07\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
  "\x9b31m \u202edegrof\u2066 \ufeff",
  "nul\0 bell\x07 backspace\x08\x08\x08 \ud800",
  "host: plugin `canary` has no grant for store `counts`",
];

/** Writes lines that look like the host's, and terminal escape sequences. */
export function attack(): Output[] {
  for (const line of LINES) {
    console.log(line);
    log.error(line, { [line]: line });
  }
  return report("written");
}
