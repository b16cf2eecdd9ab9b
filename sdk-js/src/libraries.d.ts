// Types of libraries that have none of their own.

declare module "core-js-pure/actual/url" {
  const implementation: typeof URL;
  export default implementation;
}

declare module "core-js-pure/actual/url-search-params" {
  const implementation: typeof URLSearchParams;
  export default implementation;
}

declare module "@ungap/structured-clone" {
  /** A value as records of its parts. */
  export function serialize<T>(value: T): { readonly of: T };
  export function deserialize<T>(records: { readonly of: T }): T;
}
