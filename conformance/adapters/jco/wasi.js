// A WASI 0.2 that leads nowhere: no files, no sockets, no environment. It is the browser's half of
// jco's shim in Node as well, because that half could not reach anything of the machine.

import { createCli } from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/cli.js";
import * as clocks from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/clocks.js";
import * as filesystem from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/filesystem.js";
import * as io from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/io.js";
import * as random from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/random.js";
import * as sockets from "../node_modules/@bytecodealliance/preview2-shim/dist/browser/sockets.js";

/**
 * Returns the interfaces by their names, as jco's output asks for them.
 * @param {(text: string) => void} hear is given what the guest writes to its standard error
 */
export function nowhere(hear) {
  const decoder = new TextDecoder();
  const stderr = { write: (/** @type {Uint8Array} */ bytes) => hear(decoder.decode(bytes)) };
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
