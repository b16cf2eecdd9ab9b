//! row: stack
//! ends: completed
//! limit: no parser of the host recurses over a guest's data

import { json, Output } from "@guesthouse/sdk";
import { breached } from "../breached.js";

/** Nests a hundred thousand arrays, for the SDK's JSON parser and then for the host's. */
export function attack(): Output[] {
  const deep = new TextEncoder().encode("[".repeat(100_000) + "]".repeat(100_000));
  if (parses(deep)) breached("the SDK parsed it");
  return [Output.bytes("hostile.deep", "application/json", deep)];
}

function parses(data: Uint8Array): boolean {
  try {
    json.parse(data);
    return true;
  } catch {
    return false;
  }
}
