// `console` in a plugin of any domain: lines on standard output and standard error, which the host logs.

import { stderr, stdout } from "guesthouse:stdio";
import { consoleOver } from "../console-over.js";

export const console = consoleOver({
  trace: stdout,
  debug: stdout,
  info: stdout,
  warn: stderr,
  error: stderr,
});
