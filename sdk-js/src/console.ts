// `console` in a plugin: log lines for the operator, at the level that the method's name says.

import * as log from "./log.js";
import { format } from "./inspect.js";

type Write = (message: string) => void;

function line(write: Write): (...values: unknown[]) => void {
  return (...values) => write(format(values));
}

export const console = {
  log: line(log.info),
  info: line(log.info),
  debug: line(log.debug),
  trace: line(log.trace),
  warn: line(log.warn),
  error: line(log.error),
  assert(condition: unknown, ...values: unknown[]): void {
    if (!condition)
      log.error(values.length === 0 ? "Assertion failed" : `Assertion failed: ${format(values)}`);
  },
};
