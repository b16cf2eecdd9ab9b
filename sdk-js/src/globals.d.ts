// The globals of a plugin that are not part of the language: what globals.ts supplies on both engines.

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

declare var console: Console;

declare var TextEncoder: typeof import("./encoding.js").TextEncoder;
declare var TextDecoder: typeof import("./encoding.js").TextDecoder;
type TextEncoder = import("./encoding.js").TextEncoder;
type TextDecoder = import("./encoding.js").TextDecoder;

declare function atob(base64: string): string;
declare function btoa(binary: string): string;
