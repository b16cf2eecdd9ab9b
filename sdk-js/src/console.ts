// `console` in a plugin: log lines for the operator, at the level that the method's name says. While the plugin
// is built, the build prints the lines.

import * as log from "./log.js";
import { consoleOver } from "./console-over.js";

export const console = consoleOver(log);
