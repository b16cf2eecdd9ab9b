// Drives a headless Chromium through the DevTools protocol over pipes, so that it opens no port.
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--remote-debugging-pipe",
];

/** A page in its own Chromium with its own profile. */
export class Page {
  /** Errors of the page's scripts, and violations of its security policy. @type {string[]} */
  errors = [];

  #profile = mkdtempSync(join(tmpdir(), "chromium-"));
  #child = spawn("chromium", [...FLAGS, `--user-data-dir=${this.#profile}`], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  #last = 0;
  #session = "";
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
  #asked = new Map();
  #loaded = () => {};
  #ended = new Promise((resolve) => this.#child.once("exit", resolve));

  /**
   * Opens an address.
   * @param {string} url
   */
  static async open(url) {
    const page = new Page();
    page.#listen();
    const { targetId } = await page.#ask("Target.createTarget", { url: "about:blank" });
    const attached = await page.#ask("Target.attachToTarget", { targetId, flatten: true });
    page.#session = attached.sessionId;
    for (const domain of ["Page", "Runtime", "Log"]) await page.#ask(`${domain}.enable`);
    await page.go(url);
    return page;
  }

  /**
   * Goes to an address, and waits until the page is loaded.
   * @param {string} url
   */
  async go(url) {
    // A change of the part after # alone would load nothing.
    for (const each of ["about:blank", url]) {
      const loaded = new Promise((resolve) => (this.#loaded = () => resolve(undefined)));
      await this.#ask("Page.navigate", { url: each });
      await loaded;
    }
  }

  /**
   * Calls a function in the page and returns its result.
   * @param {(...args: any[]) => any} code
   * @param {any[]} args
   */
  async evaluate(code, ...args) {
    const expression = `(${code})(...${JSON.stringify(args)})`;
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#ask("Runtime.evaluate", options);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /**
   * Presses a key.
   * @param {string} key
   * @param {string} [text] the text that the key enters
   */
  async press(key, text) {
    const windowsVirtualKeyCode = { Enter: 13, Escape: 27, ArrowRight: 39, ArrowDown: 40 }[key] ?? 0;
    const event = { key, code: key, windowsVirtualKeyCode };
    await this.#ask("Input.dispatchKeyEvent", { ...event, type: "keyDown", ...(text && { text }) });
    await this.#ask("Input.dispatchKeyEvent", { ...event, type: "keyUp" });
  }

  /**
   * Enters a text into the focused element.
   * @param {string} text
   */
  async type(text) {
    await this.#ask("Input.insertText", { text });
  }

  /** Ends the browser and deletes its profile. */
  async close() {
    this.#child.kill();
    await this.#ended;
    // Processes of the browser may still write there. `rmSync` does not list a folder again when it
    // retries.
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 20 });
  }

  /**
   * @param {string} method
   * @param {object} params
   * @returns {Promise<any>}
   */
  #ask(method, params = {}) {
    const id = ++this.#last;
    const session = this.#session && { sessionId: this.#session };
    const input = /** @type {import("node:stream").Writable} */ (this.#child.stdio[3]);
    input.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  #listen() {
    const output = /** @type {import("node:stream").Readable} */ (this.#child.stdio[4]);
    let rest = "";
    output.setEncoding("utf8").on("data", (chunk) => {
      const messages = (rest + chunk).split("\0");
      rest = messages.pop() ?? "";
      for (const message of messages) this.#receive(JSON.parse(message));
    });
    const fail = (/** @type {unknown} */ why) => {
      for (const { reject } of this.#asked.values()) reject(new Error(`Chromium ended: ${why}`));
    };
    this.#child.once("error", fail).once("exit", fail);
  }

  /** @param {any} message */
  #receive({ id, method, params, result, error }) {
    if (method === "Page.loadEventFired") this.#loaded();
    if (method === "Runtime.exceptionThrown")
      this.errors.push(params.exceptionDetails.exception?.description);
    if (method === "Log.entryAdded") this.errors.push(params.entry.text);
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  }
}
