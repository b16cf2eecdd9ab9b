//! row: host-panic
//! ends: crashed exception
//! limit: the SDK takes whatever is thrown

/** Throws what is no error, wrapped so that every look at it throws something else. */
export function attack(): never {
  const trap = (): never => {
    throw Symbol("and again");
  };
  const handler: ProxyHandler<object> = { get: trap, getPrototypeOf: trap, has: trap, ownKeys: trap };
  throw new Proxy({ payload: { tag: "ok", val: [] } }, handler);
}
