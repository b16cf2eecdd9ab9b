// Converts the author's return value to the types of the contract. TypeScript checks the value, plain
// JavaScript does not. Without the errors here, the engine would trap on a wrong one.

import type { Attribute, Output as WitOutput } from "guesthouse:automation/types@0.1.0";
import { isBytes, kindOf } from "./engine.js";

/** Returns the outputs of one event. Throws a TypeError that names the wrong output and attribute. */
export function lower(returned: unknown): WitOutput[] {
  if (returned === undefined || returned === null) return [];
  if (Array.isArray(returned)) return Array.from(returned, lowerOne);
  if (typeof returned === "object" && "type" in returned) return [lowerOne(returned, 0)];
  const kind = isGenerator(returned) ? "a generator: collect its outputs in an array" : kindOf(returned);
  throw new TypeError(`handle must return an array of outputs or nothing, not ${kind}`);
}

function isGenerator(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "next" in value &&
    (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}

function lowerOne(output: unknown, index: number): WitOutput {
  const at = `output ${index}`;
  if (typeof output !== "object" || output === null) {
    throw new TypeError(`${at} must be an Output, not ${kindOf(output)}`);
  }
  if (isPromise(output)) throw new TypeError(`${at} is a promise: await it, or all of them with Promise.all`);
  const fields = output as Readonly<Record<string, unknown>>;
  const optional = (name: string): string | undefined => {
    const value = fields[name] ?? undefined;
    return value === undefined ? undefined : text(value, `${name} of ${at}`);
  };
  return {
    id: optional("id"),
    source: optional("source"),
    type: text(fields["type"], `type of ${at}`),
    subject: optional("subject"),
    time: optional("time"),
    dataContentType: optional("dataContentType"),
    dataSchema: optional("dataSchema"),
    extensions: extensionsOf(fields["extensions"], `extensions of ${at}`),
    data: dataOf(fields["data"], `data of ${at}`),
  };
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new TypeError(`${what} must be a string, not ${kindOf(value)}`);
  if (!value.isWellFormed()) throw new TypeError(`${what} has a lone surrogate, which is not valid Unicode`);
  return value;
}

function extensionsOf(value: unknown, what: string): Attribute[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object") throw new TypeError(`${what} must be an object, not ${kindOf(value)}`);
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, item]) => ({
      name: text(name, `a name in ${what}`),
      value: text(item, `${name} in ${what}`),
    }));
}

function dataOf(value: unknown, what: string): Uint8Array | undefined {
  if (value === undefined || value === null) return undefined;
  if (isBytes(value)) return value;
  throw new TypeError(`${what} must be a Uint8Array, not ${kindOf(value)}: use Output.json or Output.text`);
}

function isPromise(value: object): boolean {
  return "then" in value && typeof value.then === "function";
}
