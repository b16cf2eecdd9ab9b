//! row: secrets
//! ends: completed
//! limit: a store is opened by a granted name, which is not a path
//! grants: store

import { state, StateError, type Output } from "@guesthouse/sdk";
import { breached, report } from "../breached.js";

const NAMES = [
  "",
  "canary",
  "counts",
  "OWN",
  "own/",
  "./own",
  "../canary/counts",
  "canary/counts",
  "canary\0counts",
  "*",
  "__proto__",
];

/** Tries names that may lead to the stores of other plugins. */
export function attack(): Output[] {
  const opened = NAMES.find(opens);
  return opened === undefined ? report("no store but its own") : breached(`the store ${opened}`);
}

function opens(name: string): boolean {
  try {
    state.open(name);
    return true;
  } catch (error) {
    if (error instanceof StateError && error.code === "not-granted") return false;
    throw error;
  }
}
