// The guest of the suite `abi` in JavaScript.
import * as host from "guesthouse:conformance/echo@0.1.0";
import * as hostHandles from "guesthouse:conformance/handles@0.1.0";
import { active } from "guesthouse:conformance/sabotage@0.1.0";

// Each function passes its value on to the host.
export const echo = {
  echoNothing: () => host.echoNothing(),
  echoArgs: (first, second, third) => host.echoArgs(first, second, third),
  echoBool: (value) => host.echoBool(value),
  echoU8: (value) => host.echoU8(value),
  echoS8: (value) => host.echoS8(value),
  echoU16: (value) => host.echoU16(value),
  echoS16: (value) => host.echoS16(value),
  echoU32: (value) => host.echoU32(value),
  echoS32: (value) => host.echoS32(value),
  echoU64: (value) => host.echoU64(value),
  echoS64: (value) => host.echoS64(value),
  echoF32: (value) => host.echoF32(value),
  echoF64: (value) => host.echoF64(value),
  echoChar: (value) => host.echoChar(value),
  echoString: (value) => host.echoString(value),
  echoBytes: (value) => host.echoBytes(value),
  echoNumbers: (value) => host.echoNumbers(active("off-by-one") ? value.slice(0, -1) : value),
  echoDoubles: (value) => host.echoDoubles(value),
  echoStrings: (value) => {
    const texts = host.echoStrings(value);
    return active("reordered") ? texts.reverse() : texts;
  },
  echoGrid: (value) => host.echoGrid(value),
  echoSingle: (value) => host.echoSingle(value),
  echoPair: (value) => host.echoPair(value),
  echoPoint: (value) => {
    const { x, y } = value;
    return host.echoPoint(active("wrong-field") ? { x: y, y: x } : value);
  },
  echoPoints: (value) => host.echoPoints(value),
  echoPerson: (value) => host.echoPerson(value),
  echoWide: (value) => host.echoWide(value),
  echoShape: (value) => host.echoShape(value),
  echoShapes: (value) => host.echoShapes(value),
  echoColor: (value) => host.echoColor(value),
  echoHues: (value) => host.echoHues(value),
  echoOption: (value) => host.echoOption(value),
  echoTextOption: (value) => host.echoTextOption(value),
  echoNestedOption: (value) => {
    const returned = host.echoNestedOption(value);
    const lost = active("lost-option") && returned.tag === "some" && returned.val == null;
    return lost ? { tag: "none" } : returned;
  },
  echoOptions: (value) => host.echoOptions(value),
  echoResult: (value) => {
    try {
      return host.echoResult(value);
    } catch (error) {
      if (active("swallowed-error")) return 0;
      throw error;
    }
  },
  echoResultOk: (value) => host.echoResultOk(value),
  echoResultErr: (value) => host.echoResultErr(value),
  echoResultBare: (value) => host.echoResultBare(value),
  echoResults: (value) => host.echoResults(value),
  echoFlags1: (value) => host.echoFlags1(value),
  echoFlags8: (value) => host.echoFlags8(value),
  echoFlags9: (value) => host.echoFlags9(value),
  echoFlags16: (value) => host.echoFlags16(value),
  echoFlags17: (value) => host.echoFlags17(value),
  echoFlags32: (value) => host.echoFlags32(value),
};

// Things of the host that a sabotaged guest never drops.
const kept = [];

// A thing of this guest. It holds one of the host's, and drops it when it is disposed of or, in an
// engine that counts references, collected.
class Thing {
  constructor(name) {
    if (active("kept-handle")) kept.push(new hostHandles.Thing(name));
    this.held = new hostHandles.Thing(name);
  }

  static of(held) {
    const thing = Object.create(Thing.prototype);
    thing.held = held;
    return thing;
  }

  name() {
    return this.held.name();
  }

  rename(name) {
    this.held.rename(name);
  }

  [Symbol.dispose]() {
    this.held[Symbol.dispose]();
  }

  static join(first, second) {
    return hostHandles.Thing.join(first.held, second.held);
  }

  static merge(first, second) {
    return Thing.of(hostHandles.Thing.merge(first.held, second.held));
  }
}

export const handles = {
  Thing,
  handBack: (value) => Thing.of(hostHandles.handBack(value.held)),
  make: (names) => hostHandles.make(names).map(Thing.of),
  destroy: (values) => hostHandles.destroy(values.map((thing) => thing.held)),
  nameOf: (value) => hostHandles.nameOf(value?.held),
};

// Values written as literals of JavaScript.
export const constants = {
  aPoint: () => ({ x: 1, y: -2 }),
  aPerson: () => ({
    name: "Ada",
    nick: undefined,
    age: 36,
    home: { x: 51, y: 0 },
    tags: ["maths", ""],
    balance: -0.5,
    initial: "Å",
    member: true,
  }),
  shapes: () => [
    { tag: "nothing" },
    { tag: "circle", val: 1.5 },
    { tag: "label", val: "l" },
    { tag: "corner", val: { x: 3, y: 4 } },
    { tag: "mask", val: new Uint8Array([0, 255]) },
    { tag: "grey", val: 128 },
  ],
  colors: () => ["red", "green", "blue"],
  nineFlags: () => ({ a: true, i: true }),
  seventeenFlags: () => ({ h: true, i: true, q: true }),
  aPair: () => [1, "two"],
  floats: () => [NaN, Infinity, -Infinity, -0, 0.1, Number.MAX_VALUE, Number.MIN_VALUE],
  texts: () => ["", "a\0b", "é", "e\u0301", "𝄞", "\u{10ffff}"],
  results: () => [
    { tag: "ok", val: "fine" },
    { tag: "err", val: 7 },
  ],
  options: () => [
    { tag: "some", val: null },
    { tag: "some", val: 0 },
    { tag: "none" },
  ],
};
