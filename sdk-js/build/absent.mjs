// Uses of absent globals as members of the global object: `new globalThis.Headers()` becomes `new Headers()`, whose
// error names what is absent. A test such as `if (globalThis.Headers)` stays as it is.

import { UNDEFINED } from "../src/undefined.mjs";

const OBJECTS = ["globalThis", "global", "self"];
const MARK = "globalThis$";

// The modules of CommonJS have the others as names of their own.
const NAMES = Object.keys(UNDEFINED).filter(
  (name) => !["exports", "files", "imports"].includes(UNDEFINED[name]),
);

/** A statement that keeps esbuild from giving a variable one of the names. It drops the statement itself. */
export const reservesNames = `export const names = () => [${NAMES.join(", ")}];`;

/** For esbuild's option `define`: marks members, because only esbuild knows where the code has them. */
export const memberNames = Object.fromEntries(
  NAMES.flatMap((name) => OBJECTS.map((object) => [`${object}.${name}`, `${MARK}${name}`])),
);

const MARKED = new RegExp(`(\\bnew )?\\bglobalThis\\$(${NAMES.join("|")})\\b(?=([.([])?)`, "g");

/**
 * Writes the members that esbuild has marked. One that is called or has members of its own must be there, so its bare
 * name means the same. The columns stay the same, because the source map has them.
 */
export function asBareNames(code) {
  return code.replaceAll(MARKED, (marked, created = "", name, used) =>
    created || used ? created + name.padStart(marked.length - created.length) : marked.replace("$", "."),
  );
}
