/** Thrown when an event cannot be handled: {@link Rejected}, {@link Failed} or {@link Unavailable}. */
export abstract class Failure extends Error {
  abstract readonly kind: "rejected" | "failed" | "unavailable";
  /** A short stable code: `a-z0-9-`, at most 64 characters. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The event is at fault: it is malformed, or this plugin does not accept it. It is not retried. */
export class Rejected extends Failure {
  override readonly name = "Rejected";
  readonly kind = "rejected";
}

/** The plugin could not handle a valid event. It is not retried. */
export class Failed extends Failure {
  override readonly name = "Failed";
  readonly kind = "failed";
}

export interface UnavailableOptions extends ErrorOptions {
  /** Milliseconds until a retry is worthwhile. */
  readonly retryAfterMs?: number | undefined;
}

/** A service that the plugin needs is currently unavailable. Retry later. */
export class Unavailable extends Failure {
  override readonly name = "Unavailable";
  readonly kind = "unavailable";
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, options: UnavailableOptions = {}) {
    super(code, message, options);
    this.retryAfterMs = options.retryAfterMs;
  }
}
