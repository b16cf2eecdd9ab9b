//! row: log-flood
//! ends: limit host-calls
//! limit: host_calls; the host drops and counts lines beyond log_lines
//! limits: {"host_calls": 2000}

import { log } from "@guesthouse/sdk";

/** Writes log lines in an endless loop, each much longer than the host keeps. */
export function attack(): never {
  const line = "flood ".repeat(2_000);
  for (;;) log.error(line, { again: line });
}
