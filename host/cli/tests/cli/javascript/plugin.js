// Uses of the language and of packages that behave otherwise in Node, in browsers, or in a bare engine.

import { Output, state } from "@guesthouse/sdk";
import { form } from "dual";
import { isProduction, root } from "environment";

class Counter {
  #count = 0;
  static has = (object) => #count in object;
  increment() {
    return ++this.#count;
  }
}

const loaded = await Promise.resolve("at the top");
const lookup = async (value) => value;
const asynchronous = async () => {};

function refusal(call) {
  try {
    return call();
  } catch (error) {
    return String(error.message);
  }
}

const isOfEngine = (value) => Function.prototype.toString.call(value).includes("[native code]");

/** Calls and their results. */
const CHECKS = {
  "the form of a package": [() => form, "worker"],
  "process.env.NODE_ENV": [() => isProduction, true],
  "the global object": [() => root === globalThis, true],
  "an await of a module": [() => loaded, "at the top"],
  "private names": [() => [new Counter().increment(), Counter.has({})].join(), "1,false"],
  lookbehind: [() => "€10 $20".match(/(?<=\$)\d+/)[0], "20"],
  "named groups": [() => "2026-03".replace(/(?<y>\d+)-(?<m>\d+)/, "$<m>/$<y>"), "03/2026"],
  bigint: [() => String(2n ** 70n), "1180591620717411303424"],
  "a weak reference": [() => new WeakRef({ held: 1 }).deref().held, 1],
  "a clone with a cycle": [
    () => {
      const object = {};
      object.self = object;
      return structuredClone(object).self.self !== object;
    },
    true,
  ],
  "sets and groups": [
    () => [...new Set([1]).union(new Set([2])), ...Object.keys(Object.groupBy([3], () => "all"))].join(),
    "1,2,all",
  ],
  "an error with a cause": [() => new Error("outer", { cause: new TypeError("inner") }).cause.message, "inner"],
  "text that is not well-formed": [() => "\ud83d".isWellFormed(), false],
  "a date": [() => new Date(Date.UTC(2026, 0, 2)).toISOString(), "2026-01-02T00:00:00.000Z"],
  "the clock": [() => new Date().toISOString().slice(0, 19), "2026-01-02T03:04:05"],
  "a URL": [() => new URL("../x?y=ü", "https://bücher.example:443/a/b/c").href, "https://xn--bcher-kva.example/a/x?y=%C3%BC"],
  "text of a URL's query": [() => new URLSearchParams({ a: "1 2" }).toString(), "a=1+2"],
  "a byte order mark": [() => new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 65])), "A"],
  "code from text": [() => new Function("a", "return a * 2")(4), 8],
  "a deep recursion": [() => (function deep(n) { return n === 0 ? 0 : 1 + deep(n - 1); })(1000), 1000],
  "names of other hosts": [
    () => [typeof process, typeof Buffer, typeof window, typeof Intl, typeof Temporal].join(),
    "undefined,undefined,undefined,undefined,undefined",
  ],
};

const NO_LANGUAGES = "the engine has no data about languages";
/** Calls that no engine can carry out, and a part of the error that they get. */
const REFUSED = {
  "a date of a locale": [() => new Date(0).toLocaleDateString("de-DE", { weekday: "long" }), NO_LANGUAGES],
  "a number of a locale": [() => (1234567.891).toLocaleString("de-DE"), NO_LANGUAGES],
  "a currency": [() => (1).toLocaleString("en-US", { style: "currency", currency: "USD" }), NO_LANGUAGES],
  "the order of a locale": [() => "ä".localeCompare("z", "de"), NO_LANGUAGES],
  Intl: [() => new Intl.NumberFormat("en"), "Intl"],
  "another encoding": [() => new TextDecoder("latin1"), "supports only UTF-8"],
  "a timer": [() => setTimeout(() => {}, 1), "a plugin cannot wait"],
  fetch: [() => fetch("https://example.com"), "use http.send"],
  Temporal: [() => Temporal.Now.instant(), "Temporal"],
  "a value that JSON lacks": [
    () => Output.json("t", { lines: [0, { price: new Map() }] }),
    "unsupported at $.lines[1].price (a Map)",
  ],
};

async function started(event, outputs) {
  const data = await lookup(event.json());
  if (data.amount < 0) throw new RangeError(`negative amount ${data.amount}`); // the line of `lost`
  state.open("paid").set(event.id, String(data.amount));
  outputs.push(Output.json("paid", data));
}

const HANDLERS = {
  check: () => {
    const checks = Object.entries(CHECKS).map(([name, [call, expected]]) => [name, call(), expected]);
    const refused = Object.entries(REFUSED).map(([name, [call, part]]) => [name, refusal(call), part]);
    const wrong = [
      ...checks.filter(([, found, expected]) => found !== expected),
      ...refused.filter(([, found, part]) => !String(found).includes(part)),
    ];
    return Output.json("wrong", wrong);
  },
  asynchronous: async (event) => [Output.text("t", await lookup(event.id))],
  // Work that nothing awaits.
  started: (event) => {
    const outputs = [];
    started(event, outputs);
    return outputs;
  },
  kept: () => Output.text("t", [...state.open("paid").keys()].join()),
  pending: () => new Promise(() => {}),
  nothing: () => undefined,
  generator: function* () {
    yield new Output("t");
  },
  // What docs/limitations.md says about promises, and about globals that an engine could have itself.
  limits: async () => {
    const told = [asynchronous.constructor.name];
    eval("(async () => { told.push('before'); await null; told.push('after'); })()");
    await null;
    await null;
    return Output.json("t", [...told, isOfEngine(URL), isOfEngine(TextEncoder), isOfEngine(console.log)]);
  },
  dense: (event) => Output.text("t", String(event.json().length)),
};

export function handle(event) {
  return HANDLERS[event.type](event);
}
