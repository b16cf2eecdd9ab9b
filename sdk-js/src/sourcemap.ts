// From a position in the bundle to one in the author's file. The map is made by build/bundle.mjs.

/** The lines of the bundle that are not the SDK's. */
export interface SourceMap {
  /** The bundle's file name, which ends the file of each of its frames. */
  readonly file: string;
  /** The author's files by name; null for a file of the SDK. */
  readonly sources: readonly (string | null)[];
  /**
   * By line, segments as "column source line column", where the first column is the bundle's. Each
   * number counts from 0 and is the difference to the segment before.
   */
  readonly lines: Readonly<Record<number, string>>;
}

export interface Position {
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** Where a position of the bundle comes from, lines and columns counted from 1 on both sides. */
export function originalPosition(map: SourceMap, line: number, column: number): Position | undefined {
  const at = { generated: 0, source: 0, line: 0, column: 0 };
  for (const segment of (map.lines[line] ?? "").split(",")) {
    const [generated = 0, source = 0, row = 0, original = 0] = segment.split(" ").map(Number);
    if (at.generated + generated >= column) break;
    at.generated += generated;
    at.source += source;
    at.line += row;
    at.column += original;
  }
  const source = line in map.lines ? map.sources[at.source] : null;
  return source ? { source, line: at.line + 1, column: at.column + 1 } : undefined;
}
