// Resources that the host owns.

import { engine } from "./engine.js";
import { refuse } from "./place.js";

/** Marks the argument of a constructor as a handle, not as a value of the author. */
const HANDLE = Symbol("handle");
const handles = new WeakMap();

/** The class of every resource. Its constructor takes a handle. */
export class Resource {
  constructor(handle) {
    handles.set(this, handle);
  }

  close() {
    const handle = handles.get(this);
    handles.delete(this);
    const dispose = handle?.[Symbol.dispose] ?? handle?.[Symbol.for("dispose")];
    if (typeof dispose === "function") dispose.call(handle);
  }

  [Symbol.dispose]() {
    Resource.prototype.close.call(this);
  }
}

/** Returns an argument that makes the constructor of a resource take a handle. */
export function handle(value) {
  return { [HANDLE]: value };
}

/** Returns the handle in the arguments of a constructor, or what `create` returns for other arguments. */
export function handleOf(values, create) {
  const [first] = values;
  if (typeof first === "object" && first !== null && HANDLE in first) return first[HANDLE];
  return create(...values);
}

/** Refuses to create a resource that the contract gives no constructor. */
export function uncreatable() {
  throw new TypeError("only the host creates this resource");
}

/** The result of a constructor: a handle. */
export const created = { lower: (value) => value };

/** Returns the handle of a resource on which the author calls a method. */
export function own(resource, name) {
  if (!handles.has(resource)) throw new TypeError(`${name}: the resource is closed or was given away`);
  return handles.get(resource);
}

/** A codec for handles. `find` returns the class, which can be defined later. */
export function resource(find, isOwned) {
  const native = {
    lower(value) {
      checked(find(), value);
      return value;
    },
  };
  if (engine === "native") return native;
  const lower = (value) => {
    const found = checked(find(), value);
    // The receiver of an owned handle closes it.
    if (isOwned) handles.delete(value);
    return found;
  };
  return { lower, lift: (value) => new (find())(handle(value)) };
}

function checked(Class, value) {
  if (!(value instanceof Class)) return refuse(`a ${Class.name}`, value);
  if (!handles.has(value)) return refuse(`a ${Class.name} that is open`, value);
  return handles.get(value);
}
