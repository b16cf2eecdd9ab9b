// The globals that globals.ts adds to the language.

/// <reference path="./wit.d.ts" />

interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  trace(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  assert(condition: unknown, ...values: unknown[]): void;
}

/** Log lines for the operator, at the level that the method's name says; `log` is `info`. */
declare var console: Console;

declare var TextEncoder: typeof import("./encoding.js").TextEncoder;
type TextEncoder = import("./encoding.js").TextEncoder;

/** Decodes UTF-8 only, and does not stream. */
declare var TextDecoder: typeof import("./encoding.js").TextDecoder;
type TextDecoder = import("./encoding.js").TextDecoder;

interface URL {
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toString(): string;
  toJSON(): string;
}

declare var URL: {
  new (url: string | URL, base?: string | URL): URL;
  canParse(url: string | URL, base?: string | URL): boolean;
  parse(url: string | URL, base?: string | URL): URL | null;
};

interface URLSearchParams extends Iterable<[string, string]> {
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  entries(): IterableIterator<[string, string]>;
  forEach(visit: (value: string, name: string, parent: URLSearchParams) => void): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  keys(): IterableIterator<string>;
  set(name: string, value: string): void;
  sort(): void;
  toString(): string;
  values(): IterableIterator<string>;
}

declare var URLSearchParams: {
  new (init?: string | Iterable<readonly [string, string]> | Record<string, string>): URLSearchParams;
};

/** Numbers that depend on the event, and are unfit for secrets. */
declare var crypto: typeof import("./crypto.js").crypto;

declare function structuredClone<T>(value: T): T;
declare function atob(base64: string): string;
declare function btoa(binary: string): string;

/** Runs a function when the current one has returned, before the result of `handle` goes to the host. */
declare function queueMicrotask(job: () => void): void;

/** `now()` returns the milliseconds since its first call in the event. */
declare var performance: {
  now(): number;
  readonly timeOrigin: number;
};

/** `timeout` throws, because a plugin has no timers. */
declare var AbortSignal: typeof import("./abort.js").AbortSignal;
type AbortSignal = import("./abort.js").AbortSignal;
declare var AbortController: typeof import("./abort.js").AbortController;
type AbortController = import("./abort.js").AbortController;
