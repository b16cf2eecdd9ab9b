// Bundles a plugin project into one JavaScript module: the author's code, its imports, the SDK's entry,
// and a source map for stacks. `guesthouse build` passes it to componentize-qjs or componentize-js.
//
//     NODE_PATH=<where npm put the packages> node bundle.mjs PROJECT ENTRY OUT
//
// PROJECT is the project's folder, ENTRY the author's module and OUT the bundle, both relative to it.
// Errors of the author's code go to standard error, and the exit code is 1.

import { realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, delimiter, dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

// `require`, because `import` does not use NODE_PATH.
const esbuild = createRequire(import.meta.url)("esbuild");
const sdk = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const libraries = (process.env.NODE_PATH ?? "").split(delimiter).filter(Boolean);
const [folder = ".", entry = "src/plugin.ts", out = ".guesthouse/build/plugin.js"] = process.argv.slice(2);
// esbuild names the files that it reads by their real paths.
const project = realpathSync(folder);

const main = `
import { wrap } from "@guesthouse/sdk/entry";
import * as plugin from ${JSON.stringify(`./${entry}`)};
export const handler = wrap(plugin);
`;

const built = await esbuild
  .build({
    absWorkingDir: project,
    stdin: { contents: main, resolveDir: project, sourcefile: ".guesthouse/entry.js" },
    outfile: out,
    write: false,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2023",
    charset: "utf8",
    external: ["guesthouse:*"],
    alias: {
      "@guesthouse/sdk": resolve(sdk, "src/index.ts"),
      "@guesthouse/sdk/entry": resolve(sdk, "src/entry.ts"),
    },
    inject: [resolve(sdk, "src/random.ts"), resolve(sdk, "src/globals.ts")],
    nodePaths: libraries,
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "warning",
  })
  .catch(() => process.exit(1));

const [map, code] = built.outputFiles;
writeFileSync(
  resolve(project, out),
  `${code.text}const GUESTHOUSE_SOURCE_MAP = ${authorsMap(JSON.parse(map.text))};\n`,
);

/** Returns the map that src/sourcemap.ts reads: the lines of the bundle that are not part of the SDK. */
function authorsMap({ sources, mappings }) {
  const named = sources.map(nameOf);
  const lines = {};
  for (const [index, segments] of absoluteLines(mappings).entries()) {
    if (segments.some(([, source]) => named[source] !== null)) lines[index + 1] = relativeLine(segments);
  }
  return JSON.stringify({ file: basename(out), sources: named, lines });
}

/** Returns the author's name of a source, or null for a source of the SDK or its libraries. */
function nameOf(source) {
  const path = resolve(dirname(resolve(project, out)), source);
  const isOurs = [sdk, ...libraries].some((folder) => path.startsWith(resolve(folder) + sep));
  return isOurs ? null : relative(project, path);
}

/** Returns the segments of each line as [column, source, line, column of the source], from 0. */
function absoluteLines(mappings) {
  const state = [0, 0, 0, 0];
  return mappings.split(";").map((line) => {
    state[0] = 0;
    const segments = line === "" ? [] : line.split(",");
    return segments.map((segment) => {
      for (const [at, value] of vlq(segment).slice(0, 4).entries()) state[at] += value;
      return [...state];
    });
  });
}

/** Base 64 VLQ of ECMA-426: a digit has five bits, the sixth marks a continuation, the lowest is the sign. */
function vlq(segment) {
  const values = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".indexOf(digit);
    value += (bits & 31) * 2 ** shift;
    shift += 5;
    if (bits & 32) continue;
    values.push(value % 2 === 1 ? -(value - 1) / 2 : value / 2);
    value = shift = 0;
  }
  return values;
}

/** Writes each segment as the difference to the previous one, so that a frame costs the guest one short line. */
function relativeLine(segments) {
  let before = [0, 0, 0, 0];
  const differences = segments.map((segment) => {
    const difference = segment.map((value, at) => value - before[at]);
    before = segment;
    return difference.join(" ");
  });
  return differences.join(",");
}
