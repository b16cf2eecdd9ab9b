// Maps a position in the bundle to one in the author's file. build/bundle.mjs writes the map.

/** The lines of the bundle that are not part of the SDK. */
export interface SourceMap {
  /** The bundle's file name. The file of each frame of the bundle ends with it. */
  readonly file: string;
  /** The author's files by name; null for a file of the SDK. */
  readonly sources: readonly (string | null)[];
  /**
   * For each line, segments "column shift line source". The column is in the bundle, and the author's one is larger
   * by the shift. Each number counts from 0 and is the difference to the previous segment; zeros at the end are left
   * out.
   */
  readonly lines: Readonly<Record<number, string>>;
}

export interface Position {
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** Returns the original of a position in the bundle. Lines and columns count from 1. */
export function originalPosition(map: SourceMap, line: number, column: number): Position | undefined {
  const at = { column: 0, shift: 0, line: 0, source: 0 };
  let source: string | null | undefined;
  for (const segment of map.lines[line]?.split(",") ?? []) {
    const [generated = 0, shift = 0, row = 0, file = 0] = segment.split(" ").map(Number);
    if (at.column + generated >= column) break;
    at.column += generated;
    at.shift += shift;
    at.line += row;
    at.source += file;
    source = map.sources[at.source];
  }
  return source ? { source, line: at.line + 1, column: at.column + at.shift + 1 } : undefined;
}
