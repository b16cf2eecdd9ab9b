/** What the author throws when an event cannot be handled: {@link Rejected}, {@link Failed} or {@link Unavailable}. */
export abstract class Failure extends Error {
  abstract readonly kind: "rejected" | "failed" | "unavailable";
  /** A short stable word for machines: `a-z0-9-`, at most 64 characters. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The event is at fault: malformed, or nothing this plugin can accept. It is not tried again. */
export class Rejected extends Failure {
  override readonly name = "Rejected";
  readonly kind = "rejected";
}

/** The plugin could not do its work with a sound event. It is not tried again. */
export class Failed extends Failure {
  override readonly name = "Failed";
  readonly kind = "failed";
}

export interface UnavailableOptions extends ErrorOptions {
  /** When it is worth trying again, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** An upstream is not available for the moment. The event is tried again later. */
export class Unavailable extends Failure {
  override readonly name = "Unavailable";
  readonly kind = "unavailable";
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, options: UnavailableOptions = {}) {
    super(code, message, options);
    this.retryAfterMs = options.retryAfterMs;
  }
}
