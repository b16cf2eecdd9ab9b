import { Failed, Output } from "@guesthouse/sdk";

/** Throws for an attack that got what it may not have. */
export function breached(what: string): never {
  throw new Failed("breached", what);
}

/** Returns the result of an attack that was denied everything. */
export function report(text: string): Output[] {
  return [Output.text("hostile.report", text)];
}
