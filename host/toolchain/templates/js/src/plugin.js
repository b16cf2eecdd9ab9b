import { config, Output, Rejected } from "@guesthouse/sdk";

/**
 * Handles one event; what it returns is published. Keep nothing in globals: the next event may be
 * handled by another instance.
 *
 * @param {import("@guesthouse/sdk").Event} event
 * @returns {Output[]}
 */
export function handle(event) {
  if (event.type !== "com.github.issues.opened") return [];

  const author = event.json()?.issue?.user?.login;
  if (typeof author !== "string") {
    // The event is at fault: it is put aside, and not tried again.
    throw new Rejected("missing-author", "the issue has no author");
  }
  const greeting = config.get("greeting") ?? "Hello";
  console.log(`greeting ${author}`); // a log line for the operator
  const data = { text: `${greeting}, @${author}!` };
  return [Output.json("com.example.greeting", data, { subject: author })];
}
