/// <reference path="../../src/wit.d.ts" />

import type { Level, write as witWrite } from "guesthouse:automation/log@0.1.0";

export interface Line {
  readonly level: Level;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The lines since a test last cleared it. */
export const lines: Line[] = [];

export const write: typeof witWrite = (level, message, fields) => {
  lines.push({ level, message, fields: Object.fromEntries(fields.map(({ name, value }) => [name, value])) });
};
