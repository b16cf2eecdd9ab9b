// The bundler's own errors, and how it resolves packages.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";
import { pathToFileURL } from "node:url";
import { originalPosition, type SourceMap } from "../src/sourcemap.js";

interface Message {
  readonly code?: string;
  readonly text: string;
  readonly location: { readonly file: string; readonly line: number; readonly column: number } | null;
  readonly hint?: string;
}
interface Bundled {
  readonly code: string;
  readonly imports: readonly string[];
  readonly handler: unknown;
  readonly warnings: readonly Message[];
  readonly chains: Readonly<Record<string, string>>;
  readonly sourceMap: SourceMap;
}

const sdk = join(process.env["TESTS"] ?? assert.fail("run this by `npm test`"), "..");
const esbuild = createRequire(join(sdk, "package.json"))("esbuild") as object;
const { bundle } = (await import(pathToFileURL(join(sdk, "build/bundle.mjs")).href)) as {
  bundle: (using: object, options: object) => Promise<Bundled>;
};

async function bundled(files: Record<string, string>, project = "."): Promise<Bundled> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "guesthouse-bundle-")));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      if (text.startsWith("-> ")) symlinkSync(join(folder, text.slice(3)), join(folder, name));
      else writeFileSync(join(folder, name), text);
    }
    return await bundle(esbuild, {
      project: join(folder, project),
      entry: "src/plugin.js",
      out: ".guesthouse/build/plugin.js",
      libraries: join(sdk, "node_modules"),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function refused(files: Record<string, string>): Promise<Message[]> {
  try {
    await bundled(files);
  } catch (error) {
    return (error as { errors: Message[] }).errors;
  }
  return assert.fail("the bundler reports no error");
}

const HANDLE = "export const handle = () => [];\n";

suite("handle", () => {
  const wrong: [source: string, code: string, line: number, hint: RegExp][] = [
    ["export const handel = 1;", "no-handle", 1, /export the function that handles/],
    ["// a\nexport default function handle() {}", "no-handle", 2, /instead of as the default/],
    ["\nexport default { handle() {} };", "no-handle", 2, /instead of as the default/],
    ["const a = 1;\n\nmodule.exports.handle = () => a;", "no-handle", 3, /as an ES module/],
    ["\nexport function* handle() { yield 1; }", "handle-shape", 2, /return it/],
    ["\n\nexport async function* handle() { yield 1; }", "handle-shape", 3, /return it/],
    ["const own = function* () { yield 1; };\nexport { own as handle };", "handle-shape", 1, /return it/],
  ];
  for (const [source, code, line, hint] of wrong) {
    test(`${code}: ${source.trim()}`, async () => {
      const [error, ...more] = await refused({ "src/plugin.js": source });
      assert.deepEqual(
        [error?.code, error?.location?.file, error?.location?.line],
        [code, "src/plugin.js", line],
      );
      assert.match(error?.hint ?? "", hint);
      assert.equal(more.length, 0);
    });
  }

  test("may be declared in another module", async () => {
    const { handler } = await bundled({
      "src/plugin.js": 'export { own as handle } from "./other.js";',
      "src/other.js": "\nexport async function own() { await 1; }",
    });
    assert.deepEqual(handler, { file: "src/other.js", line: 2, column: 22 });
  });
});

suite("packages", () => {
  const manifest = (fields: object) => JSON.stringify({ name: "pack", version: "1.0.0", ...fields });

  test("are taken in the form for workers and browsers", async () => {
    const { code } = await bundled({
      "src/plugin.js": 'import a from "pack"; import b from "old"; export const handle = () => [a, b];',
      "node_modules/pack/package.json": manifest({
        exports: { node: "./node.js", worker: "./worker.js", default: "./default.js" },
      }),
      "node_modules/pack/worker.js": 'export default "for workers";',
      "node_modules/old/package.json": manifest({ main: "./node.js", browser: { "./fs.js": false } }),
      "node_modules/old/node.js": 'require("./fs.js"); module.exports = "for browsers";',
      "node_modules/old/fs.js": 'require("fs");',
    });
    assert.match(code, /"for workers"/);
    assert.match(code, /"for browsers"/);
  });

  test("learn that this is production, and know `global` and `self`", async () => {
    const { code } = await bundled({
      "src/plugin.js":
        'export const handle = () => [process.env.NODE_ENV === "production" ? "yes" : "no", process.env.DEBUG, global.parseInt, self.parseFloat];',
    });
    assert.doesNotMatch(code, /process\.env\.|global\.parseInt|self\.parseFloat/);
    assert.match(code, /globalThis\.parseInt/);
    assert.match(code, /globalThis\.parseFloat/);
  });

  test("may assign to globals", async () => {
    const { code } = await bundled({
      "src/plugin.js": 'import "./polyfill.js"; export const handle = () => console.log(URL);',
      "src/polyfill.js": "console = { log() {} }; if (!self.URL) self.URL = class {};",
    });
    // Lines are broken where they become long.
    const line = code.replaceAll("\n", "");
    assert.match(line, /Object\.assign\(globalThis,\{console[^}]*URL[^}]*\}\)/);
    assert.match(line, /console=[^]*globalThis\.URL=[^]*console\.log\(URL\)/);
  });

  test("of a workspace are found, in its root and by their sources", async () => {
    const { code } = await bundled(
      {
        "packages/mine/src/plugin.js":
          'import a from "shared"; import b from "pack"; export const handle = () => [a, b];',
        "packages/shared/package.json": manifest({ name: "shared", exports: "./index.ts" }),
        "packages/shared/index.ts": 'const text: string = "shared source"; export default text;',
        "node_modules/shared": "-> packages/shared",
        "node_modules/pack/package.json": manifest({ main: "index.js" }),
        "node_modules/pack/index.js": 'module.exports = "hoisted";',
      },
      "packages/mine",
    );
    assert.match(code, /"shared source"/);
    assert.match(code, /"hoisted"/);
  });

  test("with the name of a module of Node replace it, with and without the prefix", async () => {
    const { code } = await bundled({
      "src/plugin.js":
        'import a from "node:events"; import b from "events"; export const handle = () => [a, b];',
      "node_modules/events/package.json": manifest({ name: "events", main: "index.js" }),
      "node_modules/events/index.js": 'module.exports = "an emitter";',
    });
    assert.match(code, /"an emitter"/);
  });

  test("find what stands in for a module of Node where the project has it", async () => {
    const { code } = await bundled({
      "src/plugin.js": 'import a from "pack"; export const handle = () => [a];',
      "node_modules/pack": "-> elsewhere/pack",
      "elsewhere/pack/package.json": manifest({ main: "index.js", browser: { querystring: false } }),
      "elsewhere/pack/index.js":
        'module.exports = [require("path"), require("node:path"), require("node:path/posix"), require("querystring")];',
      "node_modules/path-browserify/package.json": manifest({ name: "path-browserify", main: "index.js" }),
      "node_modules/path-browserify/index.js": 'module.exports = "paths";',
      "node_modules/querystring/package.json": manifest({ name: "querystring", main: "index.js" }),
      "node_modules/querystring/index.js": 'module.exports = "a package that a package replaces";',
    });
    assert.match(code, /"paths"/);
    assert.doesNotMatch(code, /that a package replaces/);
  });

  test("for streams need no timers and no classes of a browser", async () => {
    const { code } = await bundled({
      "src/plugin.js":
        'import "process"; import "abort-controller"; import both from "./both.cjs"; export const handle = () => [both];',
      "src/both.cjs": 'module.exports = [require("process"), require("abort-controller")];',
      "node_modules/process/package.json": manifest({ name: "process", browser: "./browser.js" }),
      "node_modules/process/browser.js": "setTimeout(module);",
      "node_modules/abort-controller/package.json": manifest({
        name: "abort-controller",
        main: "browser.js",
      }),
      "node_modules/abort-controller/browser.js": 'throw new Error("not for plugins");',
    });
    assert.doesNotMatch(code, /not for plugins/);
    assert.match(code, /setTimeout\w*=queueMicrotask/);
  });

  test("that import a module of Node are named, with the author's line and the way out", async () => {
    const errors = await refused({
      "src/plugin.js": `import "./lib.js";\n${HANDLE}`,
      "src/lib.js": '\nimport "pack";',
      "node_modules/pack/package.json": manifest({ main: "a.js" }),
      "node_modules/pack/a.js": 'require("./b.js"); require("node:util"); require("path");',
      "node_modules/pack/b.js": 'require("fs");',
    });
    const [fs, util, path] = ["fs", "util", "path"].map((name) =>
      errors.find(({ text }) => text.endsWith(name)),
    );
    assert.match(
      fs?.text ?? "",
      /^`fs` is a module of Node\.js.*: src\/plugin\.js -> src\/lib\.js -> pack -> fs$/,
    );
    assert.deepEqual([fs?.location?.file, fs?.location?.line], ["src/lib.js", 2]);
    assert.match(fs?.hint ?? "", /no files: import the data as a module/);
    assert.match(util?.hint ?? "", /npm install util/);
    assert.match(path?.text ?? "", /: src\/plugin\.js -> src\/lib\.js -> pack -> path$/);
    assert.match(path?.hint ?? "", /npm install path-browserify/);
  });

  test("and the author's own import of a module of Node is at its line", async () => {
    const [error] = await refused({ "src/plugin.js": `\nimport http from "node:http";\n${HANDLE}http;` });
    assert.deepEqual([error?.location?.line, error?.location?.column], [2, 17]);
    assert.match(error?.hint ?? "", /http\.send/);
  });
});

suite("an import that cannot be resolved says what to do", () => {
  const packages = {
    "package.json": '{"dependencies":{"listed":"1"}}',
    "node_modules/pack/package.json": '{"name":"pack","exports":{".":"./a.js"}}',
    "node_modules/pack/a.js": "",
    "node_modules/needs/index.js": 'require("peer");',
  };
  const wrong: [name: string, text: RegExp, hint: RegExp][] = [
    [
      "left-pad",
      /^the package `left-pad` is not installed: src\/plugin\.js -> left-pad$/,
      /`npm install left-pad`/,
    ],
    ["@a/b/c", /^the package `@a\/b` is not installed/, /`npm install @a\/b`/],
    ["listed/part", /^the package `listed` is not installed/, /package\.json: `npm install`/],
    [
      "needs",
      /^the package `peer` is not installed: src\/plugin\.js -> needs -> peer$/,
      /`npm install peer`/,
    ],
    ["pack/sub", /^the package `pack` is installed, but it has nothing/, /package\.json exports/],
    [
      "npm:left-pad",
      /^`npm:left-pad` is an import for Deno/,
      /`npm install left-pad`, and import `left-pad`/,
    ],
    ["jsr:@std/assert", /is an import for Deno/, /`npx jsr add @std\/assert`/],
    ["@guesthouse/sdk/state", /^`@guesthouse\/sdk` has no module of this name/, /from `@guesthouse\/sdk`/],
    ["https://esm.sh/left-pad", /is an address, and a build loads no code/, /^$/],
    ["./absent.js", /^Could not resolve "\.\/absent\.js"/, /^$/],
  ];
  for (const [name, text, hint] of wrong) {
    test(name, async () => {
      const source = `\nimport ${JSON.stringify(name)};\n${HANDLE}`;
      const [error, ...more] = await refused({ ...packages, "src/plugin.js": source });
      assert.match(error?.text ?? "", text);
      assert.match(error?.hint ?? "", hint);
      assert.deepEqual([error?.location?.file, error?.location?.line], ["src/plugin.js", 2]);
      assert.deepEqual(more, []);
    });
  }
});

test("a bundle imports only the interfaces that the plugin uses", async () => {
  const source =
    'import { Output, state } from "@guesthouse/sdk"; export const handle = () => [new Output("t")];';
  assert.deepEqual((await bundled({ "src/plugin.js": source })).imports, []);
  const used = source.replace('[new Output("t")]', 'state.open("a")');
  assert.deepEqual((await bundled({ "src/plugin.js": used })).imports, ["guesthouse:automation/state@0.1.0"]);
});

suite("members of the global object that are absent", () => {
  const program = async (source: string): Promise<string> => {
    const { code } = await bundled({ "src/plugin.js": `${source}\n${HANDLE}` });
    return code.replaceAll("\n", "");
  };
  const uses: [source: string, written: RegExp][] = [
    ["globalThis.a = new globalThis.Headers();", /globalThis\.a=new Headers;/],
    ["self.Intl.NumberFormat(1);", /[^.]Intl\.NumberFormat\(1\)/],
    ["global.setImmediate(handle);", /[^.]setImmediate\(handle\)/],
  ];
  for (const [source, written] of uses) {
    test(`${source} names it`, async () => assert.match(await program(source), written));
  }
  for (const source of [
    "if(globalThis.Headers)handle();",
    "globalThis.a=globalThis.process?.env;",
    "globalThis.Headers=1;",
    'globalThis.a="new globalThis.Headers()";',
    "globalThis.a=globalThis.required.x;",
  ]) {
    test(`${source} stays`, async () => assert.ok((await program(source)).includes(source)));
  }

  test("may be added", async () => {
    const { warnings } = await bundled({ "src/plugin.js": `globalThis.Headers ??= class {};\n${HANDLE}` });
    assert.deepEqual(warnings, []);
  });

  test("are not the author's variables of these names", async () => {
    const code = await program("globalThis.a = (Headers) => [new globalThis.Headers(), new Headers()];");
    assert.match(code, /globalThis\.a=(?!Headers=)(\w+)=>\[new Headers,new \1\]/);
  });
});

test("a bundle tells who imports each package", async () => {
  const { chains } = await bundled({
    "src/plugin.js": `import "./lib.js";\n${HANDLE}`,
    "src/lib.js": 'import "pack";',
    "node_modules/pack/index.js": 'require("@a/deep");',
    "node_modules/@a/deep/index.js": "",
  });
  assert.equal(chains["pack"], "src/plugin.js -> src/lib.js -> pack");
  assert.equal(chains["@a/deep"], "src/plugin.js -> src/lib.js -> pack -> @a/deep");
});

suite("source map", () => {
  test("names only files of the author and of packages", async () => {
    const sources = JSON.stringify({
      version: 3,
      sources: ["webpack://pack/./a.ts"],
      names: [],
      mappings: "AAAA",
    });
    const { sourceMap } = await bundled({
      "src/plugin.js": `import "pack"; import none from "pack/none.js"; console.log(process.env, none);\n${HANDLE}`,
      "node_modules/pack/package.json": '{"name":"pack","main":"index.js","browser":{"./none.js":false}}',
      "node_modules/pack/none.js": "",
      "node_modules/pack/index.js": "globalThis.a = 1;\n//# sourceMappingURL=index.js.map",
      "node_modules/pack/index.js.map": sources,
    });
    const named = sourceMap.sources.filter((name) => name !== null);
    assert.deepEqual(named.toSorted(), ["node_modules/pack/a.ts", "src/plugin.js"]);
  });

  test("a frame costs the reading of a short line", async () => {
    const members = Array.from({ length: 2000 }, (_, at) => `f${at}: () => thrown("mark ${at}")`);
    const table = `export const table = { ${members.join(", ")} };`;
    const { code, sourceMap } = await bundled({
      "src/plugin.js": `import { table } from "./table.js";\n${HANDLE.replace("[]", "table.f1()")}`,
      "src/table.js": table,
    });
    for (const at of [0, 1, 63, 64, 1000, 1999]) {
      const text = `"mark ${at}"`;
      const line = code.split("\n").findIndex((written) => written.includes(text));
      const column = code.split("\n")[line]!.indexOf(text) + 1;
      const expected = { source: "src/table.js", line: 1, column: table.indexOf(text) + 1 };
      assert.deepEqual(originalPosition(sourceMap, line + 1, column + 1), expected);
    }
    assert.ok(Math.max(...Object.values(sourceMap.lines).map(({ length }) => length)) < 1000);
  });
});
