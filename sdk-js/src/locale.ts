// Methods that depend on a language. The engines have no data about languages and ignore the arguments, so a
// call with a locale or options would give a wrong text. Such a call throws; a call without them is the same on
// both engines.

function withoutLocale(prototype: object, name: string, position: number): void {
  const { [name]: native } = prototype as Record<string, (...values: unknown[]) => unknown>;
  if (native === undefined) return;
  const method = function (this: unknown, ...values: unknown[]): unknown {
    if (values[position] !== undefined || values[position + 1] !== undefined) throw unsupported(name);
    return native.apply(this, values.slice(0, position));
  };
  Object.defineProperty(method, "name", { value: name });
  Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true });
}

function unsupported(name: string): TypeError {
  return new TypeError(
    `${name} with a locale or options is not available in a plugin: the engine has no data about languages; ` +
      "call it without them, or use a package that contains the data it needs",
  );
}

for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
  withoutLocale(Date.prototype, name, 0);
}
for (const { prototype } of [
  Number,
  BigInt,
  Array,
  Object.getPrototypeOf(Uint8Array) as Uint8ArrayConstructor,
]) {
  withoutLocale(prototype, "toLocaleString", 0);
}
withoutLocale(String.prototype, "toLocaleLowerCase", 0);
withoutLocale(String.prototype, "toLocaleUpperCase", 0);
withoutLocale(String.prototype, "localeCompare", 1);
