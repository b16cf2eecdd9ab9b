/** The advice by the name. */
export const UNDEFINED: Readonly<Record<string, Advice>>;

export type Advice =
  | "browser"
  | "bytes"
  | "dates"
  | "events"
  | "exports"
  | "files"
  | "imports"
  | "jobs"
  | "languages"
  | "process"
  | "sockets"
  | "state"
  | "threads"
  | "wasm";
