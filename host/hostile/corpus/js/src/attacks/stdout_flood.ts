//! row: stdout-flood
//! ends: limit host-calls
//! limit: host_calls; the host drops and counts lines beyond log_lines
//! limits: {"host_calls": 2000}

/** Writes to the console in an endless loop. */
export function attack(): never {
  const text = "flood ".repeat(500);
  for (;;) {
    console.log(text);
    console.error("%s", text);
  }
}
