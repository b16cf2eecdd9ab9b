// The host `node`: the adapter protocol on standard input and output. Its argument is the folder
// where jco's output is kept.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";

import { Host, once } from "../jco/host.js";
import { transpiled } from "../jco/transpile.js";

// Guests use extended constant expressions, which Node 20 supports only with this flag.
setFlagsFromString("--experimental-wasm-extended-const");

// jco's output wraps each export with `promising`, and uses the export itself if that throws. Node 20
// has no such function, and throwing that often takes a fifth of a second.
/** @type {any} */ (WebAssembly).promising ??= (/** @type {unknown} */ exported) => exported;

const work = process.argv[2] ?? "target/conformance/jco";

const host = new Host("node", async (component) => {
  const folder = join(work, await transpiled(component, work));
  const { instantiate } = await import(pathToFileURL(join(folder, "guest.js")).href);
  const compile = async (/** @type {string} */ file) =>
    WebAssembly.compile(await readFile(join(folder, file)));
  return { instantiate, compile: once(compile) };
});

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await host.answer(JSON.parse(line));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
