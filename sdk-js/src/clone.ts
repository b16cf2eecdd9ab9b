// structuredClone. QuickJS lacks it, so both engines use the same library.

/// <reference path="./libraries.d.ts" />

export { default as structuredClone } from "@ungap/structured-clone";
