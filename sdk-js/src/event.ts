import type { Event as WitEvent } from "guesthouse:automation/types@0.1.0";
import { option, received } from "./engine.js";
import { Rejected } from "./failure.js";
import { parse } from "./json/parse.js";
import { JsonError, type Json } from "./json/value.js";
import { decode, Utf8Error } from "./text.js";

/** A CloudEvents 1.0 event. An absent attribute is undefined, and an empty one is "". */
export class Event {
  /** Identifies the event together with `source`. */
  readonly id: string;
  /** The origin of the event, a URI reference. */
  readonly source: string;
  /** The kind of event, for example `com.github.issues.opened`. */
  readonly type: string;
  /** The subject of the event within `source`. */
  readonly subject: string | undefined;
  /** The time of the event in RFC 3339, as received. */
  readonly time: string | undefined;
  /** The media type of `data`. If it is absent, `data` is JSON. */
  readonly dataContentType: string | undefined;
  /** A URI of the schema that `data` follows. */
  readonly dataSchema: string | undefined;
  /** The extension attributes by name. */
  readonly extensions: Readonly<Record<string, string>>;
  /** The payload as received. */
  readonly data: Uint8Array | undefined;

  /** @internal */
  constructor(event: WitEvent) {
    this.id = event.id;
    this.source = event.source;
    this.type = event.type;
    this.subject = option(event.subject);
    this.time = option(event.time);
    this.dataContentType = option(event.dataContentType);
    this.dataSchema = option(event.dataSchema);
    this.extensions = byName(event.extensions);
    this.data = event.data ? received(event.data) : undefined;
  }

  /**
   * Parses the data as JSON. Throws {@link Rejected} if there is no data or it is not JSON. `T` is the type that
   * the author expects; the SDK does not check it.
   */
  json<T = Json>(): T {
    const data = this.#required();
    try {
      return parse<T>(data);
    } catch (cause) {
      if (!(cause instanceof JsonError)) throw cause;
      const where = `${cause.code} at byte ${cause.offset}`;
      throw new Rejected("invalid-json", `the event's data is not valid JSON: ${where}`, { cause });
    }
  }

  /** Decodes the data as UTF-8. Throws {@link Rejected} if there is no data or it is not UTF-8. */
  text(): string {
    const data = this.#required();
    try {
      return decode(data);
    } catch (cause) {
      if (!(cause instanceof Utf8Error)) throw cause;
      throw new Rejected("invalid-utf8", `the event's data is not valid UTF-8 at byte ${cause.offset}`, {
        cause,
      });
    }
  }

  #required(): Uint8Array {
    if (this.data === undefined) throw new Rejected("missing-data", "the event has no data");
    return this.data;
  }
}

// Without a prototype, so that an extension named `constructor` is absent unless the event has it.
function byName(extensions: WitEvent["extensions"]): Record<string, string> {
  const values = Object.create(null) as Record<string, string>;
  for (const { name, value } of extensions) values[name] = value;
  return values;
}
