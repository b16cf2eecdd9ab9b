// An exception that is no error of the contract ends the run. The host reads the author's stack from standard
// error, where the engine writes the exception that it gets.

import { inspect } from "../inspect.js";
import { headline, traceOf } from "../stack.js";
import { reportCrash } from "guesthouse:stdio";

/** More than the host keeps, so that the host cuts the text and marks the cut. */
const MAX_TEXT = 20_000;

/** Returns what to throw to the engine. `isFallible` says whether the function has an error in the contract. */
export function crash(thrown: unknown, isFallible: boolean): unknown {
  const error = readable(thrown);
  reportCrash(`${error.message}\n${error.stack}`);
  if (!isFallible) return error;
  // The engines make an error of the contract of any exception, unless they fail to read it.
  return {
    get payload(): never {
      throw error;
    },
  };
}

/** Returns an error whose message and stack are those that the author can use. */
function readable(thrown: unknown): Error {
  const error = new Error();
  try {
    const isError = thrown instanceof Error;
    error.message = brief(
      isError ? headline(thrown) : `the plugin threw a value that is not an Error: ${inspect(thrown)}`,
    );
    error.stack = isError ? brief(framesOnly(traceOf(thrown))) : "";
  } catch {
    error.message = "the plugin threw an exception that cannot be shown";
  }
  return error;
}

function framesOnly(trace: string): string {
  const start = trace.indexOf("\n    at ");
  return start < 0 ? "" : `${trace.slice(start + 1)}\n`;
}

function brief(text: string): string {
  return text.slice(0, MAX_TEXT).toWellFormed();
}
