// Tries npm packages in a plugin and writes docs/reference/npm-packages.md: `npm run test:npm`. It downloads the
// packages and takes minutes, so CI does not run it. `GUESTHOUSE` names the command, `ENGINE` the engine.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundle } from "../../build/bundle.mjs";
import { ALSO, CASES, REASONS } from "./cases.mjs";

const sdk = fileURLToPath(new URL("../..", import.meta.url));
const tool = process.env.GUESTHOUSE ?? join(sdk, "../target/debug/guesthouse");
const engine = process.env.ENGINE ?? "quickjs";
const esbuild = createRequire(import.meta.url)("esbuild");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "guesthouse-npm-")));
const names = Object.keys(CASES);
// The snapshot of more packages would be larger than the host accepts.
const TOGETHER = 8;
const fileOf = (name) => `${name.replace(/\W/g, "_")}.js`;

try {
  install();
  const verdicts = new Map();
  for (const name of names) verdicts.set(name, await bundled(name));
  const built = names.filter((name) => verdicts.get(name).size !== undefined);
  for (let start = 0; start < built.length; start += TOGETHER) {
    const some = built.slice(start, start + TOGETHER);
    const results = ran(some);
    for (const name of some) Object.assign(verdicts.get(name), verdictOf(name, results.get(name)));
  }
  writeFileSync(join(sdk, "../docs/reference/npm-packages.md"), page(verdicts));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function install() {
  const wanted = names.flatMap((name) => [name, ...(ALSO[name] ?? [])]);
  const dependencies = Object.fromEntries(wanted.map((name) => [name, "latest"]));
  write("package.json", JSON.stringify({ private: true, type: "module", dependencies }));
  write(
    "plugin.toml",
    'name = "packages"\nversion = "0.1.0"\ndescription = "Tries packages"\nworld = "transform"\nlanguage = "js"\n',
  );
  for (const name of names) write(`src/cases/${fileOf(name)}`, CASES[name]);
  command("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
}

function write(name, text) {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function command(program, ...given) {
  const ran = spawnSync(program, given, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (ran.error) throw ran.error;
  if (ran.status !== 0) throw new Error(`${program} ${given.join(" ")} ended with status ${ran.status}`);
  return ran.stdout;
}

/** Bundles one case alone, and returns the size that its packages add, or the error of the build. */
async function bundled(name) {
  const entry = `src/only_${fileOf(name)}`;
  write(entry, `import run from "./cases/${fileOf(name)}";\nexport const handle = () => run();\n`);
  const out = ".guesthouse/build/plugin.js";
  const options = { project: folder, entry, out, libraries: join(sdk, "node_modules") };
  try {
    const { code } = await bundle(esbuild, options);
    // The first line is the source map.
    return { size: code.length - code.indexOf("\n") };
  } catch ({ errors: [error] }) {
    return { problem: `${error.text}${error.hint ? ` (${error.hint})` : ""}` };
  }
}

/** Builds one plugin of some cases, and returns the data of each output by the name of its case. */
function ran(built) {
  const loads = built.map((name) => `  ${JSON.stringify(name)}: () => import("./cases/${fileOf(name)}"),`);
  write(
    "src/plugin.js",
    `
import { Output } from "@guesthouse/sdk";
const cases = {
${loads.join("\n")}
};
const loaded = {};
for (const [name, load] of Object.entries(cases)) {
  try { loaded[name] = await load(); } catch (error) { loaded[name] = { default: () => { throw error; } }; }
}
export async function handle({ type }) {
  let data;
  try { data = { result: JSON.stringify(await loaded[type].default()) }; }
  catch (error) { data = { error: String(error) }; }
  return Output.json("told", data, { subject: type });
}
`,
  );
  command(tool, "build", folder, "--engine", engine, "-o", join(folder, "packages.wasm"));
  const events = built.map((type) =>
    JSON.stringify({ specversion: "1.0", id: type, source: "/npm", type, time: "2026-01-02T03:04:05Z" }),
  );
  const run = spawnSync(tool, ["run", join(folder, "packages.wasm")], {
    input: events.join("\n"),
    encoding: "utf8",
  });
  if (run.error) throw run.error;
  process.stderr.write(run.stderr);
  const outputs = run.stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return new Map(outputs.map(({ subject, data }) => [subject, data]));
}

function verdictOf(name, found) {
  if (found === undefined) return { problem: "the event failed" };
  if (found.error !== undefined) return { problem: found.error };
  const code = `const { default: run } = await import(${JSON.stringify(pathToFileURL(join(folder, "src/cases", fileOf(name))).href)}); console.log(JSON.stringify(await run()));`;
  const expected = command(process.execPath, "--input-type=module", "-e", code).trim();
  return found.result === expected ? {} : { problem: `\`${found.result}\` instead of \`${expected}\`` };
}

function page(verdicts) {
  const least = Math.min(...[...verdicts.values()].map(({ size = Infinity }) => size));
  const rows = [...verdicts].map(([name, { size, problem }]) => {
    const { version } = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"));
    const kilobytes = size === undefined ? "" : Math.ceil((size - least) / 1000);
    const reason = problem && (REASONS[name] ?? problem.replaceAll("|", "\\|"));
    return `| \`${name}\` ${version} | ${reason ? `no: ${reason}` : "yes"} | ${kilobytes} |`;
  });
  return `# npm packages

A plugin can use npm packages that need neither Node nor a browser. \`npm install NAME\` in the project's folder adds one. The bundler takes the form of a package that is for workers or browsers: the conditions \`workerd\`, \`worker\`, \`browser\` and \`import\` of \`exports\`, or the field \`browser\`, \`module\` or \`main\`. \`process.env.NODE_ENV\` is \`"production"\`, \`process.env\` has nothing else, and \`global\` and \`self\` are \`globalThis\`. If a package imports a module of Node, the build fails and says which of your imports leads to it.

The npm packages \`assert\`, \`buffer\`, \`events\`, \`punycode\`, \`querystring\`, \`string_decoder\`, \`url\` and \`util\` stand in for the modules of Node with these names, \`path-browserify\` for \`path\`, and \`readable-stream\` for \`stream\`, if the project has installed them; also where a package imports them.

\`npm run test:npm\` in \`sdk-js\` writes this table. It runs a small use of each package in a plugin and compares the result with Node's. The size is what the use adds to the bundle.

| package | works | adds kB |
|---|---|---|
${rows.join("\n")}
`;
}
