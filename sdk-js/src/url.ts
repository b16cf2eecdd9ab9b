// URL and URLSearchParams. QuickJS lacks them, so both engines use the same library and parse alike. The
// bundler omits it from a plugin that does not use it.

/// <reference path="./libraries.d.ts" />

import { get } from "core-js-pure/internals/internal-state";
import URL from "core-js-pure/actual/url";
import URLSearchParams from "core-js-pure/actual/url-search-params";

/** What the library keeps for a URL. */
interface State {
  query: string | null;
  readonly searchParams: { serialize(): string };
  update(): void;
}

// The library calls `update` after each change of `searchParams`, and writes the whole query. This one writes it when
// it is read. Otherwise a program that appends n parameters would pay for n * n.
const states = Object.getPrototypeOf(get(new URL("a:"))) as State;
states.update = function (this: State) {
  const keep = (value: string | null): void => {
    Object.defineProperty(this, "query", { value, writable: true, configurable: true });
  };
  const read = (): string | null => {
    keep(this.searchParams.serialize() || null);
    return this.query;
  };
  Object.defineProperty(this, "query", { get: read, set: keep, configurable: true });
};

export { URL, URLSearchParams };
