// The surface of plugins of `guesthouse:automation`: the SDK in src/, and one handler.

import { resolve } from "node:path";
import { handlerOf } from "./shape.mjs";

export function automation(sdk) {
  return {
    folders: [],
    alias: {
      "@guesthouse/sdk": resolve(sdk, "src/index.ts"),
      "@guesthouse/sdk/entry": resolve(sdk, "src/entry.ts"),
    },
    globals: resolve(sdk, "src/globals.ts"),
    plugins: [],
    define: {},
    imports: /^guesthouse:/,
    main: 'import { serve } from "@guesthouse/sdk/entry"; serve(plugin);',
    exports: "export const handler = GUESTHOUSE.start();",
    handlerOf,
    statementsOf: (imports) => ({
      statements: imports.map((name, at) => `import * as host${at} from ${JSON.stringify(name)};`),
      members: imports.map((name, at) => `${JSON.stringify(name)}: host${at}`),
    }),
  };
}
