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
    return thrown instanceof Error ? fromError(thrown) : crashed(thrown);
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
  if (error instanceof StateError) {
    const kind = error.code === "unavailable" ? "unavailable" : "failed";
    return failure(kind, `state-${error.code}`, error.message);
  }
  if (error instanceof HttpError) {
    const kind = error.code === "unavailable" || error.code === "timeout" ? "unavailable" : "failed";
    return failure(kind, `http-${error.code}`, error.message);
  }
  if (error instanceof JsonError) {
    return failure(
      "failed",
      error.offset === undefined ? "invalid-json-value" : "invalid-json",
      error.message,
    );
  }
  if (error instanceof Utf8Error) return failure("failed", "invalid-utf8", error.message);
  return crashed(error);
}

function crashed(thrown: unknown): WitFailure {
  if (!(thrown instanceof Error))
    return failure(
      "crashed",
      "exception",
      `the plugin threw a value that is not an Error: ${inspect(thrown)}`,
    );
  return { ...failure("crashed", "exception", headline(thrown)), trace: brief(traceOf(thrown)) };
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
