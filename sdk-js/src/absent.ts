// Functions that other JavaScript hosts offer and a plugin cannot have. QuickJS lacks them and
// StarlingMonkey traps, so each throws an error that says what to use instead.

const absent = (name: string, instead: string) => (): never => {
  throw new TypeError(`a plugin has no ${name}: ${instead}`);
};

const SYNCHRONOUS = "handle is synchronous and nothing runs after it returns";

export const setTimeout = /* @__PURE__ */ absent("setTimeout", SYNCHRONOUS);
export const setInterval = /* @__PURE__ */ absent("setInterval", SYNCHRONOUS);
export const clearTimeout = (): void => {};
export const clearInterval = (): void => {};
export const fetch = /* @__PURE__ */ absent("fetch", "name a connection and use http.send");

const UNFIT = "its random numbers are no secrets; Math.random and the event's id are always there";

export const crypto = {
  getRandomValues: /* @__PURE__ */ absent("crypto.getRandomValues", UNFIT),
  randomUUID: /* @__PURE__ */ absent("crypto.randomUUID", UNFIT),
};
