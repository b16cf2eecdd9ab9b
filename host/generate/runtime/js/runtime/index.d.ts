/** An error of the contract: what a function returns as the error of a WIT `result`. */
export declare class ContractError<T = unknown> extends Error {
  constructor(value: T, options?: ErrorOptions);
  /** The value that goes to the host, or came from it. */
  readonly value: T;
}

/** An error with cases. */
export declare class CaseError<T extends string | { readonly tag: string }> extends ContractError<T> {
  /** The name of the case. */
  readonly tag: T extends { readonly tag: infer Tag } ? Tag : T;
}

/** A resource that the host owns. */
export declare abstract class Resource {
  [Symbol.dispose](): void;
}
