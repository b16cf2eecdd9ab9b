// Makes one JavaScript module of a plugin project: the author's code, what it imports, the SDK's
// entry, and a source map for stacks. The tool gives it to componentize-qjs or componentize-js.
//
//     NODE_PATH=<where esbuild is> node bundle.mjs PROJECT ENTRY OUT
//
// PROJECT is the project's folder, ENTRY the author's module and OUT the bundle, both relative to it.
// Errors of the author's code go to standard error, and the exit code is 1.

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// A require, because an import does not look at NODE_PATH.
const esbuild = createRequire(import.meta.url)("esbuild");
const sdk = resolve(dirname(fileURLToPath(import.meta.url)), "../src");
const [project = ".", entry = "src/plugin.ts", out = ".guesthouse/build/plugin.js"] = process.argv.slice(2);

const main = `
import * as plugin from ${JSON.stringify(`./${entry}`)};
import { wrap } from "@guesthouse/sdk/entry";
export const handler = wrap(plugin);
`;

const built = await esbuild
  .build({
    absWorkingDir: resolve(project),
    stdin: { contents: main, resolveDir: resolve(project), sourcefile: ".guesthouse/entry.js" },
    outfile: out,
    write: false,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2023",
    charset: "utf8",
    external: ["guesthouse:*"],
    alias: { "@guesthouse/sdk": resolve(sdk, "index.ts"), "@guesthouse/sdk/entry": resolve(sdk, "entry.ts") },
    inject: [resolve(sdk, "globals.ts")],
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "warning",
  })
  .catch(() => process.exit(1));

const [map, code] = built.outputFiles;
writeFileSync(resolve(project, out), `${code.text}const GUESTHOUSE_SOURCE_MAP = ${sourceMap(JSON.parse(map.text))};\n`);

/** What src/sourcemap.ts reads: sources as the author names them, null for the SDK's own. */
function sourceMap({ sources, mappings }) {
  const folder = dirname(resolve(project, out));
  const named = sources.map((source) => {
    const path = resolve(folder, source);
    return path.startsWith(sdk) ? null : relative(resolve(project), path);
  });
  return JSON.stringify({ file: basename(out), sources: named, mappings });
}
