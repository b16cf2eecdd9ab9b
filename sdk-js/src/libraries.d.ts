// Types of libraries that have none of their own.

declare module "core-js-pure/actual/url" {
  const implementation: typeof URL;
  export default implementation;
}

declare module "core-js-pure/actual/url-search-params" {
  const implementation: typeof URLSearchParams;
  export default implementation;
}

declare module "core-js-pure/internals/internal-state" {
  export function get(object: object): object;
}
