// Maps a position in the bundle to one in the author's file. build/bundle.mjs writes the map.

/** The lines of the bundle that are not part of the SDK. */
export interface SourceMap {
  /** The bundle's file name. The file of each frame of the bundle ends with it. */
  readonly file: string;
  /** The author's files by name; null for a file of the SDK. */
  readonly sources: readonly (string | null)[];
  /**
   * For each line, groups of segments "column source line column". The first column is in the bundle. Each
   * number counts from 0 and is the difference to the previous segment of the group.
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
  const groups = (map.lines[line] ?? "").split(";");
  const group = groups.findLast((segments) => Number.parseInt(segments, 10) < column);
  if (group === undefined) return undefined;
  const at = { generated: 0, source: 0, line: 0, column: 0 };
  for (const segment of group.split(",")) {
    const [generated = 0, source = 0, row = 0, original = 0] = segment.split(" ").map(Number);
    if (at.generated + generated >= column) break;
    at.generated += generated;
    at.source += source;
    at.line += row;
    at.column += original;
  }
  const source = map.sources[at.source];
  return source ? { source, line: at.line + 1, column: at.column + 1 } : undefined;
}
