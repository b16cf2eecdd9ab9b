import { config } from "@guesthouse/sdk";
import { deep } from "./deep.js";

try {
  config.get("word");
} catch {}

deep(undefined);

export const handle = () => [];
