import { createRequire } from "node:module";

const examples = createRequire(import.meta.url)("@octokit/webhooks-examples");

// The package has seven pushes to one repository; `milestone` reports every tenth.
const PUSH_PASSES = 10;

/** Yields GitHub's webhook payloads as CloudEvents: each once, then pushes again with other ids. */
export default function* webhooks() {
  for (const { name, examples: payloads } of examples) {
    yield* wrapAll(name, payloads, 1);
  }
  const pushes = examples.find(({ name }) => name === "push").examples;
  for (let pass = 2; pass <= PUSH_PASSES; pass++) {
    yield* wrapAll("push", pushes, pass);
  }
}

function* wrapAll(name, payloads, pass) {
  for (const [index, payload] of payloads.entries()) {
    const id = pass === 1 ? `${name}-${index + 1}` : `${name}-${index + 1}-again-${pass - 1}`;
    yield JSON.stringify({
      specversion: "1.0",
      id,
      source: sourceOf(payload),
      type: ["com.github", name, payload.action].filter(Boolean).join("."),
      time: timeOf(payload),
      datacontenttype: "application/json",
      data: payload,
    });
  }
}

/** Returns the page of the repository, organisation, account or sender, or else of GitHub. */
function sourceOf(payload) {
  const { repository, organization, installation, sender } = payload;
  return (
    repository?.html_url ??
    organization?.html_url ??
    organization?.url ??
    installation?.account?.html_url ??
    sender?.html_url ??
    "https://github.com"
  );
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const CONTEXT = new Set(["repository", "organization", "installation", "sender", "enterprise"]);
const TIMES = ["timestamp", "submitted_at", "updated_at", "published_at", "created_at"];

/** Returns the first time in the payload's main object, if there is one. */
function timeOf(payload) {
  const subjects = Object.entries(payload).filter(([key]) => !CONTEXT.has(key));
  const times = subjects.flatMap(([, subject]) => TIMES.map((field) => subject?.[field]));
  return times.find((time) => typeof time === "string" && RFC_3339.test(time));
}
