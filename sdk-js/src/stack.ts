// Stacks with the author's files: frames in the bundle become lines of src/plugin.ts.

import { insteadOf } from "./absent.js";
import { originalPosition, type SourceMap } from "./sourcemap.js";

export interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many frames of packages are left out before this one. */
  readonly leftOut?: number;
}

// The bundler defines this constant. In tests it does not exist.
declare const GUESTHOUSE: { readonly sourceMap: SourceMap } | undefined;

const MAX_FRAMES = 20;
const MAX_CAUSES = 8;
const LOST = "    at more frames; the engine keeps only the innermost ones";

/** Returns the first line of a stack: name and message, and the way out if a plugin lacks a global. */
export function headline(error: Error): string {
  const text = error.message === "" ? error.name : `${error.name}: ${error.message}`;
  const instead = insteadOf(error);
  return instead === undefined ? text : `${text}: ${instead}`;
}

/** Returns the stack of an error and of its causes, innermost frame first. */
export function traceOf(thrown: Error): string {
  const parts: string[] = [];
  let error: unknown = thrown;
  while (error instanceof Error && parts.length < MAX_CAUSES) {
    const stack = mappedStack(error);
    parts.push([headline(error), ...linesOf(stack), ...lostFrames(stack)].join("\n"));
    error = error.cause;
  }
  return parts.join("\nCaused by: ");
}

/** Returns the frames of the author's program and its packages as text, innermost first. */
export function stackOf(error: Error): string[] {
  return linesOf(mappedStack(error));
}

/** Returns the innermost frame of the author's program and its packages. */
export function innermost(error: Error): Frame | undefined {
  return mappedStack(error).flat()[0];
}

/** Returns what each frame of the engine's stack is in the author's program and its packages: one frame or none. */
function mappedStack(error: Error): Frame[][] {
  return framesOf(String(error.stack ?? "")).map(mapped);
}

function linesOf(stack: readonly Frame[][]): string[] {
  return shortened(stack.flat()).flatMap(show);
}

/** Says that the engine kept no frame of the author's own. While an event is handled, a whole stack ends in the SDK. */
function lostFrames(stack: readonly Frame[][]): string[] {
  const isWhole = (stack.at(-1) ?? []).length === 0;
  return isWhole || stack.flat().some(isOwn) ? [] : [LOST];
}

function isOwn({ file }: Frame): boolean {
  return !file.includes("node_modules/");
}

/** Leaves out frames. The author's own innermost frame stays, however deep in a package the error was thrown. */
function shortened(frames: readonly Frame[]): Frame[] {
  const own = frames.findIndex(isOwn);
  if (own < MAX_FRAMES) return frames.slice(0, MAX_FRAMES);
  const inner = frames.slice(0, MAX_FRAMES / 2);
  const [first, ...outer] = frames.slice(own, own + MAX_FRAMES / 2);
  return [...inner, { ...first!, leftOut: own - inner.length }, ...outer];
}

function mapped(frame: Frame): Frame[] {
  const map = typeof GUESTHOUSE === "undefined" ? undefined : GUESTHOUSE.sourceMap;
  if (!map) return [frame];
  if (!frame.file.endsWith(map.file)) return [];
  const original = originalPosition(map, frame.line, frame.column);
  return original ? [{ ...frame, ...original, file: original.source }] : [];
}

// QuickJS writes "    at name (file:1:2)" and "    at file:1:2", StarlingMonkey "name@file:1:2".
const AT = /^ *at (?:(.*) \()?(.+?):(\d+):(\d+)\)?$/;
const MOZILLA = /^(.*?)@(.+):(\d+):(\d+)$/;

/** Reads the frames of either engine. Lines without a position are skipped. */
export function framesOf(stack: string): Frame[] {
  return stack.split("\n").flatMap((line) => {
    const match = AT.exec(line) ?? MOZILLA.exec(line);
    if (!match) return [];
    const [, name = "", file = "", row, column] = match;
    return [{ name: functionName(name), file, line: Number(row), column: Number(column) }];
  });
}

// StarlingMonkey writes `GUESTHOUSE.load/</outer/inner/<` for a function without a name inside of `inner`.
function functionName(name: string): string {
  if (name === "<anonymous>") return "";
  const names = name.replace(/^GUESTHOUSE\.load(?:\/<?|$)/, "").split("/");
  return names.filter((part) => part !== "" && part !== "<").at(-1) ?? "";
}

function show({ name, file, line, column, leftOut }: Frame): string[] {
  const position = `${file}:${line}:${column}`;
  const shown = name === "" ? `    at ${position}` : `    at ${name} (${position})`;
  return leftOut === undefined ? [shown] : [`    at ${leftOut} frames of packages`, shown];
}
