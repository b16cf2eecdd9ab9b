//! row: shared-memory
//! ends: crashed exception
//! limit: there are no threads

import { breached } from "../breached.js";

/** Tries to start a thread that outlives the event. */
export function attack(): never {
  const { Worker } = globalThis as unknown as { Worker: new (source: string) => unknown };
  new Worker("data:text/javascript,for(;;);");
  return breached("a thread");
}
