// Bundles the tests, because node 20 reads no TypeScript, and runs them under `node --test`.
// The imports that only a component has are played by test/fakes/.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = mkdtempSync(join(tmpdir(), "guesthouse-sdk-js-"));
const named = (suffix, folder) => readdirSync(folder).filter((name) => name.endsWith(suffix));

try {
  await build({
    entryPoints: named(".test.ts", here).map((name) => join(here, name)),
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
  const tests = named(".mjs", out).map((name) => join(out, name));
  const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...tests], { stdio: "inherit" });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
