import { Output, type Event } from "@guesthouse/sdk";

export function handle(event: Event): Output[] {
  switch (event.type) {
    case "throw":
      return crash();
    case "loop":
      for (;;) {
        // on purpose
      }
    default:
      return [Output.text("handled", event.id)];
  }
}

function crash(): Output[] {
  throw new Error("out of tea");
}
