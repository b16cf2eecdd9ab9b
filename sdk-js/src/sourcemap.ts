// The part of the source map format (ECMA-426) that a stack needs: from a position in the bundle to
// one in the author's file. Decoded only when an exception is caught.

/** What the tool keeps of esbuild's map. A source that is null belongs to the SDK. */
export interface SourceMap {
  /** The bundle's file name, which ends the file of each of its frames. */
  readonly file: string;
  readonly sources: readonly (string | null)[];
  readonly mappings: string;
}

export interface Position {
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** Where a position of the bundle comes from, lines and columns counted from 1 on both sides. */
export function originalPosition(map: SourceMap, line: number, column: number): Position | undefined {
  const lines = map.mappings.split(";");
  const state = { source: 0, line: 0, column: 0 };
  // Every number is the difference to the one before it, also over lines.
  for (const earlier of lines.slice(0, line - 1)) walk(earlier, Infinity, state);
  const found = walk(lines[line - 1] ?? "", column - 1, state);
  const source = found && map.sources[found.source];
  return source ? { source, line: found.line + 1, column: found.column + 1 } : undefined;
}

interface State {
  source: number;
  line: number;
  column: number;
}

/** Moves `state` over the segments that begin at or before `column`; returns the last of them. */
function walk(segments: string, column: number, state: State): State | undefined {
  if (segments === "") return undefined;
  let generated = 0;
  let found: State | undefined;
  for (const segment of segments.split(",")) {
    const [advance = 0, source, line = 0, original = 0] = numbers(segment);
    generated += advance;
    if (generated > column) break;
    if (source === undefined) continue;
    state.source += source;
    state.line += line;
    state.column += original;
    found = { ...state };
  }
  return found;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base 64 VLQ: five bits a digit, the sixth says that more follow, the lowest bit is the sign. */
function numbers(segment: string): number[] {
  const values: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) * 2 ** shift;
    shift += 5;
    if (bits & 32) continue;
    values.push(value % 2 === 1 ? -(value - 1) / 2 : value / 2);
    value = 0;
    shift = 0;
  }
  return values;
}
