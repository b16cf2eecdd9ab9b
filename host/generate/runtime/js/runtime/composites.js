// Codecs of the types that have parts.

import { engine } from "./engine.js";
import { enter, leave, refuse } from "./place.js";

const isSame = (codecs) => codecs.every((codec) => codec === undefined || codec.isSame);
const isWide = (codecs) => codecs.some((codec) => codec?.isWide);

/** Returns a codec that first asks `fits`, which says only whether a value is one of the type. */
export function fast(fits, codec) {
  if (!codec.isSame) return codec;
  return { ...codec, fits, lower: (value) => (fits(value) ? value : codec.lower(value)) };
}

/** Whether a value is an array whose items fit. */
export function all(values, fits) {
  if (!Array.isArray(values)) return false;
  for (let index = 0; index < values.length; index++) if (!fits(values[index])) return false;
  return true;
}

function at(step, codec, value) {
  enter(step);
  const lowered = codec.lower(value);
  leave();
  return lowered;
}

export function list(item) {
  const lowerAll = (values, lower) => {
    const lowered = new Array(values.length);
    for (let index = 0; index < values.length; index++) {
      enter(index);
      lowered[index] = lower(values[index]);
      leave();
    }
    return lowered;
  };
  const array = (value) => (Array.isArray(value) ? value : refuse("an array", value));
  // An array of this class keeps all 64 bits in QuickJS.
  const { Exact } = item;
  const lower = Exact
    ? (value) => Exact.from(lowerAll(array(value), item.check))
    : (value) => lowerAll(array(value), item.lower);
  const codec = { isSame: item.isSame, isWide: item.isWide, lower, lift: liftList(item) };
  return item.fits ? fast((value) => all(value, item.fits), codec) : codec;
}

function liftList({ isNumeric, lift }) {
  if (lift) return (value) => Array.from(value, (item) => lift(item));
  // An engine can pass on numbers as a typed array.
  if (isNumeric && engine !== "native") return (value) => (Array.isArray(value) ? value : Array.from(value));
  return undefined;
}

export function option(some) {
  const lower = (value) => (value === undefined || value === null ? undefined : some.lower(value));
  const codec = { isSame: some.isSame, isWide: some.isWide, lower, lift: liftOption(some) };
  return some.fits ? fast((value) => value == null || some.fits(value), codec) : codec;
}

// `none` is null in one engine and undefined in the other.
function liftOption({ lift }) {
  if (lift) return (value) => (value === undefined || value === null ? undefined : lift(value));
  return engine === "native" ? undefined : (value) => value ?? undefined;
}

/** An option of an option, where `none` and `some(none)` differ. */
export function nestedOption(some) {
  return variant({ none: undefined, some });
}

export function tuple(...items) {
  const expected = `an array of ${items.length} values`;
  const lower = (value) => {
    if (!Array.isArray(value) || value.length !== items.length) return refuse(expected, value);
    return items.map((item, index) => at(index, item, value[index]));
  };
  const codec = { isSame: isSame(items), isWide: isWide(items), lower };
  if (items.every(({ lift }) => lift === undefined)) return codec;
  return { ...codec, lift: (value) => items.map(({ lift }, index) => (lift ? lift(value[index]) : value[index])) };
}

export function record(fields) {
  const names = Object.keys(fields);
  const codecs = Object.values(fields);
  const check = (value) => {
    if (typeof value !== "object" || value === null) refuse("an object", value);
  };
  const convert = (value) => {
    check(value);
    const lowered = {};
    for (let index = 0; index < names.length; index++) {
      const name = names[index];
      enter(name);
      lowered[name] = codecs[index].lower(value[name]);
      leave();
    }
    return lowered;
  };
  const checkOnly = (value) => {
    check(value);
    for (let index = 0; index < names.length; index++) {
      enter(names[index]);
      codecs[index].lower(value[names[index]]);
      leave();
    }
    return value;
  };
  const same = isSame(codecs);
  const lower = same ? checkOnly : convert;
  return { isSame: same, isWide: isWide(codecs), lower, lift: liftRecord(names, codecs) };
}

function liftRecord(names, codecs) {
  const changed = names.flatMap((name, index) => (codecs[index].lift ? [[name, codecs[index].lift]] : []));
  if (changed.length === 0) return undefined;
  // The object is the engine's own, and nobody else has it.
  return (value) => {
    for (const [name, lift] of changed) value[name] = lift(value[name]);
    return value;
  };
}

const quoted = (names) => names.map((name) => JSON.stringify(name)).join(", ");

export function variant(cases) {
  const known = new Map(Object.entries(cases));
  const expected = `an object whose tag is one of ${quoted([...known.keys()])}`;
  const lower = (value) => {
    const tag = typeof value === "object" && value !== null ? value.tag : undefined;
    if (!known.has(tag)) return refuse(expected, value);
    const codec = known.get(tag);
    return codec === undefined ? { tag } : { tag, val: at("val", codec, value.val) };
  };
  const codecs = Object.values(cases);
  const codec = { isSame: isSame(codecs), isWide: isWide(codecs), lower };
  if (codecs.every((codec) => !codec?.lift)) return codec;
  const lift = ({ tag, val }) => {
    const codec = known.get(tag);
    if (codec === undefined) return { tag };
    return { tag, val: codec.lift ? codec.lift(val) : val };
  };
  return { ...codec, lift };
}

/** A result that is not what a function returns. */
export function result(ok, err) {
  return variant({ ok, err });
}

export function enumeration(...names) {
  const known = new Set(names);
  const expected = `one of ${quoted(names)}`;
  const fits = (value) => known.has(value);
  return { isSame: true, fits, lower: (value) => (fits(value) ? value : refuse(expected, value)) };
}

export function flags(...names) {
  const lower = (value) => {
    if (typeof value !== "object" || value === null) return refuse("an object", value);
    for (const name of names) {
      const isFlag = value[name] === undefined || typeof value[name] === "boolean";
      if (!isFlag) at(name, { lower: (flag) => refuse("a boolean", flag) }, value[name]);
    }
    return value;
  };
  return { isSame: true, lower };
}
