import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { URL as Own } from "../src/url.js";

/** Steps that change a URL or its parameters, and read it in between. */
const steps: ((url: URL) => unknown)[] = [
  (url) => url.searchParams.append("b", "x y"),
  (url) => url.searchParams.append("c", "é"),
  (url) => url.hash,
  (url) => (url.pathname = "/other"),
  (url) => url.href,
  (url) => url.searchParams.delete("a"),
  (url) => (url.search = "?d=1"),
  (url) => url.searchParams.get("d"),
  (url) => url.searchParams.set("d", "2"),
  (url) => (url.hash = "end"),
  (url) => url.search,
  (url) => url.searchParams.delete("d"),
  (url) => JSON.stringify(url),
  (url) => url.searchParams.append("e", "1"),
  (url) => (url.href = "https://example.org/?z=1"),
  (url) => `${url.searchParams}`,
  (url) => url.searchParams.append("f", "1"),
  (url) => String(url),
];

suite("a URL", () => {
  test("has the query of its parameters, whenever it is read", () => {
    for (const last of steps.keys()) {
      const [own, platform] = [Own, URL].map((Class) => {
        const url = new Class("https://example.com/a?a=1");
        return [...steps.slice(0, last + 1).map((step) => step(url)), url.href];
      });
      assert.deepEqual(own, platform);
    }
  });
});
