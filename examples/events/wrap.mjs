// Prints events as CloudEvents, one JSON line each. Every run prints the same bytes:
//
//   node wrap.mjs            all events
//   node wrap.mjs webhooks   GitHub's own webhook payloads, pushes ten times over
//   node wrap.mjs ugly       unusual and malformed events that a plugin must handle
import webhooks from "./webhooks.mjs";
import ugly from "./ugly.mjs";

const sets = { webhooks, ugly };
const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (!Object.hasOwn(sets, name)) {
    console.error(`error: there are no events named ${name}, only ${Object.keys(sets).join(", ")}`);
    process.exit(2);
  }
}
const names = wanted.length > 0 ? wanted : Object.keys(sets);
process.stdout.write(names.flatMap((name) => [...sets[name]()]).join("\n") + "\n");
