// `console` over functions that write a line. While the plugin is built, the build prints the lines.

import { format } from "./inspect.js";
import { printedByBuild } from "./program.js";

type Write = (message: string) => void;

/** What writes the lines of each level. */
export interface Levels {
  readonly trace: Write;
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** Returns the object `console` that a plugin has. */
export function consoleOver(levels: Levels) {
  const error = line(levels.error);
  return {
    log: line(levels.info),
    info: line(levels.info),
    debug: line(levels.debug),
    trace: line(levels.trace),
    warn: line(levels.warn),
    error,
    assert(condition: unknown, ...values: unknown[]): void {
      if (!condition) {
        error(values.length === 0 ? "Assertion failed" : `Assertion failed: ${format(values)}`);
      }
    },
  };
}

function line(write: Write): (...values: unknown[]) => void {
  return (...values) => {
    const text = format(values);
    if (!printedByBuild(text)) write(text);
  };
}
