/// <reference path="../../src/wit.d.ts" />

import type { Request, Response } from "guesthouse:automation/http@0.1.0";

/** The requests since a test last cleared it. */
export const sent: Request[] = [];

/** The response of the service, or the case of the error that is thrown. */
export const next: { answer: Response | string } = { answer: "unavailable" };

export function send(request: Request): Response {
  sent.push(request);
  if (typeof next.answer === "string") throw { payload: { tag: next.answer } };
  return next.answer;
}
