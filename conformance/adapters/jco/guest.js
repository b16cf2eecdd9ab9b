// A guest that jco turned into a JavaScript module: the host's side of the world `abi`, and the steps
// of a run in an instance.

import { read } from "./read.js";
import { camel } from "./types.js";
import { isolatedWasi } from "./wasi.js";
import { write } from "./write.js";

/** @import { Signature } from './types.js' */
/** @import { Names } from './read.js' */

/**
 * The interface of jco's output.
 * @typedef {object} Transpiled
 * @property {(
 *   compile: (file: string) => Promise<WebAssembly.Module>,
 *   imports: Record<string, unknown>,
 * ) => Promise<Record<string, any>>} instantiate
 * @property {(file: string) => Promise<WebAssembly.Module>} compile
 */

/** @typedef {{call: string, args?: string[]} | {drop: string}} Step */

/** @typedef {{exports: Map<string, Signature>, imports: Map<string, Signature>}} World */

/** A fault of this adapter or of the runner, not of the guest. */
export class Fault extends Error {}

/** One run: its steps and its results. */
export class Run {
  /** @type {(string | null)[]} */
  returned = [];
  /** @type {{call: string, args: string[]}[]} */
  imports = [];
  /** @type {string[]} */
  hostEvents = [];
  /** The guest's standard error. */
  stderr = "";
  /** @type {unknown} */
  fault = undefined;
  /** @type {unknown[]} */
  held = [];

  /**
   * @param {World} world
   * @param {string | undefined} sabotage the mistake that the guest must make
   */
  constructor(world, sabotage) {
    this.world = world;
    this.sabotage = sabotage;
  }

  /**
   * @param {Transpiled} guest
   * @param {Step[]} steps
   */
  async do(guest, steps) {
    let stopped = null;
    try {
      const instance = await guest.instantiate(guest.compile, this.imported());
      for (const step of steps) this.returned.push(this.step(instance, step));
    } catch (error) {
      if (error instanceof Fault || this.fault) throw this.fault ?? error;
      stopped = reason(error, this.stderr);
    }
    const { returned, imports, hostEvents } = this;
    return { returned, imports, host_events: hostEvents, stopped };
  }

  /** Returns the imports, by the names that jco's output uses. */
  imported() {
    /** @type {Record<string, any>} */
    const given = isolatedWasi((text) => {
      this.stderr += text;
    });
    const echoes = [...this.world.imports].filter(([call]) => call.startsWith("echo."));
    given["guesthouse:conformance/echo"] = Object.fromEntries(
      echoes.map(([call, it]) => [camel(it.name), this.echo(call, it)]),
    );
    given["guesthouse:conformance/handles"] = things(this.hostEvents);
    const active = (/** @type {string} */ mistake) => mistake === this.sabotage;
    given["guesthouse:conformance/sabotage"] = { active };
    return given;
  }

  /**
   * @param {string} call
   * @param {Signature} signature
   */
  echo(call, { params, result }) {
    return (/** @type {any[]} */ ...args) => {
      try {
        const texts = params.map((type, at) => write(type, args[at], NO_HANDLES));
        this.imports.push({ call, args: texts });
      } catch (fault) {
        this.fault ??= fault;
        throw fault;
      }
      const value = params.length > 1 ? args : args[0];
      if (result?.kind !== "result") return value;
      if (value.tag === "err") throw { payload: value.val };
      return value.val;
    };
  }

  /**
   * @param {Record<string, any>} instance
   * @param {Step} step
   */
  step(instance, step) {
    if ("drop" in step) {
      this.find(step.drop, true)[Symbol.dispose]();
      return null;
    }
    const signature = this.world.exports.get(step.call);
    if (!signature) throw new Fault(`the world exports no \`${step.call}\``);
    const names = { find: this.find.bind(this), hold: this.hold.bind(this) };
    const args = faulty(() => signature.params.map((type, at) => read(type, step.args?.[at] ?? "", names)));
    const functions = instance[signature.interface];
    if (!functions) throw new Fault(`the component exports no \`${signature.interface}\``);
    const value = call(functions, signature, args);
    return signature.result && write(signature.result, value, names);
  }

  /**
   * Finds the guest's resource of this name. One that is given away is removed.
   * @param {string} name
   * @param {boolean} away
   * @returns {any}
   */
  find(name, away) {
    const at = Number(name.slice(1)) - 1;
    const found = this.held[at];
    if (!found) throw new Fault(`the host has no \`${name}\``);
    if (away) this.held[at] = undefined;
    return found;
  }

  /** @param {unknown} handle */
  hold(handle) {
    return `#${this.held.push(handle)}`;
  }
}

/** @type {Names} */
const NO_HANDLES = {
  find: (name) => {
    throw new Fault(`\`${name}\`: a value of \`echo\` has a handle in it`);
  },
  hold: () => {
    throw new Fault("a value of `echo` has a handle in it");
  },
};

/**
 * @template T
 * @param {() => T} work
 */
function faulty(work) {
  try {
    return work();
  } catch (error) {
    throw new Fault(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Calls an exported function in the form in which jco exposes it.
 * @param {Record<string, any>} functions
 * @param {Signature} signature
 * @param {any[]} args
 */
function call(functions, { name, result }, args) {
  const [, form, owner, method] = /^\[(\w+)\]([^.]+)\.?(.*)$/.exec(name) ?? [];
  const owning = owner && functions[camel(`-${owner}`)];
  if (form === "constructor") return new owning(...args);
  if (form === "static") return owning[camel(method ?? "")](...args);
  if (form === "method") return args[0][camel(method ?? "")](...args.slice(1));
  const returned = () => functions[camel(name)](...args);
  return result?.kind === "result" ? tagged(returned) : returned();
}

/**
 * Calls a function that returns a result; jco makes it throw the error.
 * @param {() => unknown} call
 */
function tagged(call) {
  try {
    return { tag: "ok", val: call() };
  } catch (error) {
    if (error instanceof Error && "payload" in error) return { tag: "err", val: error.payload };
    throw error;
  }
}

/**
 * The host's side of `handles`.
 * @param {string[]} hostEvents
 */
function things(hostEvents) {
  class Thing {
    #name;

    /** @param {string} name */
    constructor(name) {
      this.#name = name;
      hostEvents.push(`new ${name}`);
    }

    name() {
      return this.#name;
    }

    /** @param {string} name */
    rename(name) {
      this.#name = name;
    }

    /**
     * @param {Thing} first
     * @param {Thing} second
     */
    static join(first, second) {
      return `${first.name()}+${second.name()}`;
    }

    /**
     * @param {Thing} first
     * @param {Thing} second
     */
    static merge(first, second) {
      const name = Thing.join(first, second);
      first[Symbol.dispose]();
      second[Symbol.dispose]();
      return new Thing(name);
    }

    [Symbol.dispose]() {
      hostEvents.push(`drop ${this.#name}`);
    }
  }

  return {
    Thing,
    handBack: (/** @type {Thing} */ thing) => thing,
    make: (/** @type {string[]} */ names) => names.map((name) => new Thing(name)),
    destroy: (/** @type {Thing[]} */ things) => things.forEach((it) => it[Symbol.dispose]()),
    nameOf: (/** @type {Thing | undefined} */ thing) => thing?.name(),
  };
}

/**
 * Returns why a guest stopped. An error of jco's output while it reads a guest's values is a trap, too.
 * @param {unknown} error
 * @param {string} stderr
 */
function reason(error, stderr) {
  const panic = /panicked at .*\n(.*)/.exec(stderr);
  if (panic) return { class: "crashed", code: "panic", message: panic[1] };
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError) return { class: "crashed", code: "stack-overflow", message };
  const exited = error instanceof Error && "exitError" in error;
  return { class: "crashed", code: exited ? "exit" : "trap", message };
}
