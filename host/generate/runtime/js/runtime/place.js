// Where a value is that the contract does not allow, and what it is.

/** The names and indices that lead to the value, outermost first. */
const path = [];
let depth = 0;
let call = "";

/** Starts a path below a function. */
export function begin(name) {
  call = name;
  depth = 0;
}

/** Steps into a field or an item. */
export function enter(step) {
  path[depth] = step;
  depth++;
}

/** Steps out again. */
export function leave() {
  depth--;
}

/** Refuses a value. */
export function refuse(expected, value) {
  throw new TypeError(`${place()}: expected ${expected}, found ${described(value)}`);
}

/** Names the function and the path: `price: total`. */
export function place() {
  const steps = path.slice(0, depth).map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`));
  const text = steps.join("").replace(/^\./, "");
  return text === "" ? call : `${call}: ${text}`;
}

const MAX_TEXT = 40;

function described(value) {
  switch (typeof value) {
    case "string": {
      const text = value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}...` : value;
      return JSON.stringify(text);
    }
    case "bigint":
      return `${value}n`;
    case "function":
      return "a function";
    case "object":
      return value === null ? "null" : object(value);
    default:
      return String(value);
  }
}

function object(value) {
  if (Array.isArray(value)) return "an array";
  if (typeof value.then === "function") return "a promise: `await` it first";
  const name = value.constructor?.name ?? "Object";
  return name === "Object" ? "an object" : `an object of class ${name}`;
}
