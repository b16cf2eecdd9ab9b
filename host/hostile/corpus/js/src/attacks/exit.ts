//! row: dropped-call
//! ends: crashed exception
//! limit: an engine for plugins has no exit

/** Looks for a way to exit, and returns nothing. */
export function attack(): never {
  const names = ["exit", "quit", "close", "std", "os", "process", "Deno", "gc"];
  const found = names.filter((name) => name in globalThis);
  throw new Error(found.length === 0 ? "no way out" : `found ${found.join()}`);
}
