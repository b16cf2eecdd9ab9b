// The page of the host `browser`. The adapter calls its `host` through DevTools.

import { Host, once } from "../jco/host.js";

/** @type {any} */ (globalThis).host = new Host("browser", async (folder) => {
  const { instantiate } = await import(`${folder}guest.js`);
  const compile = (/** @type {string} */ file) => WebAssembly.compileStreaming(fetch(folder + file));
  return { instantiate, compile: once(compile) };
});
