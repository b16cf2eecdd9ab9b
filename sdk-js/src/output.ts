import { write } from "./json/write.js";
import type { JsonInput } from "./json/value.js";
import { encode } from "./text.js";

/** What an output may say beside its type and data. The host completes what is left out. */
export interface OutputAttributes {
  /** Left out: an id derived from the handled event, the same when it is handled again. */
  readonly id?: string | undefined;
  /** Left out: the source that the operator gave this plugin. */
  readonly source?: string | undefined;
  readonly subject?: string | undefined;
  /** RFC 3339. Left out: the time of the handled event. */
  readonly time?: string | undefined;
  readonly dataSchema?: string | undefined;
  /** Extension attributes: names are `a-z0-9`, at most 20 characters. */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
}

/** An event to publish when the handled event succeeds. */
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

  /** An output without data. */
  constructor(type: string, attributes: OutputAttributes = {}) {
    this.type = type;
    Object.assign(this, attributes);
  }

  /** An output with a value as JSON. Throws {@link JsonError} for what JSON cannot say. */
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
