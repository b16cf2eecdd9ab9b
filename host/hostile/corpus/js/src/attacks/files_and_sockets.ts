//! row: ssrf
//! ends: completed
//! limit: the guest has no imports but the contract's

import type { Output } from "@guesthouse/sdk";
import { breached, report } from "../breached.js";

const DOORS = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "EventSource",
  "require",
  "importScripts",
  "Deno",
  "Bun",
];

/** Tries every way to a file or a socket that an engine may have. */
export function attack(): Output[] {
  const open = DOORS.filter(opens);
  const left = indirectly("typeof process + typeof std + typeof os");
  if (open.length > 0) breached(open.join());
  return left === "undefinedundefinedundefined" ? report("nothing") : breached(String(left));
}

/** Returns whether there is a function of the name that does something. That of the SDK refuses. */
function opens(name: string): boolean {
  const door = indirectly(`globalThis.${name}`);
  if (typeof door !== "function") return false;
  try {
    (door as (address: string) => void)("http://127.0.0.1/");
    return true;
  } catch (error) {
    return !String(error).includes("is not available in a plugin");
  }
}

/** Evaluates where the bundler cannot see it. */
function indirectly(code: string): unknown {
  return new Function(`return ${code}`)();
}
