// The errors of the host's interfaces. They live apart from `state.ts` and `http.ts` so that knowing
// them does not import what a plugin of the world `transform` must not import.

export type StateErrorCode = "not-granted" | "quota-exceeded" | "invalid-key" | "too-large" | "unavailable";

/** Why a store said no. Uncaught, `unavailable` is tried again later; everything else is a failure. */
export class StateError extends Error {
  override readonly name = "StateError";
  readonly code: StateErrorCode;
  /** The name the store was opened under. */
  readonly store: string;

  constructor(code: StateErrorCode, store: string) {
    super(`state: ${code} (store ${JSON.stringify(store)})`);
    this.code = code;
    this.store = store;
  }
}

export type HttpErrorCode =
  | "not-granted"
  | "invalid-request"
  | "refused"
  | "timeout"
  | "too-large"
  | "unavailable";

/** Why there is no answer. Uncaught, `unavailable` and `timeout` are tried again later. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly code: HttpErrorCode;
  readonly connection: string;

  constructor(code: HttpErrorCode, connection: string) {
    super(`http: ${code} (connection ${JSON.stringify(connection)})`);
    this.code = code;
    this.connection = connection;
  }
}
