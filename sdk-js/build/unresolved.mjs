// Imports that esbuild cannot resolve: who imports what, and what to do about it.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { reasonOfNode } from "./node-modules.mjs";
import { reasonOfPackage, reasonOfSdk } from "./packages.mjs";

/** Refuses modules at addresses, which esbuild would leave to the engine. */
export const withoutAddresses = {
  name: "without-addresses",
  setup(build) {
    build.onResolve({ filter: /^https?:\/\// }, ({ path }) => {
      const text = `\`${path}\` is an address, and a build loads no code from the network: install the package with \`npm install\` and import it by its name`;
      return { errors: [{ text }] };
    });
  },
};

/** Returns the failure of a build, in which errors about modules of Node and npm packages say who imports them. */
export async function explainUnresolved(esbuild, options, failure) {
  const reasons = new Map((failure.errors ?? []).map((error) => [error, reasonOf(error, options)]));
  if (![...reasons.values()].some(Boolean)) return failure;
  const graph = await graphWithout(esbuild, options, failure);
  const errors = failure.errors.map((error) => {
    const reason = reasons.get(error);
    return reason ? explained(error, reason, graph, options) : error;
  });
  return { errors: distinct(errors.filter(({ location }) => location)) };
}

function reasonOf(error, options) {
  const name = nameIn(error);
  if (name === undefined) return undefined;
  return reasonOfNode(name) ?? reasonOfSdk(name, options) ?? reasonOfPackage(name, error, options);
}

/** Returns the name of the module that an error is about, as the author wrote it. */
function nameIn({ text }) {
  const [, resolved, written] = /^Could not resolve "([^"]+)"(?: \(originally "([^"]+)"\))?/.exec(text) ?? [];
  return written ?? resolved;
}

/** Bundles without the modules that are missing, to learn the imports between the others. */
async function graphWithout(esbuild, options, { errors }) {
  const missing = new Set(errors.map(nameIn));
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

function explained(error, { text, hint, detail }, graph, { absWorkingDir }) {
  const chain = chainTo(error.location?.file, waysThrough(graph));
  return {
    text: `${text}: ${shown([...chain, nameIn(error)])}`,
    location: authorsImport(chain, graph, absWorkingDir) ?? error.location,
    hint,
    detail,
  };
}

function shown(chain) {
  return chain
    .map(shortName)
    .filter((step, at, all) => step !== all[at - 1])
    .join(" -> ");
}

/** Returns the shortest way to each package from the author's entry, as text. */
export function chainsOf(graph) {
  const chains = {};
  const ways = waysThrough(graph);
  for (const file of ways.before.keys()) {
    if (file?.includes("node_modules/")) chains[shortName(file)] ??= shown(chainTo(file, ways));
  }
  return chains;
}

/** Returns the entry of the bundle, and for each file the one that imports it on the shortest way. */
function waysThrough(graph) {
  const start = Object.keys(graph).find((name) => name.endsWith(".guesthouse/entry.js"));
  const before = new Map([[start, undefined]]);
  for (const name of before.keys()) {
    for (const { path } of graph[name]?.imports ?? []) if (!before.has(path)) before.set(path, name);
  }
  return { start, before };
}

/** Returns the shortest way from the author's entry to a file, without the SDK's own first module. */
function chainTo(file, { start, before }) {
  const chain = [];
  for (let step = before.has(file) ? file : undefined; step !== start && step; step = before.get(step)) {
    chain.unshift(step);
  }
  return chain.length === 0 && file ? [file] : chain;
}

/** Returns the name of a file's package, or its path in the author's project. */
export function shortName(file) {
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
