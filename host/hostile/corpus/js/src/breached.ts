import { Failed, Output } from "@guesthouse/sdk";

/** What an attack throws that got what it may not have. */
export function breached(what: string): never {
  throw new Failed("breached", what);
}

/** What an attack returns that was denied everything. */
export function report(text: string): Output[] {
  return [Output.text("hostile.report", text)];
}
