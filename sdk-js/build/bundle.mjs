// Bundles a plugin project into one JavaScript module: the author's code, its imports, the SDK's entry,
// and a source map for stacks. `guesthouse build` passes it to componentize-qjs or componentize-js.
//
// The engines run no promise job after the build, or run it too late. So `async` functions of the author's program are
// generators over the promises of src/promise.ts, whose jobs the SDK runs itself. A program with an `await` outside of
// functions becomes the body of one:
//
//     import * as host0 from "guesthouse:automation/log@0.1.0"; const GUESTHOUSE = { ... };
//     GUESTHOUSE.load = async () => { try { ...the program... } catch ... };
//     GUESTHOUSE.load();
//     export const handler = GUESTHOUSE.start();
//
// A surface says what depends on the contract: automation.mjs is that of `guesthouse:automation`, and domain.mjs
// that of a generated SDK.

import { realpathSync } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { asBareNames, memberNames, reservesNames } from "./absent.mjs";
import { fittedPackages, standIns } from "./node-modules.mjs";
import { automation } from "./automation.mjs";
import { domainOf } from "./domain.mjs";
import { authorsLines } from "./sourcemap.mjs";
import { chainsOf, explainUnresolved, withoutAddresses } from "./unresolved.mjs";

const sdk = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const TARGET = "es2023";
const AS_GENERATORS = { "async-await": false, "async-generator": false, "for-await": false };

// Of esbuild's helper for async generators, which leaves a `finally` block at its first `await`, and of the right one.
const LEAVES = 'k==="return"?k:"next"';
const CONTINUES = 'k==="return"&&v[1]?k:"next"';
// Characters of a line, if it can be broken there. A position costs the guest the reading of a line of the source map.
const LINE = 200;

// Globals that are imported into the modules that name them, so that only plugins that use them contain them:
// `URL` is large, and `console` imports an interface of the host.
const IMPORTED = ["console", "URL", "URLSearchParams"];
const GLOBALS = "guesthouse:globals";
// esbuild's error about an assignment to the name, and its warning about one to a property of `globalThis`.
const ASSIGNED = /^(?:Cannot assign to "|Suspicious assignment to defined constant ".*\.)([A-Za-z]+)"/;

/**
 * Bundles the module `entry` of the folder `project`; `out` is the file that the bundle will be written to.
 * `libraries` is the folder where npm put the packages of the SDK. `domain` is the folder of a generated SDK, if the
 * plugin is not one of `guesthouse:automation`, and `engine` is the engine that will run the bundle.
 *
 * Returns the bundle's code and source map, the interfaces of the host that it imports, the place of `handle`, the
 * way of imports to each package, the packages and files in the bundle, and esbuild's warnings. Throws an object with
 * `errors`, in the form of esbuild's messages.
 */
export async function bundle(esbuild, { project: folder, entry, out, libraries, domain, engine }) {
  // esbuild names the files that it reads by their real paths.
  const project = realpathSync(folder);
  const file = resolve(project, out);
  const surface = domain ? domainOf(domain, engine, sdk) : automation(sdk);
  const built = await build(esbuild, { project, entry, file, libraries, surface });

  const isOurs = ownedBy(project, [sdk, libraries, ...surface.folders]);
  const nameOf = authorsName(built.metafile, project, file, isOurs);
  const [map, text] = built.outputFiles.map((output) => output.text);
  const code = asBareNames(text);
  const parts = split(code);
  const lines = authorsLines(JSON.parse(map), basename(file), nameOf);
  const handler = surface.handlerOf(parts, lines, resolve(project, entry), entry);

  const imports = usedImports(built.metafile);
  const lowered = await lower(esbuild, parts.program, map, surface.exports);
  const { sources, mappings } = JSON.parse(lowered.map);
  // The header is one more line.
  const sourceMap = authorsLines({ sources, mappings: `;${mappings}` }, basename(file), nameOf);
  return {
    code: `${header(surface, imports, sourceMap)}\n${lowered.code}`,
    sourceMap,
    imports,
    handler,
    chains: chainsOf(built.metafile.inputs),
    parts: partsOf(built.metafile, (path) => isOurs(resolve(project, path))),
    // Packages add what is absent, such as `globalThis.Headers`.
    warnings: built.warnings.filter(({ id }) => id !== "assign-to-define"),
  };
}

/** Returns a function that tells whether a file is ours and not the author's. */
function ownedBy(project, folders) {
  const ours = [resolve(project, ".guesthouse"), ...folders].map((folder) => resolve(folder) + sep);
  return (path) => ours.some((folder) => path.startsWith(folder));
}

/** Returns a function that gives the author's name of a source in the map of `file`, or null if the source is ours. */
function authorsName({ inputs }, project, file, isOurs) {
  return (source) => {
    // A source is a path relative to the map, unless the module has no file: then it is the module's name.
    if (source in inputs) return null;
    // A package's own source map can name sources by addresses.
    if (/^[\w.+-]+:\/\//.test(source)) return source.replace(/^[^:]+:\/+/, "node_modules/");
    const path = resolve(dirname(file), source);
    return isOurs(path) ? null : relative(project, path);
  };
}

/** Bundles with esbuild; a second time if the program assigns to imported globals, which are `assigned` then. */
async function build(esbuild, sources, assigned = []) {
  const options = optionsOf(sources, assigned);
  const built = await esbuild.build(options).catch((failure) => failure);
  const found = assignedIn([...(built.errors ?? []), ...(built.warnings ?? [])]);
  if (found.length > 0) return build(esbuild, sources, [...assigned, ...found]);
  if (built.outputFiles) return built;
  throw await explainUnresolved(esbuild, options, built);
}

function assignedIn(messages) {
  const names = messages.map(({ text }) => ASSIGNED.exec(text)?.[1]);
  return IMPORTED.filter((name) => names.includes(name));
}

function optionsOf({ project, entry, file, libraries, surface }, assigned) {
  const names = ["globalThis", "global", "self"];
  const imported = IMPORTED.filter((name) => !assigned.includes(name));
  const members = imported.flatMap((name) => names.map((object) => [`${object}.${name}`, name]));
  return {
    absWorkingDir: project,
    stdin: { contents: main(entry, surface), resolveDir: project, sourcefile: ".guesthouse/entry.js" },
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
      ...memberNames,
      ...Object.fromEntries(members),
      "process.env.NODE_ENV": '"production"',
      "process.env": "{}",
      global: "globalThis",
      self: "globalThis",
      ...surface.define,
    },
    alias: surface.alias,
    inject: [GLOBALS],
    plugins: [
      globals(surface, imported, assigned),
      hostImports(surface),
      ...surface.plugins,
      standIns,
      withoutAddresses,
      fittedPackages,
    ],
    nodePaths: [libraries],
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
  };
}

// The exports tell the names that the author's functions have in the bundle. The SDK stands first, because it
// reports what the author's modules throw.
function main(entry, surface) {
  const module = JSON.stringify(`./${entry}`);
  return `
${surface.main}
import * as plugin from ${module};
export * from ${module};
`;
}

/** The module that provides globals. It runs first. Those that the program assigns to are properties of `globalThis`. */
function globals(surface, imported, assigned) {
  const from = JSON.stringify(surface.globals);
  const contents = `${reservesNames}
export { ${imported.join(", ")} } from ${from};
import { ${assigned.join(", ")} } from ${from};
Object.assign(globalThis, { ${assigned.join(", ")} });`;
  return {
    name: "globals",
    setup(build) {
      build.onResolve({ filter: /^guesthouse:globals$/ }, ({ path }) => ({ path, namespace: "globals" }));
      build.onLoad({ filter: /./, namespace: "globals" }, () => ({ contents, resolveDir: sdk }));
    },
  };
}

/** The host's interfaces, which only the outermost code of the module can import. */
function hostImports({ imports }) {
  return {
    name: "host-imports",
    setup(build) {
      build.onResolve({ filter: imports }, ({ path }) => ({ path, namespace: "host", sideEffects: false }));
      build.onLoad({ filter: /./, namespace: "host" }, ({ path }) => ({
        contents: `module.exports = GUESTHOUSE.imports[${JSON.stringify(path)}];`,
      }));
    },
  };
}

/** Returns the bytes of each package, and of each file that is part of none. The SDK and the interfaces of the host are left out. */
function partsOf(metafile, isOurs) {
  const parts = new Map();
  for (const [path, { bytesInOutput }] of usedInputs(metafile)) {
    if (isOurs(path) || path.startsWith("host:")) continue;
    const [, name] = /.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [null, path];
    parts.set(name, (parts.get(name) ?? 0) + bytesInOutput);
  }
  return Array.from(parts, ([name, bytes]) => ({ name, bytes }));
}

function usedInputs({ outputs }) {
  return Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
}

function usedImports(metafile) {
  return usedInputs(metafile)
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

/**
 * Makes the program a part of the module, and its asynchronous functions generators. QuickJS keeps the source of each
 * function, and with it that of the functions in it. So white space is left out, and only a program that waits for
 * promises while it is loaded becomes the body of a function.
 */
async function lower(esbuild, program, map, exports) {
  const waits = [`GUESTHOUSE.load = async () => { try {`, `};\nGUESTHOUSE.load();`];
  const [start, end] = (await hasAwait(esbuild, program)) ? waits : ["try {", ""];
  const original = JSON.parse(map);
  // The program starts in the second line.
  const moved = { ...original, mappings: `;${original.mappings}` };
  const inline = Buffer.from(JSON.stringify(moved)).toString("base64");
  const source = `${start}
${program}
} catch (error) { GUESTHOUSE.failure = { error }; } finally { GUESTHOUSE.loaded = true; } ${end}
${exports}
//# sourceMappingURL=data:application/json;base64,${inline}
`;
  const lowered = await esbuild.transform(source, {
    format: "esm",
    target: TARGET,
    supported: AS_GENERATORS,
    charset: "utf8",
    legalComments: "eof",
    minifyWhitespace: true,
    lineLimit: LINE,
    sourcefile: "plugin.js",
    sourcemap: "external",
    sourcesContent: false,
    logLevel: "silent",
  });
  // The helpers stand before the program.
  return { ...lowered, code: lowered.code.replace(LEAVES, CONTINUES) };
}

/** Whether a program has an `await` outside of functions. */
async function hasAwait(esbuild, program) {
  const options = { format: "esm", supported: { "top-level-await": false }, logLevel: "silent" };
  return esbuild.transform(program, options).then(
    () => false,
    () => true,
  );
}

function header({ statementsOf }, imports, sourceMap) {
  const { statements, members } = statementsOf(imports);
  const program = `const GUESTHOUSE = { imports: { ${members.join(", ")} }, sourceMap: ${JSON.stringify(sourceMap)} };`;
  return [...statements, program].join(" ");
}
