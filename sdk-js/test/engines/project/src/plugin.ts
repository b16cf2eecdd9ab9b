import { config, http, json, log, Output, Rejected, state, Unavailable, type Event } from "@guesthouse/sdk";
import { Cellar } from "./deep.js";

type Task = (event: Event) => unknown;

const encoder = new TextEncoder();

/** What an event of each type does; a text that is returned becomes the data of an output. */
const tasks: Record<string, Task> = {
  json: (event) => new TextDecoder().decode(json.write(event.json())),
  "json-depth": () => json.parse(encoder.encode("[".repeat(500_000))),
  "json-text": () =>
    json.write(json.parse(encoder.encode(`{"text":"${"lorem ipsum ".repeat(90_000)}"}`))).length,
  text: (event) => event.text(),

  "fail-deep": () => [1].map(() => new Cellar().enter({ why: "lost" })),
  "fail-cause": () => {
    try {
      return new Cellar().enter({ why: "lost" });
    } catch (cause) {
      throw new Error("no way out", { cause });
    }
  },
  "fail-rejected": () => {
    throw new Rejected("why-not", "because");
  },
  "fail-unavailable": () => {
    throw new Unavailable("later", "not now", { retryAfterMs: 1500 });
  },
  "fail-string": () => {
    throw "just text";
  },
  "fail-async": async () => [],
  "fail-returned": () => [{ type: 5 }],

  state: () => {
    const store = state.open("probe");
    store.set("text", "é😀");
    store.set("empty", new Uint8Array());
    for (let at = 0; at < 1005; at++) store.set(`k${at}`, "");
    store.delete("k7");
    const found = [
      store.getText("text"),
      store.get("empty")?.length,
      store.get("none"),
      [...store.keys("k")].length,
    ];
    return JSON.stringify(found);
  },
  "state-not-granted": () => state.open("other"),
  "state-invalid-key": () => state.open("probe").get(""),
  "state-half-character": () => state.open("probe").set("\ud800", "\udc00"),
  "http-not-granted": () => http.get("nowhere", "/"),
  config: () => JSON.stringify([config.get("word"), config.get("empty"), config.get("none")]),

  bytes: (event) => {
    const store = state.open("probe");
    store.set("part", event.data!.subarray(1, 3));
    const kept = store.get("part");
    const same = [event.data, kept].map((bytes) => bytes instanceof Uint8Array);
    return [
      Output.bytes("told", "text/plain", kept!, { subject: event.id, extensions: { same: `${same}` } }),
    ];
  },

  console: () => {
    console.log("%s and %d", "text", 1, { list: [1, "a", null], map: new Map([[1, new Set(["b"])]]) });
    console.debug("debug");
    console.warn("warn");
    console.error("error");
    log.info("half \ud800", { b: "2", a: "1" });
  },
  encoding: () => {
    const bytes = encoder.encode("a😀é\ud800");
    const broken = new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xf0, 0x9f, 0x80, 0xff, 0xc0]);
    return JSON.stringify([[...bytes], new TextDecoder().decode(bytes), new TextDecoder().decode(broken)]);
  },
  url: () => {
    const url = new URL("../x y?d=é#f", "https://EXAMPLE.com:443/a/b/c");
    const query = new URLSearchParams({ a: "1" });
    query.append("b", "x y");
    return JSON.stringify([url, url.searchParams.get("d"), `${query}`, URL.canParse("nope")]);
  },
  clone: () => JSON.stringify(structuredClone({ a: [1, new Date(0), { b: null }] })),
  timer: () => setTimeout(() => {}, 1),
  crypto: () => crypto.randomUUID(),
  random: () => JSON.stringify([Math.random(), Math.random()]),
  clock: () => new Date().toISOString().slice(0, 19),
};

declare const crypto: { randomUUID(): string };
declare function setTimeout(run: () => void, milliseconds: number): unknown;

export function handle(event: Event): Output[] {
  const returned = tasks[event.type]?.(event);
  if (typeof returned === "string" || typeof returned === "number") {
    return [Output.text("told", String(returned), { subject: event.id })];
  }
  return returned as Output[];
}
