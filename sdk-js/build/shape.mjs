// Finds the author's `handle` in the bundle, and refuses what cannot be one.

import { readFileSync } from "node:fs";
import { originalPlace } from "./sourcemap.mjs";

const WANTED = "export function handle(event) { return []; }";

/**
 * Returns the author's place of `handle`. Throws an object with `errors` if the module has no such export, or
 * if it is a generator. `path` is the file of the module that the author calls `name`.
 */
export function handlerOf(parts, lines, path, name) {
  const place = placeOf(parts, lines, "handle", name);
  if (!place) throw { errors: [missing(readFileSync(path, "utf8"), name)] };
  if (place.isGenerator) throw { errors: [generator(place)] };
  return place;
}

/**
 * Returns the author's place of an export, and whether it is a generator, or undefined if the module has no such
 * export. Without a declaration that can be found, the place is the first line of the module `file`.
 */
export function placeOf({ program, exported }, lines, name, file) {
  const found = exported.find((names) => names.at(-1) === name);
  if (!found) return undefined;
  const declared = declarationOf(program, found[0]);
  const place = declared && originalPlace(lines, declared.line, declared.column);
  return { ...(place ?? { file, line: 1, column: 0 }), ...(declared?.isGenerator && { isGenerator: true }) };
}

// esbuild writes each declaration of a module at the start of a line, in one of these forms.
function declarationOf(program, name) {
  const escaped = name.replaceAll("$", "\\$");
  const pattern = new RegExp(
    `^(?:(?:async )?function(\\*)? ${escaped}\\(|class ${escaped}\\b|(?:var|let|const) ${escaped}(?:;| = (?:(?:async )?function(\\*)?)?))`,
    "m",
  );
  const match = pattern.exec(program);
  if (!match) return undefined;
  const line = program.slice(0, match.index).split("\n").length;
  // A segment of the source map starts at the name or before it.
  return { line, column: match[0].indexOf(name) + 1, isGenerator: Boolean(match[1] ?? match[2]) };
}

function generator({ file, line, column }) {
  return {
    code: "handle-shape",
    text: "`handle` is a generator, but it must return its outputs",
    location: { file, line, column },
    hint: "collect the outputs in an array and return it: `export function handle(event)` or `export async function handle(event)`",
  };
}

const DEFAULT = /^[ \t]*export\s+default\b|^[ \t]*export\s*\{[^}]*\bas\s+default\b/m;
const COMMONJS = /^[ \t]*(?:module\.)?exports\b/m;

function missing(source, file) {
  const isDefault = DEFAULT.exec(source);
  const other = isDefault ?? COMMONJS.exec(source);
  return {
    code: "no-handle",
    text: `\`${file}\` does not export \`handle\``,
    location: { file, line: other ? lineOf(source, other) : 1, column: 0 },
    hint: `${hintFor(isDefault, other)}:\n${WANTED}`,
  };
}

function hintFor(isDefault, other) {
  if (isDefault) return "export the function by its name instead of as the default";
  if (other) return "export the function as an ES module does, and import with `import`";
  return "export the function that handles an event";
}

function lineOf(source, { index, 0: text }) {
  const start = index + text.search(/\S/);
  return source.slice(0, start).split("\n").length;
}
