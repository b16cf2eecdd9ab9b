// Ways in which a JavaScript program breaks. The words in the comments mark the lines for the cases.

import { log } from "@guesthouse/sdk";

export const ways = {
  exception: () => {
    throw new TypeError("as told"); // line: exception
  },
  "no-error": () => {
    throw "as told";
  },
  undefined: () => {
    const nothing = undefined;
    return nothing.name; // line: undefined
  },
  promise: async () => {
    await undefined;
    throw new TypeError("as told"); // line: promise
  },
  forgotten: () => {
    void later();
  },
  pending: () => new Promise(() => {}),
  surrogate: () => {
    log.info("a\ud800b");
    throw new TypeError("as \udc00 told"); // line: surrogate
  },
  overflow: () => deeper(1),
  loop: () => {
    for (;;);
  },
  hoard: () => {
    const held = [];
    for (;;) held.push(new Uint8Array(1 << 20).fill(1));
  },
};

async function later() {
  await undefined;
  throw new TypeError("as told"); // line: forgotten
}

function deeper(depth) {
  return deeper(depth + 1) + depth; // line: overflow
}
