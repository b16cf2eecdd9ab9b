// URL and URLSearchParams. QuickJS lacks them, so both engines use the same library and parse alike. The
// bundler omits it from a plugin that does not use it.

/// <reference path="./libraries.d.ts" />

export { default as URL } from "core-js-pure/actual/url";
export { default as URLSearchParams } from "core-js-pure/actual/url-search-params";
