// Prints events as CloudEvents JSON lines, the same bytes on each run:
//
//   node wrap.mjs            all of them
//   node wrap.mjs webhooks   GitHub's own webhook payloads, pushes ten times over
//   node wrap.mjs ugly       what a plugin must not stumble over
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
