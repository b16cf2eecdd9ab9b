import {
  http,
  json,
  log,
  Output,
  Unavailable,
  type Event,
  type Json,
  type JsonObject,
} from "@guesthouse/sdk";

/** Joins an event's repository with its sender's profile. */
export function handle(event: Event): Output[] {
  const payload = object(event.json());
  const login = object(payload?.sender)?.login;
  if (typeof login !== "string") return [];

  const answer = http.send({
    connection: "profiles",
    method: "POST",
    path: "/profiles",
    headers: { "content-type": "application/json" },
    body: json.write({ login }),
  });
  if (answer.status === 404) {
    log.info(`nobody knows ${login}`);
    return [];
  }
  if (answer.status !== 200) {
    throw new Unavailable(`profiles-answered-${answer.status}`, `profiles answered ${answer.status}`);
  }

  const data = { profile: answer.json(), repository: payload?.repository ?? null };
  return [Output.json("dev.guesthouse.example.enriched", data, { subject: login })];
}

function object(value: Json | undefined): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}
