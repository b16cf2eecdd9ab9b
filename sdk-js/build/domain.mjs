// The surface of plugins of any domain: a generated SDK, which says in build.json what its world has.

import { readFileSync, realpathSync } from "node:fs";
import { resolve, sep } from "node:path";
import { placeOf } from "./shape.mjs";

const ROOT = "$root";

/** Returns the surface of the generated SDK in a folder, for an engine. `sdk` is the folder of this SDK. */
export function domainOf(folder, engine, sdk) {
  const generated = realpathSync(folder);
  const facts = JSON.parse(readFileSync(resolve(generated, "build.json"), "utf8"));
  const support = (name) => resolve(sdk, "src/domain", name);
  return {
    folders: [generated],
    alias: {
      [facts.package]: generated,
      "guesthouse:entry": support("entry.ts"),
      "guesthouse:stdio": support(`stdio-${engine}.ts`),
    },
    globals: support("globals.ts"),
    plugins: [replacements(generated, sdk, support)],
    define: { GUESTHOUSE_ENGINE: JSON.stringify(engine) },
    imports: /^(?:#host\/|wasi:)/,
    main: `import { serve } from "guesthouse:entry";
import { wrap } from ${JSON.stringify(`${facts.package}/entry`)};
serve(() => wrap(plugin));`,
    exports: exportsOf(facts),
    handlerOf: (parts, lines, _path, name) => requireExports(facts, parts, lines, name),
    statementsOf: (imports) => statementsOf(imports, facts, engine),
  };
}

/** Puts the modules for an engine and for any domain in the place of others. */
function replacements(generated, sdk, support) {
  const runtime = resolve(generated, "runtime") + sep;
  const source = resolve(sdk, "src") + sep;
  return {
    name: "replacements",
    setup(build) {
      build.onResolve({ filter: /^\.\/(?:engine|advice)\.js$/ }, ({ path, importer }) => {
        if (path === "./engine.js" && importer.startsWith(runtime)) return { path: support("engine.ts") };
        if (path === "./advice.js" && importer.startsWith(source)) return { path: support("advice.ts") };
        return undefined;
      });
    },
  };
}

// A name can be a word that JavaScript reserves.
function exportsOf({ exports }) {
  const started = "const GUESTHOUSE_EXPORTS = GUESTHOUSE.start();";
  const each = exports.map(
    (name, at) =>
      `const guesthouse${at} = GUESTHOUSE_EXPORTS[${JSON.stringify(name)}]; export { guesthouse${at} as ${name} };`,
  );
  return [started, ...each].join("\n");
}

/** Returns the places of the author's exports. Throws an object with `errors` if one cannot be an export. */
function requireExports({ plugin }, parts, lines, file) {
  const places = Object.fromEntries(plugin.map((name) => [name, placeOf(parts, lines, name, file)]));
  const errors = plugin.flatMap((name) => {
    if (!places[name]) return [missing(name, file)];
    return places[name].isGenerator ? [generator(name, places[name])] : [];
  });
  if (errors.length > 0) throw { errors };
  return { file, line: 1, column: 0, places };
}

function missing(name, file) {
  return {
    code: "no-export",
    text: `\`${file}\` does not export \`${name}\``,
    location: { file, line: 1, column: 0 },
    hint: `write \`export function ${name}\`: the interface \`Plugin\` of the SDK has its type`,
  };
}

function generator(name, { file, line, column }) {
  return {
    code: "handle-shape",
    text: `\`${name}\` is a generator, but it must return its result`,
    location: { file, line, column },
    hint: `return the result: \`export function ${name}\` or \`export async function ${name}\``,
  };
}

function statementsOf(imports, { hosts }, engine) {
  const statements = [];
  const members = [];
  for (const [at, specifier] of imports.entries()) {
    const name = specifier.replace(/^#host\//, "");
    const local = `host${at}`;
    if (name !== ROOT) {
      statements.push(`import * as ${local} from ${JSON.stringify(name)};`);
      members.push(`${JSON.stringify(specifier)}: ${local}`);
      continue;
    }
    const functions = hosts.find((host) => host.name === ROOT)?.functions ?? [];
    // QuickJS has the functions of the world as globals, StarlingMonkey as modules.
    const isGlobal = engine === "quickjs";
    if (!isGlobal) {
      statements.push(
        ...functions.map((wit, index) => `import ${local}_${index} from ${JSON.stringify(wit)};`),
      );
    }
    const items = functions.map(
      (wit, index) => `${camel(wit)}: ${isGlobal ? `globalThis.${camel(wit)}` : `${local}_${index}`}`,
    );
    members.push(`${JSON.stringify(specifier)}: { ${items.join(", ")} }`);
  }
  return { statements, members };
}

function camel(wit) {
  const words = wit.split("-").map((word) => word.toLowerCase());
  return words.map((word, at) => (at === 0 ? word : word[0].toUpperCase() + word.slice(1))).join("");
}
