//! row: stdout-flood
//! ends: limit host-calls
//! limit: host_calls; lines beyond log_lines are dropped and counted
//! limits: {"host_calls": 2000}

/** Talks to the console for ever. */
export function attack(): never {
  const text = "flood ".repeat(500);
  for (;;) {
    console.log(text);
    console.error("%s", text);
  }
}
