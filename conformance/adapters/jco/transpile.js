// The output of `jco transpile`, kept under the hash of its input.

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * The defaults of the command, except that the host instantiates.
 * @type {Parameters<typeof import("@bytecodealliance/jco-transpile").transpileBytes>[1]}
 */
const OPTIONS = {
  name: "guest",
  instantiation: "async",
  noComponentErrorWrapping: false,
  emitTypescriptDeclarations: false,
};

/**
 * Transpiles a component and returns the name of a folder in `work` with `guest.js` and its modules.
 * @param {string} component
 * @param {string} work
 */
export async function transpiled(component, work) {
  const bytes = await readFile(component);
  const jco = new URL("../node_modules/@bytecodealliance/jco-transpile/", import.meta.url);
  const { version } = JSON.parse(await readFile(new URL("package.json", jco), "utf8"));
  const hash = createHash("sha256").update(version).update(JSON.stringify(OPTIONS)).update(bytes);
  const name = hash.digest("hex").slice(0, 16);
  if (!existsSync(join(work, name))) await transpile(bytes, work, name);
  return name;
}

/**
 * @param {Uint8Array} bytes
 * @param {string} work
 * @param {string} name
 */
async function transpile(bytes, work, name) {
  // jco is slow to start, and is not needed when the output exists.
  const { transpileBytes } = await import("@bytecodealliance/jco-transpile");
  const { files } = await transpileBytes(bytes, { ...OPTIONS });
  await mkdir(work, { recursive: true });
  const incoming = await mkdtemp(join(work, "incoming-"));
  for (const [file, content] of Object.entries(files)) {
    const path = join(incoming, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  await writeFile(join(incoming, "package.json"), '{"type": "module"}\n');
  try {
    await rename(incoming, join(work, name));
  } catch (error) {
    // The other host of this folder may have finished the same output first.
    if (!existsSync(join(work, name))) throw error;
    await rm(incoming, { recursive: true });
  }
}
