// Turns an uncaught exception into a failure, as documented in docs/reference/sdk.md.

import type { Failure as WitFailure, FailureKind } from "guesthouse:automation/types@0.1.0";
import { milliseconds } from "./engine.js";
import { HttpError, StateError } from "./errors.js";
import { Failure, Unavailable } from "./failure.js";
import { inspect } from "./inspect.js";
import { JsonError } from "./json/value.js";
import { headline, traceOf } from "./stack.js";
import { Utf8Error } from "./text.js";

/** Returns the failure for any thrown value. Never throws. */
export function toWitFailure(thrown: unknown): WitFailure {
  try {
    return thrown instanceof Error ? fromError(thrown) : thrownValue(thrown);
  } catch (error) {
    // Without built-ins: the author's code may have broken those that the rest of this file uses.
    const message = `the plugin threw an exception that cannot be shown (${typeof error})`;
    return { kind: "crashed", code: "exception", message, retryAfterMs: undefined, trace: undefined };
  }
}

function fromError(error: Error): WitFailure {
  if (error instanceof Failure) {
    return { ...failure(error.kind, String(error.code), error.message), retryAfterMs: retryAfter(error) };
  }
  const [kind, code] = verdict(error);
  const message = kind === "crashed" ? headline(error) : error.message;
  return { ...failure(kind, code, message), trace: brief(traceOf(error)) };
}

function verdict(error: Error): [kind: FailureKind, code: string] {
  if (error instanceof StateError) {
    return [error.code === "unavailable" ? "unavailable" : "failed", `state-${error.code}`];
  }
  if (error instanceof HttpError) {
    const isTemporary = error.code === "unavailable" || error.code === "timeout";
    return [isTemporary ? "unavailable" : "failed", `http-${error.code}`];
  }
  if (error instanceof JsonError) {
    return ["failed", error.offset === undefined ? "invalid-json-value" : "invalid-json"];
  }
  return error instanceof Utf8Error ? ["failed", "invalid-utf8"] : ["crashed", "exception"];
}

function thrownValue(thrown: unknown): WitFailure {
  const message = `the plugin threw a value that is not an Error: ${inspect(thrown)}`;
  return failure("crashed", "exception", message);
}

function failure(kind: FailureKind, code: string, message: string): WitFailure {
  return {
    kind,
    code: code.toWellFormed(),
    message: brief(String(message)),
    retryAfterMs: undefined,
    trace: undefined,
  };
}

/** More than the host keeps, so that the host cuts the text and marks the cut. */
const MAX_TEXT = 20_000;

/** Cuts a text whose length would exceed a limit of the host and so hide the failure. */
function brief(text: string): string {
  return text.slice(0, MAX_TEXT).toWellFormed();
}

// An invalid number must not hide its failure.
function retryAfter(error: Failure): number | undefined {
  const value = error instanceof Unavailable ? error.retryAfterMs : undefined;
  return value !== undefined && value >= 0 ? milliseconds(value, "retryAfterMs") : undefined;
}
