// The errors of the contract: what a function returns as the error of a WIT `result`.

/** An error of the contract. A named error type is a subclass. */
export class ContractError extends Error {
  constructor(value, options) {
    super(messageOf(value), options);
    this.value = value;
  }
}
ContractError.prototype.name = "ContractError";

/** An error with cases. */
export class CaseError extends ContractError {
  get tag() {
    return typeof this.value === "object" ? this.value.tag : this.value;
  }
}

function messageOf(value) {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  const { tag, val } = Object(value);
  if (typeof tag === "string") return val === undefined ? tag : `${tag}: ${shown(val)}`;
  return shown(value);
}

function shown(value) {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value, (_name, part) => (typeof part === "bigint" ? String(part) : part)) ?? String(value);
  } catch {
    return String(value);
  }
}

/** A codec for a class of errors whose value has a codec of its own. */
export function error(Class, codec) {
  return {
    Class,
    value: codec,
    lower: (thrown) => (thrown instanceof Class ? codec.lower(thrown.value) : codec.lower(thrown)),
    lift: (value) => new Class(codec.lift ? codec.lift(value) : value),
  };
}

/** Describes the error of a function: `undefined` for one without a value. */
export function failure(codec) {
  if (codec?.Class) return { ...codec, is: (thrown) => thrown instanceof codec.Class };
  const none = { lower: () => undefined };
  const { lower, lift } = codec ?? none;
  return {
    is: (thrown) => thrown instanceof ContractError && thrown.constructor === ContractError,
    lower: (thrown) => lower(thrown.value),
    lift: (value) => new ContractError(lift ? lift(value) : value),
  };
}
