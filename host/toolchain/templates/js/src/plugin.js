import { config, Output, Rejected } from "@guesthouse/sdk";

/**
 * Receives one event and returns the events to publish. Keep no state in globals: another instance
 * may handle the next event.
 *
 * @param {import("@guesthouse/sdk").Event} event
 * @returns {Output[]}
 */
export function handle(event) {
  if (event.type !== "com.github.issues.opened") return [];

  const author = event.json()?.issue?.user?.login;
  if (typeof author !== "string") {
    // The event is invalid: the host records it as rejected and does not retry it.
    throw new Rejected("missing-author", "the issue has no author");
  }
  const greeting = config.get("greeting") ?? "Hello";
  console.log(`greeting ${author}`); // a log line for the operator
  const data = { text: `${greeting}, @${author}!` };
  return [Output.json("com.example.greeting", data, { subject: author })];
}
