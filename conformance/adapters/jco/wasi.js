// A WASI 0.2 without files, sockets and environment. Node uses the browser half of jco's shim as well,
// because that half cannot reach the machine.

import { createCli } from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/cli.js";
import * as clocks from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/clocks.js";
import * as filesystem from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/filesystem.js";
import * as io from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/io.js";
import * as random from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/random.js";
import * as sockets from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/sockets.js";

/**
 * Returns the interfaces by the names that jco's output uses.
 * @param {(text: string) => void} onStderr gets what the guest writes to its standard error
 */
export function isolatedWasi(onStderr) {
  const decoder = new TextDecoder();
  const stderr = { write: (/** @type {Uint8Array} */ bytes) => onStderr(decoder.decode(bytes)) };
  const cli = createCli({ stdout: { write() {} }, stderr });
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const [name, interfaces] of Object.entries({ cli, clocks, filesystem, io, random, sockets })) {
    for (const [it, functions] of Object.entries(interfaces)) {
      found[`wasi:${name}/${it.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`] = functions;
    }
  }
  return found;
}
