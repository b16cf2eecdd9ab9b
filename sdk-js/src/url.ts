// URL and URLSearchParams, which QuickJS lacks. From a library, and the same one on both engines, so
// that a plugin parses alike; the bundler leaves it out where it is not used.

/// <reference path="./libraries.d.ts" />

export { default as URL } from "core-js-pure/actual/url";
export { default as URLSearchParams } from "core-js-pure/actual/url-search-params";
