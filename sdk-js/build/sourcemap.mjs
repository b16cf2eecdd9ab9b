// Source maps of esbuild (ECMA-426), in the form that src/sourcemap.ts reads.

/** Returns the segments of each line as [column, source, line, column of the source], from 0. */
export function absoluteLines(mappings) {
  const state = [0, 0, 0, 0];
  return mappings.split(";").map((line) => {
    state[0] = 0;
    const segments = line === "" ? [] : line.split(",");
    return segments.map((segment) => {
      for (const [at, value] of vlq(segment).slice(0, 4).entries()) state[at] += value;
      return [...state];
    });
  });
}

/** Base 64 VLQ: a digit has five bits, the sixth marks a continuation, the lowest is the sign. */
function vlq(segment) {
  const values = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".indexOf(digit);
    value += (bits & 31) * 2 ** shift;
    shift += 5;
    if (bits & 32) continue;
    values.push(value % 2 === 1 ? -(value - 1) / 2 : value / 2);
    value = shift = 0;
  }
  return values;
}

/**
 * Returns the lines of a bundle that are not part of the SDK. `nameOf` returns the author's name of a source,
 * or null for one of the SDK.
 */
export function authorsLines({ sources, mappings }, file, nameOf) {
  const named = sources.map(nameOf);
  const lines = {};
  for (const [index, segments] of absoluteLines(mappings).entries()) {
    if (segments.some(([, source]) => named[source] !== null)) lines[index + 1] = relative(segments);
  }
  return { file, sources: named, lines };
}

/** Writes "column shift line source", where the shift is that of the column. Zeros at the end are left out. */
function relative(segments) {
  let before = [0, 0, 0, 0];
  const differences = segments.map(([column, source, line, original]) => {
    const values = [column, original - column, line, source];
    const difference = values.map((value, at) => value - before[at]);
    before = values;
    return difference.join(" ").replace(/(?: 0)+$/, "");
  });
  return differences.join(",");
}

/** Returns the author's place of a position in the bundle as esbuild writes it: the column counts from 0. */
export function originalPlace({ sources, lines }, line, column) {
  let at = [0, 0, 0, 0];
  let file;
  for (const segment of lines[line]?.split(",") ?? []) {
    const values = segment.split(" ").map(Number);
    const next = at.map((value, index) => value + (values[index] ?? 0));
    if (next[0] > column) break;
    at = next;
    file = sources[at[3]];
  }
  return file ? { file, line: at[2] + 1, column: at[0] + at[1] } : undefined;
}
