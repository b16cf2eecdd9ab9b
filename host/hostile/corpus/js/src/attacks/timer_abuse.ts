//! row: late-timers
//! ends: crashed exception
//! limit: there are no timers

import { report } from "../breached.js";
import type { Output } from "@guesthouse/sdk";

/** Starts timers that start timers. */
export function attack(): Output[] {
  const start = setTimeout as (call: () => void, after: number) => unknown;
  const again = (): void => void start(again, 0);
  again();
  return report("timers run");
}

declare const setTimeout: unknown;
