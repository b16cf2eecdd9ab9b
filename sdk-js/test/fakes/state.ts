/** One store in memory, `counts`. It refuses the same keys as the host and checks nothing else. */
export class Store {
  static readonly values = new Map<string, Uint8Array>();

  static open(name: string): Store {
    if (name !== "counts") throw { payload: { tag: "not-granted" } };
    return new Store();
  }

  get(key: string): Uint8Array | undefined {
    return Store.values.get(checked(key));
  }

  set(key: string, value: Uint8Array): void {
    Store.values.set(checked(key), value);
  }

  delete(key: string): void {
    Store.values.delete(checked(key));
  }

  /** Returns two keys for each call, so that a few keys are several pages. */
  keys(prefix: string, after: string | undefined, limit: number): string[] {
    const rest = [...Store.values.keys()]
      .sort()
      .filter((key) => key.startsWith(prefix) && key > (after ?? ""));
    return rest.slice(0, Math.min(limit, 2));
  }
}

// An error with the variant in `payload`, as in StarlingMonkey.
function checked(key: string): string {
  if (key === "") throw Object.assign(new Error("invalid-key"), { payload: { tag: "invalid-key" } });
  return key;
}
