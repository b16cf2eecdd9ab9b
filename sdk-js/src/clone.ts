// structuredClone. QuickJS lacks it, so both engines use this.

/** The clone of each object of a value, so that cycles and shared parts are kept. */
type Clones = Map<object, object>;

/** Copies a value as in HTML. There is nothing to transfer. */
export function structuredClone<T>(value: T): T {
  return clone(value, new Map()) as T;
}

function clone(value: unknown, clones: Clones): unknown {
  if (typeof value === "function" || typeof value === "symbol") throw refusal(`a ${typeof value}`);
  if (typeof value !== "object" || value === null) return value;
  const known = clones.get(value);
  if (known) return known;
  const copy = emptyCopy(value, clones);
  clones.set(value, copy);
  // No callbacks, which would take one more frame of the component's stack for each level.
  if (copy instanceof Map) {
    for (const [key, item] of value as Map<unknown, unknown>)
      copy.set(clone(key, clones), clone(item, clones));
  } else if (copy instanceof Set) {
    for (const item of value as Set<unknown>) copy.add(clone(item, clones));
  } else if (Array.isArray(copy) || isPlain(copy)) {
    for (const key of Object.keys(value)) {
      define(copy, key, clone((value as Record<string, unknown>)[key], clones));
    }
  }
  return copy;
}

/** Adds a property. Assignment would treat the key `__proto__` in a special way. */
function define(object: object, key: string, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(object, key, { value, ...ORDINARY });
  else (object as Record<string, unknown>)[key] = value;
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

const ORDINARY = { writable: true, enumerable: true, configurable: true };

/** Returns a clone that lacks only the entries of an array, object, Map or Set. */
function emptyCopy(value: object, clones: Clones): object {
  if (Array.isArray(value)) return new Array<unknown>(value.length);
  if (isPlain(value)) return {};
  if (ArrayBuffer.isView(value)) return viewOf(value, clones);
  if (value instanceof Error) return errorLike(value, clones);
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  switch (kind) {
    case "Map":
      return new Map();
    case "Set":
      return new Set();
    case "Date":
      return new Date(Number(value));
    case "RegExp":
      return new RegExp((value as RegExp).source, (value as RegExp).flags);
    case "ArrayBuffer":
      return (value as ArrayBuffer).slice(0);
    case "Boolean":
    case "Number":
    case "String":
    case "BigInt":
      return Object((value as { valueOf(): unknown }).valueOf()) as object;
    default:
      if (UNCLONABLE.test(kind)) throw refusal(`a ${kind}`);
      return {};
  }
}

const UNCLONABLE = /^(?:Symbol|Promise|WeakMap|WeakSet|WeakRef|.*Generator|.* Iterator)$/;

function viewOf(view: ArrayBufferView, clones: Clones): object {
  const kind = Object.prototype.toString.call(view).slice(8, -1);
  // A view may come from another realm, or its class may extend one of these.
  const View = (globalThis as unknown as Record<string, Uint8ArrayConstructor>)[kind]!;
  const length = kind === "DataView" ? view.byteLength : (view as Uint8Array).length;
  return new View(clone(view.buffer, clones) as ArrayBuffer, view.byteOffset, length);
}

const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function errorLike(error: Error, clones: Clones): Error {
  const kind = Object.hasOwn(ERRORS, error.name) ? ERRORS[error.name as keyof typeof ERRORS] : Error;
  const copy = new kind(error.message);
  clones.set(error, copy);
  if (error.stack !== undefined) Object.defineProperty(copy, "stack", { value: error.stack, ...HIDDEN });
  if ("cause" in error) {
    Object.defineProperty(copy, "cause", { value: clone(error.cause, clones), ...HIDDEN });
  }
  return copy;
}

const HIDDEN = { writable: true, enumerable: false, configurable: true };

function refusal(what: string): Error {
  const error = new TypeError(`${what} cannot be cloned: leave it out of the value`);
  error.name = "DataCloneError";
  return Object.assign(error, { code: 25 });
}
