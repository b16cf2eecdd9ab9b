// Functions that other JavaScript hosts offer and a plugin cannot have. QuickJS lacks them and
// StarlingMonkey traps, so each throws an error that says what to use instead.

const absent = (name: string, instead: string) => (): never => {
  throw new TypeError(`${name} is not available in a plugin: ${instead}`);
};

const SYNCHRONOUS = "handle is synchronous, and nothing runs after it returns";

export const setTimeout = /* @__PURE__ */ absent("setTimeout", SYNCHRONOUS);
export const setInterval = /* @__PURE__ */ absent("setInterval", SYNCHRONOUS);
export const clearTimeout = (): void => {};
export const clearInterval = (): void => {};
export const fetch = /* @__PURE__ */ absent(
  "fetch",
  "use http.send with a connection that the policy grants",
);

const UNFIT = "use Math.random or the event's id; a plugin has no secure random numbers";

export const crypto = {
  getRandomValues: /* @__PURE__ */ absent("crypto.getRandomValues", UNFIT),
  randomUUID: /* @__PURE__ */ absent("crypto.randomUUID", UNFIT),
};
