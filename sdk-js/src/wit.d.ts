// The WIT imports as both engines expose them. `none` is null in QuickJS and undefined in StarlingMonkey,
// so the type of every option has both; `engine.ts` unifies them.

declare module "guesthouse:automation/types@0.1.0" {
  export interface Attribute {
    readonly name: string;
    readonly value: string;
  }

  export interface Event {
    readonly id: string;
    readonly source: string;
    readonly type: string;
    readonly subject?: string | null | undefined;
    readonly time?: string | null | undefined;
    readonly dataContentType?: string | null | undefined;
    readonly dataSchema?: string | null | undefined;
    readonly extensions: readonly Attribute[];
    readonly data?: Uint8Array | null | undefined;
  }

  export interface Output {
    readonly id: string | undefined;
    readonly source: string | undefined;
    readonly type: string;
    readonly subject: string | undefined;
    readonly time: string | undefined;
    readonly dataContentType: string | undefined;
    readonly dataSchema: string | undefined;
    readonly extensions: readonly Attribute[];
    readonly data: Uint8Array | undefined;
  }

  export type FailureKind = "rejected" | "failed" | "unavailable" | "crashed";

  export interface Failure {
    readonly kind: FailureKind;
    readonly code: string | undefined;
    readonly message: string;
    readonly retryAfterMs: number | undefined;
    readonly trace: string | undefined;
  }
}

declare module "guesthouse:automation/log@0.1.0" {
  import type { Attribute } from "guesthouse:automation/types@0.1.0";
  export type Level = "trace" | "debug" | "info" | "warn" | "error";
  export function write(level: Level, message: string, fields: readonly Attribute[]): void;
}

declare module "guesthouse:automation/config@0.1.0" {
  export function get(name: string): string | null | undefined;
}

declare module "guesthouse:automation/state@0.1.0" {
  export class Store {
    private constructor();
    static open(name: string): Store;
    get(key: string): Uint8Array | null | undefined;
    set(key: string, value: Uint8Array): void;
    delete(key: string): void;
    keys(prefix: string, after: string | undefined, limit: number): string[];
  }
}

declare module "guesthouse:automation/http@0.1.0" {
  import type { Attribute } from "guesthouse:automation/types@0.1.0";
  export interface Request {
    readonly connection: string;
    readonly method: string;
    readonly path: string;
    readonly headers: readonly Attribute[];
    readonly body: Uint8Array | undefined;
    readonly timeoutMs: number | undefined;
  }
  export interface Response {
    readonly status: number;
    readonly headers: readonly Attribute[];
    readonly body: Uint8Array;
  }
  export function send(request: Request): Response;
}
