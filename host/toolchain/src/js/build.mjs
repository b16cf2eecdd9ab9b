// Inspects a JavaScript plugin, and componentizes its bundle: node build.mjs TASK OPTIONS REPORT
// OPTIONS is JSON. Errors go to the file REPORT, as messages of esbuild.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [task, optionsText, reportFile] = process.argv.slice(2);
const options = JSON.parse(optionsText);
const require = createRequire(join(options.tools, "package.json"));
const report = { errors: [], warnings: [] };

try {
  await { inspect, componentize }[task]();
} catch (error) {
  report.errors.push(...(error.errors ?? [{ text: String(error?.message ?? error) }]));
}
writeFileSync(reportFile, JSON.stringify(report));

// Reports the exports of the module, and the errors and warnings of esbuild.
async function inspect() {
  const { warnings, metafile } = await require("esbuild").build({
    absWorkingDir: options.project,
    alias: { "@guesthouse/sdk": join(options.sdk, "src/index.ts") },
    bundle: true,
    entryPoints: [options.entry],
    external: ["guesthouse:*"],
    format: "esm",
    logLevel: "silent",
    mainFields: ["module", "main"],
    metafile: true,
    outdir: options.build,
    platform: "neutral",
    target: "es2023",
    write: false,
  });
  report.warnings.push(...warnings);
  const [bundle] = Object.values(metafile.outputs);
  report.exports = bundle.exports;
  report.imports = bundle.imports.map((used) => used.path);
}

async function componentize() {
  const file = join(options.build, "plugin.js");
  const engine = { quickjs, starlingmonkey }[options.engine];
  const { component } = await engine(file);
  writeFileSync(join(options.build, "js.wasm"), component);
}

function quickjs(file) {
  const { componentize } = require("componentize-qjs");
  const jsSource = readFileSync(file, "utf8");
  return componentize({ witPath: options.wit, world: options.world, jsSource, jsPath: file, sync: true });
}

async function starlingmonkey(file) {
  const library = "node_modules/@bytecodealliance/componentize-js/src/componentize.js";
  const { componentize } = await import(pathToFileURL(join(options.tools, library)));
  const disableFeatures = ["http", "fetch-event"];
  return componentize({ sourcePath: file, witPath: options.wit, worldName: options.world, disableFeatures });
}
