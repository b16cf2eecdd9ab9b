// The life of a plugin's program: it loads while the plugin is built, and handles events later. While it
// loads there is no host. So this module collects what `guesthouse build` must say: the lines of `console`,
// and why the program cannot be loaded.

import { inspect } from "./inspect.js";
import { runJobs, throwUnhandled } from "./jobs.js";
import type { SourceMap } from "./sourcemap.js";
import { headline, innermost, stackOf, type Frame } from "./stack.js";

/** What build/bundle.mjs writes around the program. In tests it does not exist. */
interface Program {
  readonly sourceMap: SourceMap;
  loaded?: boolean;
  /** What the program threw while it loaded. */
  failure?: { readonly error: unknown };
  start?: () => unknown;
}

declare const GUESTHOUSE: Program | undefined;

/** The build sets this global if it has printed the lines of an earlier attempt. */
const PRINTED = "GUESTHOUSE_PRINTED";

const program = typeof GUESTHOUSE === "undefined" ? undefined : GUESTHOUSE;
let isLoading = program !== undefined;
/** Whether there is a host. */
export let hasHost = !isLoading;
const lines: string[] = [];
let forbidden: unknown;
let unfit: unknown;

/** Adds a line of `console` to the output of the build. Returns false if there is a host to log it. */
export function printedByBuild(line: string): boolean {
  if (isLoading) lines.push(line);
  return isLoading;
}

/** Throws if there is no host because the program is still loading. `call` names what the author called. */
export function requireHost(call: string): void {
  if (!isLoading) return;
  forbidden ??= new Error(`${call} needs the host, which does not exist while the plugin is built`);
  throw forbidden;
}

/** Sets how to create what the component exports, when the program has loaded. */
export function exporting(how: () => unknown): void {
  create = how;
}

let create: () => unknown;
if (program) program.start = () => start(program);

/** Finishes loading and returns what the component exports. */
function start(program: Program): unknown {
  const errors: unknown[] = forbidden === undefined ? [] : [forbidden];
  let value: unknown;
  try {
    value = created(program);
  } catch (error) {
    if (error !== forbidden) errors.push(error);
  }
  if (errors.length > 0) throw report(errors);
  if (lines.length > 0 && !(PRINTED in globalThis)) throw report([]);
  isLoading = false;
  hasHost = true;
  return value;
}

function created(program: Program): unknown {
  runJobs();
  if (program.failure) throw program.failure.error;
  throwUnhandled();
  if (!program.loaded) throw new Error("a top-level await waits for a promise that nothing settles");
  try {
    return create();
  } catch (error) {
    unfit = error;
    throw error;
  }
}

interface Fault {
  readonly text: string;
  readonly place?: Frame | undefined;
  /** The lines of the stack, without the innermost. */
  readonly callers: readonly string[];
  readonly needsHost: boolean;
  /** Whether what the author exports cannot be called. */
  readonly isUnfit: boolean;
}

/** Returns an error that carries a report to build.mjs through the engine, which only passes text on. */
function report(errors: readonly unknown[]): Error {
  const faults = errors.map((error): Fault => {
    const needsHost = error === forbidden;
    const kind = { needsHost, isUnfit: error === unfit };
    if (!(error instanceof Error))
      return { text: `the module threw ${inspect(error)}`, callers: [], ...kind };
    const text = needsHost || kind.isUnfit ? error.message : headline(error);
    return { text, place: innermost(error), callers: stackOf(error).slice(1), ...kind };
  });
  return new Error(`GUESTHOUSE_REPORT<${encodeURIComponent(JSON.stringify({ lines, faults }))}>`);
}
