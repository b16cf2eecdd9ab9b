// The functions that the component exports: the author's functions behind a boundary.

import { crash, settled } from "./engine.js";
import { failure } from "./errors.js";
import { begin } from "./place.js";

/**
 * Returns what the component exports for a function of the author. An error of the contract becomes the error of
 * the WIT result. Any other exception ends the run.
 */
export function exported(name, author, params, ok, fallible) {
  const lifts = params.map((codec) => codec.lift);
  const isSame = lifts.every((lift) => lift === undefined);
  const isWide = params.some((codec) => codec.isWide);
  const error = fallible && failure(fallible.err);
  return (...values) => {
    try {
      if (isWide) begin(name);
      const given = isSame ? values : values.map((value, index) => (lifts[index] ? lifts[index](value) : value));
      const value = settled(name, author, given);
      if (!ok || ok.fits?.(value)) return ok && value;
      begin(name);
      return ok.lower(value);
    } catch (thrown) {
      throw error ? lowered(error, thrown, name) : crash(thrown, false);
    }
  };
}

function lowered(error, thrown, name) {
  if (!error.is(thrown)) return crash(thrown, true);
  try {
    begin(`the error of ${name}`);
    // Both engines read the error of a WIT result from `payload`.
    return { payload: error.lower(thrown) };
  } catch (refused) {
    return crash(refused, true);
  }
}

/** Returns a function of the author's module. */
export function author(plugin, name) {
  const found = plugin?.[name];
  if (typeof found === "function" && !isClass(found)) return found;
  const problem = found === undefined ? "is not exported" : "is exported, but it is not a function";
  throw new TypeError(`\`${name}\` ${problem}`);
}

/** Only of a class, the property `prototype` cannot be assigned. */
function isClass(found) {
  return Object.getOwnPropertyDescriptor(found, "prototype")?.writable === false;
}
