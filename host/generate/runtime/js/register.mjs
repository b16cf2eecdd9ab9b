// Lets Node.js run tests of a plugin: `node --import ./.guesthouse/sdk/register.mjs --test test/*.test.ts`

import { register } from "node:module";

register("./hooks.mjs", import.meta.url);
