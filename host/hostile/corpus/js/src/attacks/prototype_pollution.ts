//! row: lying-abi
//! ends: completed
//! limit: the SDK reads own properties of an output, not those of its prototype

import { Output } from "@guesthouse/sdk";
import { report } from "../breached.js";

/** Gives every object the fields of an output, an event and a failure. */
export function attack(): Output[] {
  const everyone = Object.prototype as unknown as Record<string, unknown>;
  Object.assign(everyone, {
    payload: { tag: "err", val: "polluted" },
    tag: "polluted",
    toJSON: () => "polluted",
    kind: "polluted",
    code: "polluted",
    retryAfterMs: -1,
  });
  return report("still here");
}
