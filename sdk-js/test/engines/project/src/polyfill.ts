// As packages do that add what they need.

declare global {
  var fetch: (text: string) => string;
}

globalThis.fetch = (text) => `fetched ${text}`;

/** The global object has the globals, also for a program that does not name it. */
const root = [globalThis].find((each) => typeof each === "object") as Record<string, unknown> | undefined;

export const fetched = (): string => `${fetch("a text")} ${typeof root?.["crypto"]}`;
