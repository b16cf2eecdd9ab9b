// Standard output and standard error on QuickJS, which has no `console`.

import { getStderr } from "wasi:cli/stderr@0.2.12";
import { getStdout } from "wasi:cli/stdout@0.2.12";
import { encode } from "../text.js";

/** Most bytes that one call of WASI takes. */
const MAX_WRITE = 4096;

interface Stream {
  blockingWriteAndFlush(bytes: Uint8Array): void;
}

function write(stream: Stream, text: string): void {
  const bytes = encode(`${text}\n`);
  for (let at = 0; at < bytes.length; at += MAX_WRITE) {
    stream.blockingWriteAndFlush(bytes.slice(at, at + MAX_WRITE));
  }
}

export const stdout = (text: string): void => write(getStdout(), text);
export const stderr = (text: string): void => write(getStderr(), text);

/** Does nothing: QuickJS writes the exception that ends the run. */
export function reportCrash(_text: string): void {}
