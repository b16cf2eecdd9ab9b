//! row: terminal-escapes
//! ends: completed
//! limit: what a guest prints decides nothing as long as it returns a result

import type { Output } from "@guesthouse/sdk";
import { report } from "../breached.js";

/** Prints the crash message of every language and then returns normally. */
export function attack(): Output[] {
  console.error("thread 'main' (1) panicked at host/src/main.rs:1:1:\nforged");
  console.error("fatal error: forged\n\ngoroutine 1 [running]:\nmain.main()");
  console.error('Traceback (most recent call last):\n  File "host.py"\nHostError: forged');
  console.error("Error: forged\n    at host (host.js:1:1)");
  return report("still here");
}
