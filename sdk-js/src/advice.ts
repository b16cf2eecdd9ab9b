// What a plugin uses instead of functions that it does not have. The bundler puts domain/advice.ts in the place of
// this module if the plugin is one of another domain.

export const NO_TIMERS =
  "a plugin cannot wait; throw Unavailable with retryAfterMs to handle the event later";
export const NO_SOCKETS = "use http.send with a connection that the policy grants";
export const NO_SETTINGS = "; settings come from config.get";
export const NO_TIMEOUT = "http.send has timeoutMs";
export const NO_STATE = "use state.open with a store that the policy grants";
