import { config, Output, Rejected, type Event, type Json } from "@guesthouse/sdk";

const ITEMS = new Map([
  ["com.github.issues.opened", "issue"],
  ["com.github.pull_request.opened", "pull_request"],
]);

export function handle(event: Event): Output[] {
  const name = ITEMS.get(event.type);
  if (name === undefined) return [];

  const item = object(field(event.json(), name)) ?? missing("item");
  const author = text(field(field(item, "user"), "login")) ?? missing("author");
  const number = numeric(field(item, "number")) ?? missing("number");
  const title = text(field(item, "title")) ?? missing("title");
  const greeting = `${config.get("greeting") ?? "Welcome"}, @${author}!`;

  const data = { author, greeting, number, title };
  return [Output.json("dev.guesthouse.example.greeting", data, { subject: author })];
}

function missing(what: string): never {
  throw new Rejected(`missing-${what}`, `the payload has no ${what}`);
}

function field(value: Json | undefined, name: string): Json | undefined {
  const members = object(value);
  return members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
}

function object(value: Json | undefined): { [name: string]: Json } | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? value : undefined;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function numeric(value: Json | undefined): number | bigint | undefined {
  return typeof value === "number" || typeof value === "bigint" ? value : undefined;
}
