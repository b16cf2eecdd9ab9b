// The host's side of the protocol of conformance/SPEC.md, in Node and in a page.

import { Run } from "./guest.js";
import { functions } from "./types.js";

/** @import { Transpiled, World } from './guest.js' */

const PROTOCOL = 1;
const WORLD = "abi";

export class Host {
  /** @type {World | undefined} */
  world;
  /** @type {Transpiled | undefined} */
  guest;

  /**
   * @param {string} name
   * @param {(component: string) => Promise<Transpiled>} open returns jco's output for the component of
   *   `load`
   */
  constructor(name, open) {
    this.name = name;
    this.open = open;
  }

  /**
   * Answers a request.
   * @param {any} request
   * @returns {Promise<object>}
   */
  async answer(request) {
    try {
      if (request.hello) return { hello: this.hello(request.hello) };
      if (request.load) return { loaded: await this.load(request.load) };
      if (request.run) return { ran: await this.run(request.run) };
      throw new Error("a line is not a request");
    } catch (error) {
      return { failed: { message: error instanceof Error ? error.message : String(error) } };
    }
  }

  /** @param {{protocol: number, wit?: unknown}} hello */
  hello({ protocol, wit }) {
    if (protocol !== PROTOCOL) throw new Error(`this host speaks protocol ${PROTOCOL}`);
    if (!wit) throw new Error("`hello` has no `wit`, which this host needs for its types");
    this.world = functions(wit, WORLD);
    return { protocol: PROTOCOL, host: this.name, features: ["resources"] };
  }

  /** @param {{component: string}} load */
  async load({ component }) {
    this.guest = undefined;
    this.guest = await this.open(component);
    return {};
  }

  /** @param {{steps: import('./guest.js').Step[], sabotage?: string}} run */
  async run({ steps, sabotage }) {
    if (!this.world) throw new Error("`hello` must come first");
    if (!this.guest) throw new Error("no component is loaded");
    return new Run(this.world, sabotage).do(this.guest, steps);
  }
}

/**
 * Returns a compiler that compiles each module of a guest once.
 * @param {(file: string) => Promise<WebAssembly.Module>} compile
 */
export function once(compile) {
  /** @type {Record<string, Promise<WebAssembly.Module>>} */
  const modules = {};
  return (/** @type {string} */ file) => (modules[file] ??= compile(file));
}
