//! row: late-timers
//! ends: limit host-calls
//! limit: host_calls; reading the clock moves it by a step
//! limits: {"host_calls": 20000}

import { breached } from "../breached.js";

/** Spins on the clock until an hour has passed. */
export function attack(): never {
  const start = Date.now();
  while (Date.now() - start < 3_600_000);
  return breached("an hour on one worker");
}
