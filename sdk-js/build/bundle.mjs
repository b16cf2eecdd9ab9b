// Bundles a plugin project into one JavaScript module: the author's code, its imports, the SDK's entry,
// and a source map for stacks. `guesthouse build` passes it to componentize-qjs or componentize-js.
//
// The engines run no promise job after the build, or run it too late. So the author's program becomes the
// body of one function in which `async` functions are generators over the promises of src/promise.ts, whose
// jobs the SDK runs itself:
//
//     import * as host0 from "guesthouse:automation/log@0.1.0"; const GUESTHOUSE = { ... };
//     GUESTHOUSE.load = async () => { try { ...the program... } catch ... };
//     GUESTHOUSE.load();
//     export const handler = GUESTHOUSE.start();

import { realpathSync } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { explainNodeModules, withoutNodePrefix } from "./node-modules.mjs";
import { handlerOf } from "./shape.mjs";
import { authorsLines } from "./sourcemap.mjs";

const sdk = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const TARGET = "es2023";
const AS_GENERATORS = { "async-await": false, "async-generator": false, "for-await": false };
const GLOBALS = [
  ..."clearInterval clearTimeout console crypto fetch setInterval setTimeout structuredClone".split(" "),
  ..."Intl Temporal TextDecoder TextEncoder URL URLSearchParams".split(" "),
];

/**
 * Bundles the module `entry` of the folder `project`; `out` is the file that the bundle will be written to.
 * `libraries` is the folder where npm put the packages of the SDK.
 *
 * Returns the bundle's code and source map, the interfaces of the host that it imports, the place of `handle`,
 * and esbuild's warnings. Throws an object with `errors`, in the form of esbuild's messages.
 */
export async function bundle(esbuild, { project: folder, entry, out, libraries }) {
  // esbuild names the files that it reads by their real paths.
  const project = realpathSync(folder);
  const file = resolve(project, out);
  const options = optionsOf({ project, entry, file, libraries });
  const built = await esbuild
    .build(options)
    .catch(async (failure) => Promise.reject(await explainNodeModules(esbuild, options, failure)));

  const isOurs = (path) => [sdk, libraries].some((ours) => path.startsWith(resolve(ours) + sep));
  const nameOf = (source) => {
    const path = resolve(dirname(file), source);
    return isOurs(path) ? null : relative(project, path);
  };
  const [map, code] = built.outputFiles.map(({ text }) => text);
  const parts = split(code);
  const lines = authorsLines(JSON.parse(map), basename(file), nameOf);
  const handler = handlerOf(parts, lines, resolve(project, entry), entry);

  const imports = usedImports(built.metafile);
  const lowered = await lower(esbuild, parts.program, map);
  const { sources, mappings } = JSON.parse(lowered.map);
  // The header is one more line.
  const sourceMap = authorsLines({ sources, mappings: `;${mappings}` }, basename(file), nameOf);
  return {
    code: `${header(imports, sourceMap)}\n${lowered.code}`,
    sourceMap,
    imports,
    handler,
    warnings: built.warnings,
  };
}

function optionsOf({ project, entry, file, libraries }) {
  const names = ["globalThis", "global", "self"];
  const members = GLOBALS.flatMap((name) => names.map((object) => [`${object}.${name}`, name]));
  return {
    absWorkingDir: project,
    stdin: { contents: main(entry), resolveDir: project, sourcefile: ".guesthouse/entry.js" },
    outfile: file,
    write: false,
    bundle: true,
    metafile: true,
    format: "esm",
    platform: "browser",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["browser", "module", "main"],
    target: TARGET,
    charset: "utf8",
    legalComments: "inline",
    define: {
      ...Object.fromEntries(members),
      "process.env.NODE_ENV": '"production"',
      global: "globalThis",
    },
    alias: {
      "@guesthouse/sdk": resolve(sdk, "src/index.ts"),
      "@guesthouse/sdk/entry": resolve(sdk, "src/entry.ts"),
    },
    inject: [resolve(sdk, "src/globals.ts")],
    plugins: [hostImports, withoutNodePrefix],
    nodePaths: [libraries],
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
  };
}

// The exports tell the name that `handle` has in the bundle.
function main(entry) {
  const module = JSON.stringify(`./${entry}`);
  return `
import { serve } from "@guesthouse/sdk/entry";
import * as plugin from ${module};
serve(plugin);
export * from ${module};
`;
}

/** The host's interfaces, which only the outermost code of the module can import. */
const hostImports = {
  name: "host-imports",
  setup(build) {
    build.onResolve({ filter: /^guesthouse:/ }, ({ path }) => ({
      path,
      namespace: "host",
      sideEffects: false,
    }));
    build.onLoad({ filter: /./, namespace: "host" }, ({ path }) => ({
      contents: `module.exports = GUESTHOUSE.imports[${JSON.stringify(path)}];`,
    }));
  },
};

function usedImports({ outputs }) {
  const used = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return used
    .filter(([name, { bytesInOutput }]) => name.startsWith("host:") && bytesInOutput > 0)
    .map(([name]) => name.slice("host:".length));
}

/** Separates the program from the export statement that esbuild writes at its end. */
function split(code) {
  const match = /\nexport \{([^}]*)\};\n$/.exec(code);
  if (!match) return { program: code, exported: [] };
  const exported = match[1].split(",").map((item) => item.trim().split(" as "));
  return { program: code.slice(0, match.index + 1), exported };
}

/** Makes the program the body of a function, and its asynchronous functions generators. */
async function lower(esbuild, program, map) {
  const original = JSON.parse(map);
  // The program starts in the second line.
  const moved = { ...original, mappings: `;${original.mappings}` };
  const inline = Buffer.from(JSON.stringify(moved)).toString("base64");
  const source = `GUESTHOUSE.load = async () => { try {
${program}
} catch (error) { GUESTHOUSE.failure = { error }; } finally { GUESTHOUSE.loaded = true; } };
GUESTHOUSE.load();
export const handler = GUESTHOUSE.start();
//# sourceMappingURL=data:application/json;base64,${inline}
`;
  return esbuild.transform(source, {
    format: "esm",
    target: TARGET,
    supported: AS_GENERATORS,
    charset: "utf8",
    sourcefile: "plugin.js",
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
  });
}

function header(imports, sourceMap) {
  const statements = imports.map((name, at) => `import * as host${at} from ${JSON.stringify(name)};`);
  const members = imports.map((name, at) => `${JSON.stringify(name)}: host${at}`);
  const program = `const GUESTHOUSE = { imports: { ${members.join(", ")} }, sourceMap: ${JSON.stringify(sourceMap)} };`;
  return [...statements, program].join(" ");
}
