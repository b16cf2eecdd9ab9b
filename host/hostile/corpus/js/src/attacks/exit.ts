//! row: dropped-call
//! ends: crashed exception
//! limit: there is no way out

/** Looks for a way to leave without an answer, and gives none. */
export function attack(): never {
  const names = ["exit", "quit", "close", "std", "os", "process", "Deno", "gc"];
  const found = names.filter((name) => name in globalThis);
  throw new Error(found.length === 0 ? "no way out" : `found ${found.join()}`);
}
