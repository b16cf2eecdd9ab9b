import { write } from "./json/write.js";
import type { JsonInput } from "./json/value.js";
import { encode } from "./text.js";

/** Optional attributes of an output. The host sets those that are absent. */
export interface OutputAttributes {
  /** If absent, the host derives an id from the handled event. It is the same when that is handled again. */
  readonly id?: string | undefined;
  /** If absent, the source that the policy sets for this plugin. */
  readonly source?: string | undefined;
  readonly subject?: string | undefined;
  /** RFC 3339. If absent, the time of the handled event. */
  readonly time?: string | undefined;
  readonly dataSchema?: string | undefined;
  /** Extension attributes. A name has `a-z0-9`, at most 20 characters. */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
}

/** An event to publish if the handled event succeeds. */
export class Output {
  readonly id?: string | undefined;
  readonly source?: string | undefined;
  readonly type: string;
  readonly subject?: string | undefined;
  readonly time?: string | undefined;
  readonly dataContentType?: string | undefined;
  readonly dataSchema?: string | undefined;
  readonly extensions?: Readonly<Record<string, string>> | undefined;
  readonly data?: Uint8Array | undefined;

  /** Creates an output without data. */
  constructor(type: string, attributes: OutputAttributes = {}) {
    this.type = type;
    Object.assign(this, attributes);
  }

  /** Returns an output with a value as JSON. Throws {@link JsonError} for a value that JSON lacks. */
  static json(type: string, value: JsonInput, attributes?: OutputAttributes): Output {
    return Output.bytes(type, "application/json", write(value), attributes);
  }

  static text(type: string, text: string, attributes?: OutputAttributes): Output {
    return Output.bytes(type, "text/plain; charset=utf-8", encode(text), attributes);
  }

  static bytes(type: string, mediaType: string, data: Uint8Array, attributes?: OutputAttributes): Output {
    return Object.assign(new Output(type, attributes), { dataContentType: mediaType, data });
  }
}
