//! row: log-flood
//! ends: limit host-calls
//! limit: host_calls; lines beyond log_lines are dropped and counted
//! limits: {"host_calls": 2000}

import { log } from "@guesthouse/sdk";

/** Writes lines for ever, each much longer than the host keeps. */
export function attack(): never {
  const line = "flood ".repeat(2_000);
  for (;;) log.error(line, { again: line });
}
