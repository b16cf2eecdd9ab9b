// Imports of Node's modules: who imports one, and what a plugin can use instead.

import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { resolve } from "node:path";

const FILES =
  'a plugin has no files: import the data as a module, for example `import data from "./data.json"`';
const NETWORK =
  "a plugin has no sockets: use `http.send` of @guesthouse/sdk with a connection that the policy grants";
const SECRETS =
  "a plugin has no secure random numbers; for digests use a package in plain JavaScript, such as @noble/hashes";
const NONE = "a plugin runs without Node.js: use a package that also runs in browsers, or @guesthouse/sdk";

const INSTEAD = {
  fs: FILES,
  path: "install path-browserify and import it instead: `npm install path-browserify`",
  crypto: SECRETS,
  stream: "install readable-stream and import it instead: `npm install readable-stream`",
  zlib: "install fflate and use it instead: `npm install fflate`",
  timers: "a plugin has no timers: throw `Unavailable` with `retryAfterMs` to handle the event later",
  process: "a plugin has no process: settings come from `config.get` of @guesthouse/sdk",
  ...Object.fromEntries("http https http2 net tls dgram dns".split(" ").map((name) => [name, NETWORK])),
};

// npm has packages with these names that do the same in plain JavaScript.
const PACKAGES = ["assert", "buffer", "events", "punycode", "querystring", "string_decoder", "url", "util"];

/** Lets `node:events` find the npm package `events`, if the project has it. */
export const withoutNodePrefix = {
  name: "without-node-prefix",
  setup(build) {
    build.onResolve({ filter: /^node:/ }, async ({ path, kind, importer, resolveDir }) => {
      const found = await build.resolve(path.slice("node:".length), { kind, importer, resolveDir });
      return found.errors.length === 0 ? found : undefined;
    });
  },
};

/** Returns the failure of a build, in which errors about Node's modules say who imports them. */
export async function explainNodeModules(esbuild, options, failure) {
  const names = failure.errors?.map(unresolved).filter((name) => name !== undefined && isOfNode(name)) ?? [];
  if (names.length === 0) return failure;
  const graph = await graphWithout(esbuild, options, failure);
  const errors = failure.errors.map((error) => {
    const name = unresolved(error);
    return name !== undefined && isOfNode(name) ? explained(error, name, graph, options) : error;
  });
  return { errors: distinct(errors) };
}

function unresolved({ text }) {
  return /^Could not resolve "([^"]+)"/.exec(text)?.[1];
}

function isOfNode(name) {
  return name.startsWith("node:") || builtinModules.includes(name);
}

/** Bundles without the modules that are missing, to learn the imports between the others. */
async function graphWithout(esbuild, options, { errors }) {
  const missing = new Set(errors.map(unresolved));
  const leaveOut = {
    name: "leave-out",
    setup(build) {
      build.onResolve({ filter: /./ }, ({ path }) =>
        missing.has(path) ? { path, external: true } : undefined,
      );
    },
  };
  const built = await esbuild
    .build({ ...options, plugins: [leaveOut, ...options.plugins] })
    .catch(() => undefined);
  return built?.metafile.inputs ?? {};
}

function explained(error, name, graph, { absWorkingDir }) {
  const chain = chainTo(error.location?.file, graph);
  const shown = [...chain.map(shortName), name].filter((step, at, all) => step !== all[at - 1]);
  const instead = name.replace(/^node:/, "").split("/")[0];
  const hint = PACKAGES.includes(instead)
    ? `install the npm package of this name: \`npm install ${instead}\``
    : (INSTEAD[instead] ?? NONE);
  return {
    text: `\`${name}\` is a module of Node.js, which a plugin does not have: ${shown.join(" -> ")}`,
    location: authorsImport(chain, graph, absWorkingDir) ?? error.location,
    hint,
  };
}

/** Returns the shortest way from the author's entry to a file, without the SDK's own first module. */
function chainTo(file, graph) {
  const start = Object.keys(graph).find((name) => name.endsWith(".guesthouse/entry.js"));
  const before = new Map([[start, undefined]]);
  for (const name of before.keys()) {
    for (const { path } of graph[name]?.imports ?? []) if (!before.has(path)) before.set(path, name);
  }
  const chain = [];
  for (let step = before.has(file) ? file : undefined; step !== start && step; step = before.get(step)) {
    chain.unshift(step);
  }
  return chain.length === 0 && file ? [file] : chain;
}

/** Returns the name of a file's package, or its path in the author's project. */
function shortName(file) {
  const packages = [...file.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)];
  return packages.at(-1)?.[1] ?? file;
}

/** Returns the place of the last import in the author's own files. */
function authorsImport(chain, graph, project) {
  const at = chain.findLastIndex((file) => !file.includes("node_modules/"));
  const [file, imported] = [chain[at], chain[at + 1]];
  if (file === undefined || imported === undefined) return undefined;
  const written = graph[file].imports.find(({ path }) => path === imported)?.original;
  const lines = readFileSync(resolve(project, file), "utf8").split("\n");
  const line = lines.findIndex((text) => text.includes(`"${written}"`) || text.includes(`'${written}'`));
  if (line < 0) return undefined;
  return { file, line: line + 1, column: Math.max(lines[line].search(/["']/), 0) };
}

function distinct(errors) {
  const seen = new Set();
  return errors.filter(({ text }) => !seen.has(text) && seen.add(text));
}
