// Imports of Node's modules, and what a plugin can use instead.

import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";

const FILES =
  'a plugin has no files: import the data as a module, for example `import data from "./data.json"`';
const NETWORK =
  "a plugin has no sockets: use `http.send` of @guesthouse/sdk with a connection that the policy grants";
const SECRETS =
  "for ids use the global `crypto.randomUUID()`; for digests use a package in plain JavaScript, such as @noble/hashes";
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

/** Gives two npm packages, which packages for streams use, what a plugin has: jobs for timers, and the SDK's classes. */
export const fittedPackages = {
  name: "fitted-packages",
  setup(build) {
    build.onLoad({ filter: /\/node_modules\/process\/browser\.js$/ }, ({ path }) => ({
      contents: `var setTimeout = queueMicrotask, clearTimeout = () => {}; ${readFileSync(path, "utf8")}`,
    }));
    build.onLoad({ filter: /\/node_modules\/abort-controller\/browser\.js$/ }, () => ({
      contents:
        "module.exports = Object.assign(AbortController, { default: AbortController, AbortController, AbortSignal });",
    }));
    build.onLoad({ filter: /\/node_modules\/abort-controller\/browser\.mjs$/ }, () => ({
      contents:
        "const [A, S] = [AbortController, AbortSignal]; export { A as default, A as AbortController, S as AbortSignal };",
    }));
  },
};

/** Says why the import of a module of Node fails, or returns undefined for any other module. */
export function reasonOfNode(name) {
  if (!name.startsWith("node:") && !builtinModules.includes(name)) return undefined;
  const instead = name.replace(/^node:/, "").split("/")[0];
  const hint = PACKAGES.includes(instead)
    ? `install the npm package of this name: \`npm install ${instead}\``
    : (INSTEAD[instead] ?? NONE);
  return { text: `\`${name}\` is a module of Node.js, which a plugin does not have`, hint };
}
