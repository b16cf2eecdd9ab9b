//! row: stdout-flood
//! ends: crashed exception
//! limit: the SDK passes on no more than the host keeps
//! limits: {"call_bytes": 262144}

/** Throws a message of four megabytes that ends in escape sequences. */
export function attack(): never {
  throw new Error("long ".repeat(800_000) + "\x1b]0;owned\x07\x1b[2J");
}
