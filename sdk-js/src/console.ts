// `console` in a plugin: log lines for the operator, at the level that the method's name says. While the plugin
// is built, the build prints the lines.

import * as log from "./log.js";
import { format } from "./inspect.js";
import { printedByBuild } from "./program.js";

type Write = (message: string) => void;

function line(write: Write): (...values: unknown[]) => void {
  return (...values) => {
    const text = format(values);
    if (!printedByBuild(text)) write(text);
  };
}

const error = line(log.error);

export const console = {
  log: line(log.info),
  info: line(log.info),
  debug: line(log.debug),
  trace: line(log.trace),
  warn: line(log.warn),
  error,
  assert(condition: unknown, ...values: unknown[]): void {
    if (!condition) error(values.length === 0 ? "Assertion failed" : `Assertion failed: ${format(values)}`);
  },
};
