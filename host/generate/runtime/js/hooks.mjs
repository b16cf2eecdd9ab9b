// Finds the SDK without an installation, and runs TypeScript on versions of Node.js that do not.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL, fileURLToPath } from "node:url";

const { name, exports } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const TYPESCRIPT = /\.[cm]?ts$/;

export async function resolve(specifier, context, next) {
  if (specifier === name || specifier.startsWith(`${name}/`)) {
    const target = exports[`.${specifier.slice(name.length)}`];
    if (target) return next(new URL(target.default, import.meta.url).href, context);
  }
  try {
    return await next(specifier, context);
  } catch (error) {
    // TypeScript imports `./a.js` for the file `./a.ts`.
    const isRelative = /^\.{1,2}\/.*\.[cm]?js$/.test(specifier);
    if (error.code !== "ERR_MODULE_NOT_FOUND" || !isRelative) throw error;
    return next(specifier.replace(/js$/, "ts"), context);
  }
}

export async function load(url, context, next) {
  const isTypescript = url.startsWith("file:") && TYPESCRIPT.test(url);
  if (!isTypescript || process.features.typescript) return next(url, context);
  const path = fileURLToPath(url);
  const { code } = esbuild().transformSync(readFileSync(path, "utf8"), {
    loader: "ts",
    sourcefile: path,
    sourcemap: "inline",
    format: "esm",
    target: "node20",
  });
  return { format: "module", source: code, shortCircuit: true };
}

function esbuild() {
  try {
    return createRequire(pathToFileURL(`${process.cwd()}/package.json`))("esbuild");
  } catch {
    throw new Error(
      `Node.js ${process.versions.node} does not run TypeScript: use Node.js 22.18 or a later version, ` +
        "or install esbuild in this folder with `npm install --save-dev esbuild`",
    );
  }
}
