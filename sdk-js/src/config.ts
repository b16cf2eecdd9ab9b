/** Settings that the operator wrote for this plugin. */

import * as wit from "guesthouse:automation/config@0.1.0";
import { option, text } from "./engine.js";
import { requireHost } from "./program.js";

/** Returns the setting, or undefined if the policy does not have it. An empty setting is `""`. */
export function get(name: string): string | undefined {
  requireHost("config.get");
  return option(wit.get(text(name, "the name of a setting")));
}
