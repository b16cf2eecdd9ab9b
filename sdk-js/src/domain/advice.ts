// What a plugin of any domain uses instead of functions that it does not have: see ../advice.ts.

export const NO_TIMERS = "a plugin cannot wait";
export const NO_SOCKETS = "a plugin has no sockets; it calls the functions that the host offers";
export const NO_SETTINGS = "";
export const NO_TIMEOUT = "a plugin cannot wait";
export const NO_STATE = NO_SOCKETS;
