// Writes the lock files of the npm toolchains: node lock.mjs
//
// npm leaves optional packages that were never published out of a lock file, and `npm ci` then
// refuses that very file. Here they are listed for the platform their name says, so npm skips them
// everywhere else.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";

const flags = ["--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"];

for (const set of ["js", "starlingmonkey"]) {
  const folder = new URL(`${set}/`, import.meta.url);
  const file = new URL("package-lock.json", folder);
  rmSync(file, { force: true });
  execFileSync("npm", ["install", ...flags], { cwd: folder, stdio: "inherit" });
  const lock = JSON.parse(readFileSync(file, "utf8"));
  addUnpublished(lock.packages);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}

function addUnpublished(packages) {
  for (const { optionalDependencies = {} } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const [os, cpu] = name.split("-").slice(-3);
      packages[`node_modules/${name}`] ??= { version, optional: true, os: [os], cpu: [cpu] };
    }
  }
}
