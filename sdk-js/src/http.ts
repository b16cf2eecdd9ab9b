/** Requests to services that the policy names as connections. They are sent at least once. */

import * as wit from "guesthouse:automation/http@0.1.0";
import { attributes, bytes, errorCase, milliseconds, received, text } from "./engine.js";
import { HttpError, type HttpErrorCode } from "./errors.js";
import { parse } from "./json/parse.js";
import { JsonError, type Json } from "./json/value.js";
import { requireHost } from "./program.js";
import { decodeFrom, encode } from "./text.js";

export interface Request {
  /** The name of a connection in the policy, not of a host. */
  readonly connection: string;
  /** The method in upper case, for example `GET`. */
  readonly method: string;
  /** Path and query; starts with one `/` and is appended to the connection's address. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Bytes, or text that is sent as UTF-8. */
  readonly body?: Uint8Array | string | undefined;
  /** The time limit in milliseconds. The policy's limit applies if it is lower. */
  readonly timeoutMs?: number | undefined;
}

/** The response of the service. Every status is a response, even 404 and 500. */
export class Response {
  readonly status: number;
  /** Names in lower case with their values, sorted by name. A name may repeat. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** The connection that the response came through. */
  readonly connection: string;

  /** @internal */
  constructor(response: wit.Response, connection: string) {
    this.status = response.status;
    this.headers = response.headers.map(({ name, value }) => [name, value] as const);
    this.body = received(response.body);
    this.connection = connection;
  }

  /** Returns the first value of a header, or undefined. The case of the name does not matter. */
  header(name: string): string | undefined {
    const wanted = name.toLowerCase();
    return this.headers.find(([candidate]) => candidate === wanted)?.[1];
  }

  /** Parses the body as JSON. Throws {@link JsonError}. `T` is the type that the author expects. */
  json<T = Json>(): T {
    try {
      return parse<T>(this.body);
    } catch (cause) {
      if (!(cause instanceof JsonError)) throw cause;
      const problem = `${cause.code} at byte ${cause.offset}`;
      const message = `http: the response is not valid JSON: ${problem} (connection ${JSON.stringify(this.connection)})`;
      throw new JsonError(cause.code, message, cause.offset);
    }
  }

  /** Decodes the body as UTF-8. */
  text(): string {
    return decodeFrom(`the response of connection ${JSON.stringify(this.connection)}`, this.body);
  }
}

/** Sends a request and waits for the whole response. Throws {@link HttpError}. */
export function send(request: Request): Response {
  requireHost("http.send");
  try {
    return new Response(wit.send(lower(request)), request.connection);
  } catch (thrown) {
    const code = errorCase(thrown);
    if (code === undefined) throw thrown;
    throw new HttpError(code as HttpErrorCode, request.connection);
  }
}

/** Sends a GET request. */
export function get(connection: string, path: string): Response {
  return send({ connection, method: "GET", path });
}

function lower({ connection, method, path, headers, body, timeoutMs }: Request): wit.Request {
  return {
    connection: text(connection, "connection"),
    method: text(method, "method"),
    path: text(path, "path"),
    headers: attributes(headers ?? {}, "the header"),
    body: body === undefined ? undefined : typeof body === "string" ? encode(body) : bytes(body, "body"),
    timeoutMs: milliseconds(timeoutMs, "timeoutMs"),
  };
}
