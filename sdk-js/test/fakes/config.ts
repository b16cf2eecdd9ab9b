/// <reference path="../../src/wit.d.ts" />

import type { get as witGet } from "guesthouse:automation/config@0.1.0";

/** The operator's settings. */
export const settings = new Map<string, string>();

// As QuickJS does: null for `none`.
export const get: typeof witGet = (name) => settings.get(name) ?? null;
