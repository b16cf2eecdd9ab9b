// structuredClone, which QuickJS lacks; the same library on both engines.

/// <reference path="./libraries.d.ts" />

export { default as structuredClone } from "@ungap/structured-clone";
