//! row: host-panic
//! ends: crashed exception
//! limit: the SDK accepts any thrown value

/** Throws a proxy that is not an `Error` and that throws whenever it is read. */
export function attack(): never {
  const trap = (): never => {
    throw Symbol("and again");
  };
  const handler: ProxyHandler<object> = { get: trap, getPrototypeOf: trap, has: trap, ownKeys: trap };
  throw new Proxy({ payload: { tag: "ok", val: [] } }, handler);
}
