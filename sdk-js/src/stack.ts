// Stacks with the author's files: frames in the bundle become lines of src/plugin.ts.

import { insteadOf } from "./absent.js";
import { originalPosition, type SourceMap } from "./sourcemap.js";

export interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

// The bundler defines this constant. In tests it does not exist.
declare const GUESTHOUSE: { readonly sourceMap: SourceMap } | undefined;

const MAX_FRAMES = 20;
const MAX_CAUSES = 8;

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
    parts.push([headline(error), ...framesIn(error).map(show)].join("\n"));
    error = error.cause;
  }
  return parts.join("\nCaused by: ");
}

/** Returns the frames in the author's code, innermost first. */
export function framesIn(error: Error): Frame[] {
  const frames = framesOf(String(error.stack ?? ""));
  const map = typeof GUESTHOUSE === "undefined" ? undefined : GUESTHOUSE.sourceMap;
  return (map ? frames.flatMap((frame) => mapped(frame, map)) : frames).slice(0, MAX_FRAMES);
}

function mapped(frame: Frame, map: SourceMap): Frame[] {
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

function show({ name, file, line, column }: Frame): string {
  const position = `${file}:${line}:${column}`;
  return name === "" ? `    at ${position}` : `    at ${name} (${position})`;
}
