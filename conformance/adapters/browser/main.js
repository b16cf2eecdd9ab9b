// The host `browser`: the adapter protocol on standard input and output, answered by a page in
// headless Chromium. Its argument is the folder where jco's output is kept.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { transpiled } from "../jco/transpile.js";
import { Page } from "./chromium.js";

const work = process.argv[2] ?? "target/conformance/jco";

/** What the page may fetch: the start of the path, and the folder behind it. */
const FOLDERS = { "/adapters/": fileURLToPath(new URL("..", import.meta.url)), "/guests/": work };

const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
});

const server = createServer((request, response) => {
  // The URL parser has removed every `..` from the path.
  const { pathname } = new URL(request.url ?? "/", "http://page");
  const found = Object.entries(FOLDERS).find(([start]) => pathname.startsWith(start));
  const [start, folder] = found ?? ["/", "nothing"];
  readFile(join(folder, pathname.slice(start.length))).then(
    (bytes) => response.writeHead(200, { "content-type": TYPES[extname(pathname)] }).end(bytes),
    () => response.writeHead(404).end(),
  );
});

await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
const page = await Page.open(`http://127.0.0.1:${port}/adapters/browser/page.html`);

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await forward(JSON.parse(line)).catch((error) => ({ failed: { message: error.message } }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await page.close();
server.closeAllConnections();
server.close();

/**
 * Lets the page answer a request. The page names a component by the folder of jco's output.
 * @param {any} request
 */
async function forward(request) {
  if (request.load) {
    const folder = await transpiled(request.load.component, work);
    request = { load: { component: `/guests/${folder}/` } };
  }
  return page.evaluate((it) => /** @type {any} */ (globalThis).host.answer(it), request);
}
