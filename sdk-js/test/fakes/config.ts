/// <reference path="../../src/wit.d.ts" />

import type { get as witGet } from "guesthouse:automation/config@0.1.0";

/** The settings in the policy. */
export const settings = new Map<string, string>();

// Null for `none`, as in QuickJS.
export const get: typeof witGet = (name) => settings.get(name) ?? null;
