// Builds and runs one plugin on both engines: `GUESTHOUSE=.../guesthouse npm run test:engines`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import vectors from "../../../docs/reference/json-vectors.json" with { type: "json" };

const here = process.env["TESTS"] ?? assert.fail("run this by `npm run test:engines`");
const tool = process.env["GUESTHOUSE"] ?? join(here, "../../../target/debug/guesthouse");

interface Outcome {
  readonly event: string;
  readonly class: string;
  readonly code: string | null;
  readonly message?: string;
  readonly trace?: string;
  readonly retry_after_ms?: number;
  readonly fuel: number;
}
interface Run {
  readonly outcome: Outcome;
  readonly told: string | undefined;
  readonly same: string | undefined;
}
interface Line {
  readonly type: string;
  readonly event: string;
  readonly level: string;
  readonly message: string;
  readonly fields: unknown;
}

const source = readFileSync(join(here, "project/src/plugin.ts"), "utf8");
const tasks = [...source.matchAll(/^ {2}"?([a-z-]+)"?: (?:async )?\(/gm)].map(([, name]) => name!);
const reads = vectors.read as readonly {
  readonly name: string;
  readonly text?: string;
  readonly base64?: string;
  readonly written?: string;
  readonly error?: { readonly code: string; readonly offset: number };
}[];

/** A package that calls itself, and then throws. */
const PACKAGE = {
  "index.js": `export function descend(depth) {
  if (depth === 0) throw new RangeError("at the bottom");
  return descend(depth - 1) + 1;
}
`,
  "index.d.ts": "export function descend(depth: number): number;\n",
  "package.json": '{ "name": "descender", "type": "module", "main": "index.js" }',
};

const BYTES = { datacontenttype: "text/plain", data: "abcdef" };

function events(): string {
  const common = { specversion: "1.0", source: "/probe", time: "2026-01-02T03:04:05Z" };
  const given = tasks.map((type) => ({ ...common, id: type, type, ...(type === "bytes" ? BYTES : {}) }));
  const read = reads.map(({ name, text, base64 }) => ({
    ...common,
    id: `json: ${name}`,
    type: "json",
    datacontenttype: "application/octet-stream",
    data_base64: base64 ?? Buffer.from(text!).toString("base64"),
  }));
  return [...given, ...read].map((event) => `${JSON.stringify(event)}\n`).join("");
}

/** Builds a project on an engine, and returns the exit status and what the build told. */
function build(name: string, engine: string, folder: string, plugin: string): [number | null, string] {
  const project = join(folder, name);
  cpSync(join(here, name), project, { recursive: true });
  const descender = join(project, "node_modules/descender");
  mkdirSync(descender, { recursive: true });
  for (const [file, text] of Object.entries(PACKAGE)) writeFileSync(join(descender, file), text);
  const built = spawnSync(tool, ["build", project, "--engine", engine, "-o", plugin], { encoding: "utf8" });
  return [built.status, built.stderr];
}

function run(engine: string, folder: string): { runs: Map<string, Run>; lines: Line[]; built: string } {
  const plugin = join(folder, "probe.wasm");
  const [status, built] = build("project", engine, folder, plugin);
  assert.equal(status, 0, built);

  const outcomes = join(folder, "outcomes.jsonl");
  const given = ["--policy", join(here, "guesthouse.toml"), "--outcomes", outcomes, "--log-level", "debug"];
  const ran = spawnSync(tool, ["run", plugin, ...given, "--format", "json"], {
    input: events(),
    encoding: "utf8",
  });
  assert.equal(ran.status, 1, ran.stderr);
  const runs = byEvent(readFileSync(outcomes, "utf8"), ran.stdout);
  return { runs, lines: records(ran.stderr) as Line[], built };
}

function records(text: string): unknown[] {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
}

function byEvent(outcomes: string, output: string): Map<string, Run> {
  const outputs = records(output) as { subject: string; data: string; same?: string }[];
  return new Map(
    (records(outcomes) as Outcome[]).map((outcome) => {
      const found = outputs.find(({ subject }) => subject === outcome.event);
      return [outcome.event, { outcome, told: found?.data, same: found?.same }];
    }),
  );
}

for (const engine of ["quickjs", "starlingmonkey"]) {
  suite(engine, () => {
    const folder = mkdtempSync(join(tmpdir(), "guesthouse-engines-"));
    let runs = new Map<string, Run>();
    let lines: Line[] = [];
    let built = "";
    before(() => {
      ({ runs, lines, built } = run(engine, folder));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const ran = (name: string): Run => runs.get(name) ?? assert.fail(`nothing came of the event ${name}`);
    const completes = (name: string, told?: string): void => {
      test(name, () => {
        assert.equal(ran(name).outcome.class, "completed", ran(name).outcome.message);
        assert.equal(ran(name).told, told);
      });
    };
    const fails = (name: string, expected: Partial<Outcome>, trace?: RegExp): void => {
      test(name, () => {
        const { outcome } = ran(name);
        for (const [key, value] of Object.entries(expected))
          assert.equal(outcome[key as keyof Outcome], value, outcome.message);
        if (trace) assert.match(outcome.trace ?? "", trace);
      });
    };

    for (const { name, written, error } of reads) {
      const id = `json: ${name}`;
      if (written !== undefined) completes(id, written);
      else
        fails(id, {
          class: "rejected",
          code: "invalid-json",
          message: `the event's data is not valid JSON: ${error!.code} at byte ${error!.offset}`,
        });
    }
    fails("json-depth", { class: "failed", message: "invalid JSON: too-deep at byte 128" });
    completes("json-text", "1080011");
    test("a mebibyte of text stays far below the limit of fuel", () =>
      assert.ok(ran("json-text").outcome.fuel < 1.5e9));
    fails("text", { class: "rejected", code: "missing-data" });

    fails(
      "fail-deep",
      { class: "crashed", code: "exception", message: "RangeError: lost after 3 steps" },
      /^RangeError: lost after 3 steps\n {4}at enter \(src\/deep\.ts:8:\d+\)\n(.*\n)*? {4}at handle \(src\/plugin\.ts:\d+:\d+\)$/,
    );
    fails(
      "fail-cause",
      { class: "crashed", message: "Error: no way out" },
      /^Error: no way out\n {4}at .*src\/plugin\.ts:\d+:\d+\)\n[^]*Caused by: RangeError: lost after 3 steps\n {4}at enter \(src\/deep\.ts:8:/,
    );
    fails(
      "fail-package",
      { class: "crashed", code: "exception", message: "RangeError: at the bottom" },
      /^RangeError: at the bottom\n( {4}at descend \(node_modules\/descender\/index\.js:\d+:\d+\)\n){10} {4}at 31 frames of packages\n {4}at .*src\/plugin\.ts:/,
    );
    fails("fail-overflow", { class: "crashed", code: engine === "quickjs" ? "stack-overflow" : "exception" });
    fails("fail-rejected", { class: "rejected", code: "why-not", message: "because" });
    fails("fail-unavailable", {
      class: "unavailable",
      code: "later",
      message: "not now",
      retry_after_ms: 1500,
    });
    fails("fail-string", {
      class: "crashed",
      code: "exception",
      message: "the plugin threw a value that is not an Error: 'just text'",
    });
    fails("fail-returned", {
      class: "crashed",
      code: "exception",
      message: "TypeError: type of output 0 must be a string, not the number 5",
    });

    completes("state", '["é😀",0,null,1004]');
    fails("state-not-granted", {
      class: "failed",
      code: "state-not-granted",
      message: 'state: not-granted (store "other")',
    });
    fails("state-invalid-key", { class: "failed", code: "state-invalid-key" });
    completes("state-half-character");
    fails("http-not-granted", {
      class: "failed",
      code: "http-not-granted",
      message: 'http: not-granted (connection "nowhere")',
    });
    completes("config", '["wörd","",null]');

    completes("bytes", "bc");
    test("bytes from the host are the author's Uint8Array", () =>
      assert.equal(ran("bytes").same, "true,true"));

    completes("console");
    test("console and log write lines", () => {
      const written = lines.filter(({ type, event }) => type === "log" && event === "console");
      assert.deepEqual(
        written.map(({ level, message, fields }) => [level, message, fields]),
        [
          ["info", "text and 1 { list: [ 1, 'a', null ], map: Map(1) { 1 => Set(1) { 'b' } } }", []],
          ["debug", "debug", []],
          ["warn", "warn", []],
          ["error", "error", []],
          [
            "info",
            "half \ufffd",
            [
              ["a", "1"],
              ["b", "2"],
            ],
          ],
        ],
      );
    });
    completes("encoding", '[[97,240,159,152,128,195,169,239,191,189],"a😀é\ufffd","a\ufffd\ufffd\ufffd"]');
    completes("encoding-broken", new TextDecoder().decode(new Uint8Array(30_000).map((_, at) => at * 7)));
    fails("encoding-fatal", { class: "crashed", message: "TypeError: invalid UTF-8 at byte 999999" });
    completes("url", '["https://example.com/a/x%20y?d=%C3%A9#f","é","a=1&b=x+y",false]');
    completes("url-few", "2420");
    completes("url-many", "24020");
    test("parameters of a URL cost as much as their number", () =>
      assert.ok(ran("url-many").outcome.fuel < 12 * ran("url-few").outcome.fuel));
    completes("clone", '{"a":[1,"1970-01-01T00:00:00.000Z",{"b":null}]}');
    completes("clone-list", "20000");
    completes("map-of-texts", "4000");
    completes("map-of-integers", "4000");
    test("only QuickJS is slow with a Map of integers", () => {
      const isSlow = ran("map-of-integers").outcome.fuel > 5 * ran("map-of-texts").outcome.fuel;
      assert.equal(isSlow, engine === "quickjs");
    });
    test("the build prints what the modules wrote to console", () =>
      assert.match(built, /the plugin's modules wrote to `console`[^]*\| loading a module\n/));
    completes(
      "promise-order",
      '["started","microtask","then","finally",1,"resolved",2,3,[2,4],"imported","a module"]',
    );
    completes("promise-cleanup", '[1,2,3,"cleaned","cleaned","cleaned",{"value":9,"done":true}]');
    completes("promise-started", "later");
    completes("promise-kept", "promise-started");
    fails(
      "promise-lost",
      { class: "crashed", code: "exception", message: "RangeError: lost after 3 steps" },
      /^RangeError: lost after 3 steps\n {4}at enter \(src\/deep\.ts:8:[^]* {4}at .*src\/plugin\.ts:/,
    );
    fails("promise-pending", {
      class: "crashed",
      code: "exception",
      message:
        "Error: pending work: `handle` waits for a promise that nothing settles, because no job is left that could settle it",
    });
    fails(
      "promise-thrown",
      { class: "crashed", message: "RangeError: thrown after 3 steps" },
      /src\/deep\.ts:8:/,
    );
    fails("promise-list", {
      class: "crashed",
      message: "TypeError: output 0 is a promise: await it, or all of them with Promise.all",
    });
    fails("promise-loop", { class: "limit", code: "fuel" });

    fails(
      "json-date",
      {
        class: "failed",
        code: "invalid-json-value",
        message: "cannot write the value as JSON: unsupported at $.lines[1].when (a Date): use toISOString()",
      },
      /^JsonError: .*\n {4}at .*src\/plugin\.ts:/,
    );
    completes(
      "locale-plain",
      "01/01/1970, 12:00:00 AM | 01/01/1970 | 12:00:00 AM | 1234567.891 | 1234.5,1 | Zazä | SS | -1,1",
    );
    for (const [name, call, plain] of [
      ["locale-number", "toLocaleString", "numbers without separators of thousands"],
      ["locale-date", "toLocaleDateString", "a date as in the United States"],
      ["locale-compare", "localeCompare", "the order of code points (`z` before `ä`)"],
    ] as const) {
      fails(name, {
        class: "crashed",
        message: `TypeError: ${call} with a locale or options is not available in a plugin: the engine has no data about languages; call it without them for ${plain}, or use a package that contains the data it needs`,
      });
    }
    fails("locale-intl", {
      class: "crashed",
      message:
        "ReferenceError: Intl is not defined: the engine has no data about languages; use a package that contains the data it needs",
    });
    fails("locale-temporal", {
      class: "crashed",
      message:
        "ReferenceError: Temporal is not defined: use Date, or a package such as @js-joda/core or date-fns",
    });
    fails("no-process", {
      class: "crashed",
      message:
        "ReferenceError: process is not defined: a plugin has no process; settings come from config.get",
    });
    fails("no-member", {
      class: "crashed",
      message:
        "ReferenceError: XMLHttpRequest is not defined: use http.send with a connection that the policy grants",
    });
    fails("no-cause", {
      class: "crashed",
      message: "TypeError: the page has no title: document is not defined: a plugin runs without a browser",
    });
    test("a text with await", () =>
      assert.match(
        ran("no-await").outcome.message ?? "",
        /^SyntaxError: a text that is compiled in a plugin cannot use `await`: /,
      ));
    completes("weakref", "true");
    completes("abort", '["why",true,true]');
    completes("performance", "true");
    fails("timer", {
      class: "crashed",
      message:
        "TypeError: setTimeout is not available in a plugin: a plugin cannot wait; throw Unavailable with retryAfterMs to handle the event later",
    });
    completes("crypto", "a3dd9e8c-a5b3-49c8-b2bb-99c3f0838a10");
    completes("assigned", '["fetched a text object","function"]');
    test("errors of modules name the author's lines", () => {
      const [status, told] = build("broken", engine, folder, join(folder, "broken.wasm"));
      assert.equal(status, 1, told);
      assert.match(
        told,
        /error\[javascript\]: config\.get needs the host[^]*--> src\/plugin\.js:5:\d+\n[^]*hint: ask the host in `handle`/,
      );
      assert.match(
        told,
        /error\[javascript\]: TypeError: [^\n]*\n *--> src\/deep\.js:2:\d+\n *\| at src\/plugin\.js:8:\d+\n/,
      );
      assert.doesNotMatch(told, /wizer|wasm|build\/plugin\.js|: : /);
    });
    test("QuickJS keeps the source of each function", () => {
      const copies =
        readFileSync(join(folder, "probe.wasm"), "latin1").split("a text of the innermost").length - 1;
      assert.equal(copies >= 4, engine === "quickjs", `${copies} copies`);
    });
    completes("random", "[0.8641308785881847,0.08087269030511379]");
    completes("clock", "2026-01-02T03:04:05");
  });
}
