// Modules that the bundler provides.

declare module "guesthouse:stdio" {
  /** Writes a line to standard output. */
  export function stdout(text: string): void;
  /** Writes a line to standard error. */
  export function stderr(text: string): void;
  /** Writes the text of a crash, unless the engine does. */
  export function reportCrash(text: string): void;
}

declare module "wasi:cli/stdout@0.2.12" {
  export function getStdout(): { blockingWriteAndFlush(bytes: Uint8Array): void };
}

declare module "wasi:cli/stderr@0.2.12" {
  export function getStderr(): { blockingWriteAndFlush(bytes: Uint8Array): void };
}
