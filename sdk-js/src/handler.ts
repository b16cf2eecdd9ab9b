import type { Event } from "./event.js";
import type { Output } from "./output.js";

type Outputs = readonly Output[] | Output | void | null | undefined;

/** The type of a plugin's function `handle`: it returns outputs or nothing, at once or in a promise. */
export type Handler = (event: Event) => Outputs | PromiseLike<Outputs>;
