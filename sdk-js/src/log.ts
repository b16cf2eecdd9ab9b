/** Log lines for the operator. They need no grant. */

import { write, type Level } from "guesthouse:automation/log@0.1.0";
import { attributes, text } from "./engine.js";
import { requireHost } from "./program.js";

/** Further fields of a line. */
export type Fields = Readonly<Record<string, string>>;

export const trace = /* @__PURE__ */ at("trace");
export const debug = /* @__PURE__ */ at("debug");
export const info = /* @__PURE__ */ at("info");
export const warn = /* @__PURE__ */ at("warn");
export const error = /* @__PURE__ */ at("error");

function at(level: Level): (message: string, fields?: Fields) => void {
  return (message, fields = {}) => {
    requireHost(`log.${level}`);
    write(level, text(message, "a log message"), attributes(fields, "the field"));
  };
}
