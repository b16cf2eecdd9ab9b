import { config, Output, Rejected, type Event, type Json } from "@guesthouse/sdk";

/**
 * Handles one event; what it returns is published. Keep nothing in globals: the next event may be
 * handled by another instance.
 */
export function handle(event: Event): Output[] {
  if (event.type !== "com.github.issues.opened") return [];

  const author = field(field(field(event.json(), "issue"), "user"), "login");
  if (typeof author !== "string") {
    // The event is at fault: it is put aside, and not tried again.
    throw new Rejected("missing-author", "the issue has no author");
  }
  const greeting = config.get("greeting") ?? "Hello";
  console.log(`greeting ${author}`); // a log line for the operator
  const data = { text: `${greeting}, @${author}!` };
  return [Output.json("com.example.greeting", data, { subject: author })];
}

/** The field of an object, or undefined where there is none. */
function field(value: Json | undefined, name: string): Json | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, name) ? value[name] : undefined;
}
