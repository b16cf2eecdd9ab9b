// Calls of functions that the host implements.

import { engine, requireHost } from "./engine.js";
import { failure } from "./errors.js";
import { begin, enter, leave, refuse } from "./place.js";

/**
 * Returns a function that calls the host. `name` is what the author calls, `params` are names and codecs, and
 * `ask` calls the bindings of the engine, or the fake. `fallible` has `err` if the function returns a WIT result.
 */
export function call(name, params, ask, ok, fallible) {
  const names = Object.keys(params);
  const codecs = Object.values(params);
  const error = fallible && failure(fallible.err);
  const lowered = (values) => {
    requireHost(name);
    begin(name);
    for (let index = 0; index < codecs.length; index++) {
      enter(names[index]);
      values[index] = codecs[index].lower(values[index]);
      leave();
    }
    values.length = codecs.length;
    return values;
  };
  if (engine === "native") return native(name, lowered, ask, ok, error);
  const lift = lifting(name, ok);
  const thrown = (value) => (hasPayload(value) ? error.lift(value.payload) : value);
  const answer = (self, values) => lift(ask.apply(self, lowered(values)));
  const ours = function (...values) {
    if (!error) return answer(this, values);
    try {
      return answer(this, values);
    } catch (value) {
      throw thrown(value);
    }
  };
  return Object.assign(ours, { lift, thrown, isSame: codecs.every((codec) => codec.isSame) });
}

/** Returns a function that makes the author's value of what the engine returns. */
function lifting(name, codec) {
  if (!codec?.lift) return (value) => value;
  if (!codec.isWide) return codec.lift;
  return (value) => {
    begin(name);
    return codec.lift(value);
  };
}

// Both engines throw an object that carries the error in `payload`; only one makes it an Error.
function hasPayload(thrown) {
  return typeof thrown === "object" && thrown !== null && Object.hasOwn(thrown, "payload");
}

/** A fake takes and returns the author's values. They are checked as a host's would be. */
function native(name, lowered, ask, ok, error) {
  return function (...values) {
    lowered([...values]);
    let value;
    try {
      value = ask.apply(this, values);
    } catch (thrown) {
      if (error?.is(thrown)) {
        begin(`the error of the fake of ${name}`);
        error.lower(thrown);
      }
      throw thrown;
    }
    begin(`the result of the fake of ${name}`);
    if (ok) ok.lower(value);
    else if (value !== undefined) refuse("nothing", value);
    return value;
  };
}
