//! row: secrets
//! ends: completed
//! limit: the host adds credentials; none of them reaches a guest
//! grants: connection

import { config, http, type Output } from "@guesthouse/sdk";
import { report } from "../breached.js";

/** Collects everything that it can read from the host, prints it and returns it. */
export function attack(): Output[] {
  const loot = [
    ...["authorization", "token", "secret", "greeting", "upstream"].map(
      (name) => `${name}: ${config.get(name)}`,
    ),
    ...Object.getOwnPropertyNames(globalThis).map((name) => `global ${name}`),
    ...["/allowed", "/allowed?echo=authorization", "/elsewhere", "/allowed/big"].map(fetched),
  ];
  console.log("%s", loot.join(" "));
  return report(loot.join("\n"));
}

function fetched(path: string): string {
  try {
    const { status, headers, body } = http.get("upstream", path);
    return `${path}: ${status} ${JSON.stringify(headers)} ${new TextDecoder().decode(body)}`;
  } catch (error) {
    return `${path}: ${String(error)} ${error instanceof Error ? error.stack : ""}`;
  }
}
