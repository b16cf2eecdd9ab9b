/** One store in memory, `counts`. A key is refused as the host refuses it; nothing else is checked. */
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

  /** Two at once, so that a few keys are several pages. */
  keys(prefix: string, after: string | undefined, limit: number): string[] {
    const rest = [...Store.values.keys()]
      .sort()
      .filter((key) => key.startsWith(prefix) && key > (after ?? ""));
    return rest.slice(0, Math.min(limit, 2));
  }
}

// As StarlingMonkey does: an error with the variant in `payload`.
function checked(key: string): string {
  if (key === "") throw Object.assign(new Error("invalid-key"), { payload: { tag: "invalid-key" } });
  return key;
}
