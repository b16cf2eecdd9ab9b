import { Output, Rejected, state, type Event, type Json, type JsonObject } from "@guesthouse/sdk";

/** Counts pushes per repository and reports every tenth. */
export function handle(event: Event): Output[] {
  if (event.type !== "com.github.push") return [];

  const repository = object(object(event.json())?.repository)?.full_name;
  if (typeof repository !== "string") {
    throw new Rejected("missing-repository", "the payload has no repository");
  }

  const counts = state.open("counts");
  const pushes = Number(counts.getText(repository) ?? "0") + 1;
  counts.set(repository, String(pushes));
  if (pushes % 10 !== 0) return [];

  const data = { pushes, repository };
  return [Output.json("dev.guesthouse.example.milestone", data, { subject: repository })];
}

function object(value: Json | undefined): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}
