//! row: leftovers
//! ends: completed
//! limit: an instance for each event; its memory is zeroed before the next

import type { Output } from "@guesthouse/sdk";
import { breached, report } from "../breached.js";

let runs = 0;

/** Leaves a mark in a module, in a global and in a built-in, and looks for the marks of earlier runs. */
export function attack(): Output[] {
  const marked = globalThis as { hostile?: boolean };
  const builtin = Array.prototype as { hostile?: boolean };
  if (++runs > 1 || marked.hostile || builtin.hostile) breached("a mark survived");
  marked.hostile = true;
  builtin.hostile = true;
  return report("marked");
}
