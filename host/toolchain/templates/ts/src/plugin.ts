import { config, Output, Rejected, type Event, type Json } from "@guesthouse/sdk";

/**
 * Receives one event and returns the events to publish. Keep no state in globals: another instance
 * may handle the next event.
 */
export function handle(event: Event): Output[] {
  if (event.type !== "com.github.issues.opened") return [];

  const author = field(field(field(event.json(), "issue"), "user"), "login");
  if (typeof author !== "string") {
    // The event is invalid: the host records it as rejected and does not retry it.
    throw new Rejected("missing-author", "the issue has no author");
  }
  const greeting = config.get("greeting") ?? "Hello";
  console.log(`greeting ${author}`); // a log line for the operator
  const data = { text: `${greeting}, @${author}!` };
  return [Output.json("com.example.greeting", data, { subject: author })];
}

/** Returns a field of an object, or undefined if there is none. */
function field(value: Json | undefined, name: string): Json | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, name) ? value[name] : undefined;
}
