// Bundles a JavaScript plugin with the SDK's bundler, and componentizes the bundle:
// node build.mjs TASK OPTIONS REPORT
// OPTIONS is JSON. Errors go to the file REPORT, as messages of esbuild with a hint and details.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [task, optionsText, reportFile] = process.argv.slice(2);
const options = JSON.parse(optionsText);
const require = createRequire(join(options.tools, "package.json"));
const report = { errors: [], warnings: [] };
const file = join(options.build, "plugin.js");
const usesWasi = join(options.build, "uses-wasi");
const mapFile = join(options.build, "plugin.js.map");
const SHAPE = "export the function that handles an event: `export function handle(event) { return []; }`";
const NEEDS_HOST = options.domain
  ? "ask the host in a function that the plugin exports"
  : "ask the host in `handle`, which runs for each event";

try {
  await { bundle, componentize }[task]();
} catch (error) {
  report.errors.push(...(error.errors ?? [{ text: String(error?.message ?? error) }]));
}
writeFileSync(reportFile, JSON.stringify(report));

async function bundle() {
  const { bundle } = await sdk("bundle.mjs");
  const { project, entry, tools, domain, engine } = options;
  const libraries = join(tools, "node_modules");
  const bundled = await bundle(require("esbuild"), { project, entry, out: file, libraries, domain, engine });
  writeFileSync(file, bundled.code);
  writeFileSync(usesWasi, bundled.imports.some((name) => name.startsWith("wasi:")) ? "yes" : "");
  writeFileSync(mapFile, JSON.stringify({ ...bundled.sourceMap, handler: bundled.handler, chains: bundled.chains }));
  report.warnings.push(...bundled.warnings);
  report.imports = bundled.imports;
  report.handler = bundled.handler;
  report.parts = bundled.parts;
}

function sdk(name) {
  return import(pathToFileURL(join(options.sdk, "build", name)));
}

// The engine runs the plugin's modules. They report through the text of an error, because engines pass nothing
// else on. A report without faults has only lines of `console`; then the build starts again without them.
async function componentize() {
  const engine = { quickjs, starlingmonkey }[options.engine];
  let built;
  try {
    built = await engine();
  } catch (error) {
    const { lines, faults } = reported(error.message) ?? { lines: [], faults: [await located(error.message)] };
    report.lines = lines;
    report.errors.push(...(await Promise.all(faults.map(message))));
    if (faults.length > 0) return;
    writeFileSync(file, `globalThis.GUESTHOUSE_PRINTED = true; ${readFileSync(file, "utf8")}`);
    built = await engine();
  }
  writeFileSync(join(options.build, "js.wasm"), built.component);
}

function map() {
  return JSON.parse(readFileSync(mapFile, "utf8"));
}

function reported(text) {
  const [, encoded] = /GUESTHOUSE_REPORT<([^>]*)>/.exec(text) ?? [];
  return encoded === undefined ? undefined : JSON.parse(decodeURIComponent(encoded));
}

async function message({ text, place, callers, needsHost, isUnfit }) {
  const unfit = isUnfit ? placeOfExport(text) : null;
  return {
    code: isUnfit ? "handle-shape" : undefined,
    text,
    location: place ? { file: place.file, line: place.line, column: place.column - 1 } : unfit,
    detail: [...callers.map((line) => line.trim()), ...(await importsOf(place))].join("\n"),
    hint: hintFor(needsHost, isUnfit),
  };
}

/** Says who imports the package of a place. A stack does not, because the bundle has the modules one after the other. */
async function importsOf(place) {
  if (!place?.file.includes("node_modules/")) return [];
  const { shortName } = await sdk("unresolved.mjs");
  const chain = map().chains[shortName(place.file)];
  return chain ? [`imports: ${chain}`] : [];
}

/** Returns the author's place of the export that a text is about. */
function placeOfExport(text) {
  const { handler } = map();
  const [, name] = /^`([^`]+)`/.exec(text) ?? [];
  return handler.places?.[name] ?? handler;
}

function hintFor(needsHost, isUnfit) {
  if (needsHost) return NEEDS_HOST;
  return isUnfit && !options.domain ? SHAPE : undefined;
}

// An engine that cannot read the bundle says `Error: ...`, or `plugin.js:12:9 SyntaxError: ...`.
async function located(text) {
  const [, trap] = /^error while executing at wasm backtrace:[^]*: wasm trap: (.+)/.exec(text) ?? [];
  if (trap) return { text: `the plugin's modules cannot be loaded: ${trap}`, callers: [] };
  const said = text
    .replace(/^Failed to initialize component .*\n/, "")
    .replace(/^Exception while evaluating top-level script\n/, "")
    .replace(/^: /, "")
    .replace(/^(?:Failed to [^:\n]*: )+/, "")
    .replace(/\nAdditionally, some promises were rejected[^]*$/, "");
  const place = /plugin\.js:(\d+):(\d+)/.exec(said);
  // The engine says the place in each line of a message.
  const first = sentence(said.replaceAll(/^\S*plugin\.js:\d+:\d+ /gm, ""));
  if (!place || !existsSync(mapFile)) return { text: place ? first : sentence(said, said), callers: [] };
  const { originalPlace } = await sdk("sourcemap.mjs");
  const found = originalPlace(map(), Number(place[1]), Number(place[2]));
  return { text: first, place: found && { ...found, column: found.column + 1 }, callers: [] };
}

// Returns `text`, or the first lines of what an engine said, up to a line that ends a sentence. Neither ends in a
// bare colon, and an engine that was killed says nothing.
function sentence(said, text) {
  const lines = said.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const end = lines.findIndex((line) => !line.endsWith(":"));
  const first = lines.slice(0, end < 0 ? lines.length : end + 1).join(" ");
  const whole = (text ?? first).trim().replace(/\s*:+$/, "");
  return whole || `${options.engine} ended without a message; the machine may have too little memory`;
}

// Makes a world that has the domain's items, and the functions of WASI that `console` needs.
function withWasi() {
  const witPath = join(options.build, "wit");
  cpSync(options.wit, witPath, { recursive: true });
  mkdirSync(join(witPath, "deps/wasi"), { recursive: true });
  writeFileSync(join(witPath, "deps/wasi/wasi.wit"), options.wasi);
  const text = `package ${options.package};
world guesthouse-build {
  include %${options.world};
  import wasi:cli/stdout@0.2.12;
  import wasi:cli/stderr@0.2.12;
}
`;
  writeFileSync(join(witPath, "guesthouse-build.wit"), text);
  return { witPath, world: "guesthouse-build" };
}

function quickjs() {
  const { componentize } = require("componentize-qjs");
  const jsSource = readFileSync(file, "utf8");
  const { witPath, world } = options.domain && readFileSync(usesWasi, "utf8") === "yes" ? withWasi() : { witPath: options.wit, world: options.world };
  return componentize({ witPath, world, jsSource, jsPath: file, sync: true });
}

async function starlingmonkey() {
  const library = "node_modules/@bytecodealliance/componentize-js/src/componentize.js";
  const { componentize } = await import(pathToFileURL(join(options.tools, library)));
  const disableFeatures = ["http", "fetch-event"];
  return componentize({ sourcePath: file, witPath: options.wit, worldName: options.world, disableFeatures });
}
