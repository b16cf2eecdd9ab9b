import { config, http, json, log, Output, Rejected, state, Unavailable, type Event } from "@guesthouse/sdk";
import { descend } from "descender";
import { Cellar } from "./deep.js";
import { fetched } from "./polyfill.js";

type Task = (event: Event) => unknown;

const encoder = new TextEncoder();
const loaded = await Promise.resolve("a module");
console.log("loading %s", loaded);

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
  "fail-package": () => descend(40),
  "fail-overflow": () => {
    const sink = (depth: number): number => sink(depth + 1) + 1;
    return sink(0);
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
  "encoding-broken": () => new TextDecoder().decode(new Uint8Array(30_000).map((_, at) => at * 7)),
  "encoding-fatal": () =>
    new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(1_000_000).fill(0xff, 999_999)),
  url: () => {
    const url = new URL("../x y?d=é#f", "https://EXAMPLE.com:443/a/b/c");
    const query = new URLSearchParams({ a: "1" });
    query.append("b", "x y");
    return JSON.stringify([url, url.searchParams.get("d"), `${query}`, URL.canParse("nope")]);
  },
  "url-few": () => withParameters(200),
  "url-many": () => withParameters(2000),
  clone: () => JSON.stringify(structuredClone({ a: [1, new Date(0), { b: null }] })),
  "clone-list": () => {
    const list = Array.from({ length: 20_000 }, (_, at) => ({ at }));
    return String(structuredClone(list).length);
  },
  "map-of-texts": () => String(new Map(Array.from({ length: 4000 }, (_, at) => [`${at}`, at])).size),
  "map-of-integers": () => String(new Map(Array.from({ length: 4000 }, (_, at) => [at, at])).size),
  "promise-order": async () => {
    const told: unknown[] = [];
    queueMicrotask(() => told.push("microtask"));
    Promise.resolve()
      .then(() => told.push("then"))
      .finally(() => told.push("finally"));
    void (async () => {
      told.push("started");
      await null;
      told.push(await new Promise((resolve) => resolve(Promise.resolve("resolved"))));
    })();
    for await (const item of numbered()) told.push(item);
    told.push(await Array.fromAsync([1, Promise.resolve(2)], async (item) => item * 2));
    const { later } = await import("./later.js");
    return JSON.stringify([...told, later, loaded]);
  },
  "promise-cleanup": async () => {
    const told: unknown[] = [];
    for await (const item of cleaned(told)) told.push(item);
    for await (const _ of cleaned(told)) break;
    const left = cleaned(told);
    await left.next();
    told.push(await left.return(9));
    return JSON.stringify(told);
  },
  "promise-started": (event) => {
    const outputs: Output[] = [];
    void later(event, outputs);
    return outputs;
  },
  "promise-kept": () => String(state.open("probe").getText("later")),
  "promise-lost": () => {
    void lose();
    return [];
  },
  "promise-pending": () => new Promise(() => {}),
  "promise-thrown": () => {
    queueMicrotask(() => new Cellar().enter({ why: "thrown" }));
    return [];
  },
  "promise-list": () => [Promise.resolve(new Output("told"))],
  "promise-loop": () => {
    const again = (): Promise<void> => Promise.resolve().then(again);
    void again();
    return [];
  },

  "json-date": () => Output.json("told", { lines: [0, { when: new Date(0) }] }),
  "locale-plain": () =>
    [
      new Date(0).toLocaleString(),
      new Date(0).toLocaleDateString(),
      new Date(0).toLocaleTimeString(),
      (1234567.891).toLocaleString(),
      [1234.5, 1n].toLocaleString(),
      ["ä", "z", "a", "Z"].sort((one, other) => one.localeCompare(other)).join(""),
      "ß".toLocaleUpperCase(),
      ["\uffff".localeCompare("\u{10000}"), "b".localeCompare("")],
    ].join(" | "),
  "locale-number": () => (1).toLocaleString("de-DE"),
  "locale-date": () => new Date(0).toLocaleDateString(undefined, { weekday: "long" }),
  "locale-compare": () => "a".localeCompare("b", "de"),
  "locale-intl": () => new Intl.NumberFormat("de").format(1),
  "locale-temporal": () => Temporal.Now.instant(),
  "no-process": () => process.cwd(),
  "no-member": () => new globalThis.XMLHttpRequest(),
  "no-cause": () => {
    try {
      return document.title;
    } catch (error) {
      throw new TypeError(`the page has no title: ${(error as Error).message}`);
    }
  },
  "no-await": () => new Function("value", "return await value;"),
  weakref: () => String(new WeakRef({ held: true }).deref()?.held),
  abort: () => {
    const controller = new AbortController();
    const seen: unknown[] = [];
    controller.signal.addEventListener("abort", () => seen.push(controller.signal.reason));
    controller.abort("why");
    return JSON.stringify([...seen, controller.signal.aborted, AbortSignal.abort().reason instanceof Error]);
  },
  performance: () => String(performance.now() >= 0 && performance.now() < 60_000),
  timer: () => setTimeout(() => {}, 1),
  crypto: () => crypto.randomUUID(),
  assigned: () => JSON.stringify([fetched(), typeof URLSearchParams]),
  random: () => JSON.stringify([Math.random(), Math.random()]),
  clock: () => new Date().toISOString().slice(0, 19),
};

function withParameters(count: number): string {
  const url = new URL("https://example.com/");
  for (let at = 0; at < count; at++) url.searchParams.append("key", "a value");
  return String(url.href.length);
}

/** A text that the component has once for each level of functions, on an engine that keeps their sources. */
export const level = () => () => () => () => "a text of the innermost function";

async function* numbered(): AsyncGenerator<number> {
  yield 1;
  yield* [2, 3];
}

async function* cleaned(told: unknown[]): AsyncGenerator<number, number> {
  try {
    yield* numbered();
    return 0;
  } finally {
    await null;
    told.push("cleaned");
  }
}

async function later(event: Event, outputs: Output[]): Promise<void> {
  await null;
  state.open("probe").set("later", event.id);
  outputs.push(Output.text("told", "later", { subject: event.id }));
}

async function lose(): Promise<void> {
  state.open("probe").set("later", "lost");
  await null;
  new Cellar().enter({ why: "lost" });
}

declare global {
  var XMLHttpRequest: new () => unknown;
}
declare const Temporal: { Now: { instant(): unknown } };
declare const process: { cwd(): string };
declare const document: { readonly title: string };
declare function setTimeout(run: () => void, milliseconds: number): unknown;

export function handle(event: Event): Output[] | Promise<Output[]> {
  const returned = tasks[event.type]?.(event);
  return returned instanceof Promise ? returned.then((value) => told(event, value)) : told(event, returned);
}

function told(event: Event, returned: unknown): Output[] {
  if (typeof returned === "string" || typeof returned === "number") {
    return [Output.text("told", String(returned), { subject: event.id })];
  }
  return returned as Output[];
}
