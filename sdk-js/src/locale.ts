// Methods that depend on a language. The engines have no data about languages and ignore the arguments, so a
// call with a locale or options would give a wrong text. Such a call throws; a call without them is the same on
// both engines.

type Method = (this: never, ...values: never[]) => unknown;

/**
 * Replaces a method. `plain` says what it returns without a locale and options, which are its arguments from
 * `position` on.
 */
function replace(prototype: object, name: string, plain: string, method: Method, position = 0): void {
  const value = function (this: never, ...values: never[]): unknown {
    if (values[position] !== undefined || values[position + 1] !== undefined) throw unsupported(name, plain);
    return method.apply(this, values);
  };
  Object.defineProperty(value, "name", { value: name });
  Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}

function unsupported(name: string, plain: string): TypeError {
  return new TypeError(
    `${name} with a locale or options is not available in a plugin: the engine has no data about languages; ` +
      `call it without them for ${plain}, or use a package that contains the data it needs`,
  );
}

/** Refuses a locale and options, and otherwise leaves a method as it is. */
function withoutLocale(prototype: object, name: string, plain: string): void {
  const native = (prototype as Record<string, Method>)[name]!;
  const method = function (this: never): unknown {
    return native.call(this);
  };
  replace(prototype, name, plain, method);
}

for (const { prototype } of [
  Number,
  BigInt,
  Array,
  Object.getPrototypeOf(Uint8Array) as Uint8ArrayConstructor,
]) {
  withoutLocale(prototype, "toLocaleString", "numbers without separators of thousands");
}
withoutLocale(String.prototype, "toLocaleLowerCase", "the same text in all languages");
withoutLocale(String.prototype, "toLocaleUpperCase", "the same text in all languages");

const US_DATES = "a date as in the United States";

// The engines write dates in different ways, and compare text in different ways.
replace(Date.prototype, "toLocaleString", US_DATES, function (this: Date) {
  return isValid(this) ? `${date(this)}, ${time(this)}` : INVALID;
});
replace(Date.prototype, "toLocaleDateString", US_DATES, function (this: Date) {
  return isValid(this) ? date(this) : INVALID;
});
replace(Date.prototype, "toLocaleTimeString", US_DATES, function (this: Date) {
  return isValid(this) ? time(this) : INVALID;
});
replace(
  String.prototype,
  "localeCompare",
  "the order of code points (`z` before `ä`)",
  function (this: string, other: unknown) {
    return compare(normal(String(this)), normal(String(other)));
  },
  1,
);

const INVALID = "Invalid Date";

function isValid(value: Date): boolean {
  return !Number.isNaN(value.getTime());
}

function date(value: Date): string {
  return `${two(value.getMonth() + 1)}/${two(value.getDate())}/${String(value.getFullYear()).padStart(4, "0")}`;
}

function time(value: Date): string {
  const hours = value.getHours();
  const clock = [hours % 12 || 12, value.getMinutes(), value.getSeconds()].map(two).join(":");
  return `${clock} ${hours < 12 ? "AM" : "PM"}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** Returns the normal form of a text. StarlingMonkey has no data for it. */
function normal(text: string): string {
  return "normalize" in String.prototype ? text.normalize() : text;
}

/** Compares by code points. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  for (let at = 0; ; at++) {
    const [first, second] = [one.codePointAt(at), other.codePointAt(at)];
    if (first !== second) return (first ?? -1) < (second ?? -1) ? -1 : 1;
  }
}
