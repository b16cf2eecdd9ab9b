import { config, Output, Rejected, type Event, type Json, type JsonObject } from "@guesthouse/sdk";

const ITEMS = new Map([
  ["com.github.issues.opened", "issue"],
  ["com.github.pull_request.opened", "pull_request"],
]);

/** Greets the author of an opened issue or pull request. */
export function handle(event: Event): Output[] {
  const name = ITEMS.get(event.type);
  if (name === undefined) return [];

  const item = object(object(event.json())?.[name]) ?? missing("item");
  const author = text(object(item.user)?.login) ?? missing("author");
  const number = numeric(item.number) ?? missing("number");
  const title = text(item.title) ?? missing("title");
  const greeting = `${config.get("greeting") ?? "Welcome"}, @${author}!`;

  const data = { author, greeting, number, title };
  return [Output.json("dev.guesthouse.example.greeting", data, { subject: author })];
}

function missing(what: string): never {
  throw new Rejected(`missing-${what}`, `the payload has no ${what}`);
}

function object(value: Json | undefined): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

// An integer above 2^53 is a bigint, so it stays exact.
function numeric(value: Json | undefined): number | bigint | undefined {
  return typeof value === "number" || typeof value === "bigint" ? value : undefined;
}
