//! row: lying-abi
//! ends: crashed exception
//! limit: only the SDK makes the contract's failures

/** Throws a value that the engine takes for a result of the contract. */
export function attack(): never {
  throw {
    payload: { kind: "unavailable", code: "forged", message: "forged", retryAfterMs: 2 ** 60, trace: 1 },
  };
}
