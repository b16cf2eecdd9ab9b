// The host in tests: functions that a test gives.

import { engine } from "./engine.js";
import { handle } from "./resources.js";

let fakes = {};

/** Replaces all fakes. Returns an object whose `restore` removes them. */
export function fake(given) {
  const before = fakes;
  fakes = given;
  const restore = () => {
    fakes = before;
  };
  return { restore, [Symbol.dispose]: restore };
}

/** Returns a resource that calls the methods of an object. */
export function resource(Class, methods) {
  return new Class(handle(methods));
}

/** Returns the bindings of an interface of the host: those of the engine, or the fakes. */
export function host(name, bindings) {
  return engine === "native" ? faked(name) : bindings;
}

function faked(name) {
  return new Proxy({}, { get: (_target, item) => fakes[name]?.[item] ?? missing(name, item) });
}

function missing(name, item) {
  const isClass = /^[A-Z]/.test(item);
  const example = isClass ? `${item}: class { ... }` : `${item}() { ... }`;
  throw new Error(
    `${name}.${item} has no fake: give one with \`fake({ ${name}: { ${example} } })\` before the test calls it`,
  );
}

/** Calls a method of a handle. In a test it can be missing. */
export function method(target, name, values, label) {
  if (engine === "native" && typeof target[name] !== "function") {
    throw new Error(`${label} has no fake: add the method \`${name}\` to the object that stands for the resource`);
  }
  return target[name](...values);
}
