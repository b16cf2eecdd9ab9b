// structuredClone. QuickJS lacks it, so both engines use the same library.

/// <reference path="./libraries.d.ts" />

import { deserialize, serialize } from "@ungap/structured-clone";

export const structuredClone = <T>(value: T): T => deserialize(serialize(value));
