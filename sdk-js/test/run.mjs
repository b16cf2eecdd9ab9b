// Bundles the tests of a folder, because Node 20 does not run TypeScript, and runs them with
// `node --test`: node run.mjs [FOLDER]
// test/fakes/ replaces the imports that only a component has.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = mkdtempSync(join(tmpdir(), "guesthouse-sdk-js-"));
const tests = resolve(here, process.argv[2] ?? ".");
const named = (suffix, folder) => readdirSync(folder).filter((name) => name.endsWith(suffix));

try {
  await build({
    entryPoints: named(".test.ts", tests).map((name) => join(tests, name)),
    alias: Object.fromEntries(
      named(".ts", join(here, "fakes")).map((name) => [
        `guesthouse:automation/${name.replace(/\.ts$/, "")}@0.1.0`,
        join(here, "fakes", name),
      ]),
    ),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
    logLevel: "warning",
  });
  const bundles = named(".mjs", out).map((name) => join(out, name));
  const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...bundles], {
    stdio: "inherit",
    env: { ...process.env, TESTS: tests },
  });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
