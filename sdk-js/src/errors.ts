// The errors of the host's interfaces. They are not in `state.ts` and `http.ts`, because those import
// interfaces that a plugin of the world `transform` must not import.

export type StateErrorCode = "not-granted" | "quota-exceeded" | "invalid-key" | "too-large" | "unavailable";

/** A store operation failed. Uncaught, `unavailable` is retried later and every other code is a failure. */
export class StateError extends Error {
  override readonly name = "StateError";
  readonly code: StateErrorCode;
  /** The name of the store. */
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

/** A request got no response. Uncaught, `unavailable` and `timeout` are retried later. */
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
