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
  crypto: SECRETS,
  zlib: "install fflate and use it instead: `npm install fflate`",
  timers: "a plugin has no timers: throw `Unavailable` with `retryAfterMs` to handle the event later",
  process: "a plugin has no process: settings come from `config.get` of @guesthouse/sdk",
  ...Object.fromEntries("http https http2 net tls dgram dns".split(" ").map((name) => [name, NETWORK])),
};

// npm packages that do the same in plain JavaScript.
const STAND_INS = {
  path: "path-browserify",
  "path/posix": "path-browserify",
  stream: "readable-stream",
  ...Object.fromEntries(
    "assert buffer events punycode querystring string_decoder url util"
      .split(" ")
      .map((name) => [name, name]),
  ),
};
const NODE = new RegExp(`^(?:node:.*|${Object.keys(STAND_INS).join("|")})$`);

/** Lets an import of a module of Node find the npm package that stands in for it, if the project has it. */
export const standIns = {
  name: "stand-ins",
  setup(build) {
    build.onResolve({ filter: NODE }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (pluginData === standIns) return undefined;
      const resolve = async (name, folder) => {
        const found = await build.resolve(name, { kind, importer, resolveDir: folder, pluginData: standIns });
        return found.errors.length === 0 ? found : undefined;
      };
      const name = path.replace(/^node:/, "");
      const standIn = Object.hasOwn(STAND_INS, name) ? STAND_INS[name] : name;
      const asWritten = await resolve(name, resolveDir);
      // A package can say that browsers have nothing of this name, which only esbuild itself obeys.
      if (asWritten && name === path) return undefined;
      const { absWorkingDir: project } = build.initialOptions;
      return asWritten ?? (await resolve(standIn, resolveDir)) ?? (await resolve(standIn, project));
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
  const plain = name.replace(/^node:/, "");
  const hint = Object.hasOwn(STAND_INS, plain)
    ? `install a package that does the same in plain JavaScript: \`npm install ${STAND_INS[plain]}\``
    : (INSTEAD[plain.split("/")[0]] ?? NONE);
  return { text: `\`${name}\` is a module of Node.js, which a plugin does not have`, hint };
}
