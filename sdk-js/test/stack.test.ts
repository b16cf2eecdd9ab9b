import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { insteadOf } from "../src/absent.js";
import { originalPosition } from "../src/sourcemap.js";
import { framesOf, traceOf } from "../src/stack.js";
import { UNDEFINED } from "../src/undefined.mjs";

suite("framesOf", () => {
  test("reads QuickJS", () => {
    const stack =
      "    at greet (/plugin.js:16:22)\n    at <anonymous> (/plugin.js:3:4)\n    at map (native)\n    at /plugin.js:1:2\n";
    assert.deepEqual(framesOf(stack), [
      { name: "greet", file: "/plugin.js", line: 16, column: 22 },
      { name: "", file: "/plugin.js", line: 3, column: 4 },
      { name: "", file: "/plugin.js", line: 1, column: 2 },
    ]);
  });

  test("reads StarlingMonkey", () => {
    const stack =
      "GUESTHOUSE.load/</handle/<@plugin.js:16:18\n@plugin.js:2:3\nexport_handler$handle@/build/sources/initializer.js:307:29\n";
    assert.deepEqual(framesOf(stack), [
      { name: "handle", file: "plugin.js", line: 16, column: 18 },
      { name: "", file: "plugin.js", line: 2, column: 3 },
      { name: "export_handler$handle", file: "/build/sources/initializer.js", line: 307, column: 29 },
    ]);
  });

  test("leaves out lines that are not frames", () => {
    assert.deepEqual(framesOf("Error: at 5:6\nsome text"), []);
  });
});

suite("originalPosition", () => {
  const map = {
    file: "plugin.js",
    sources: ["src/plugin.ts", null, "src/other.ts"],
    lines: { 10: "0 2 4,8 -2,4 -12 -3 2,10 0 9 -1", 12: "4 0 0 0" },
  };

  test("finds the segment that a column lies in", () => {
    assert.deepEqual(originalPosition(map, 10, 1), { source: "src/plugin.ts", line: 5, column: 3 });
    assert.deepEqual(originalPosition(map, 10, 8), { source: "src/plugin.ts", line: 5, column: 3 });
    assert.deepEqual(originalPosition(map, 10, 9), { source: "src/plugin.ts", line: 5, column: 9 });
    assert.deepEqual(originalPosition(map, 10, 13), { source: "src/other.ts", line: 2, column: 1 });
  });

  test("knows nothing of the SDK and of other lines", () => {
    assert.equal(originalPosition(map, 10, 99), undefined);
    assert.equal(originalPosition(map, 11, 1), undefined);
    assert.equal(originalPosition(map, 12, 4), undefined);
  });
});

suite("traceOf", () => {
  test("a name that a plugin does not have is explained", () => {
    const trace = traceOf(new ReferenceError("process is not defined"));
    assert.match(trace, /^ReferenceError: process is not defined: a plugin has no process; .*config\.get\n/);
    assert.match(traceOf(new ReferenceError("toString is not defined")), /is not defined\n/);
  });

  test("each name that QuickJS does not define is explained, also in the text of another error", () => {
    for (const name of Object.keys(UNDEFINED)) {
      assert.match(insteadOf(new Error(`bad zone: '${name}' is not defined`)) ?? "", /^(?:use|a|the) /, name);
    }
    assert.equal(insteadOf(new Error("options.process is not defined")), undefined);
  });

  test("the author's own innermost frame is shown, however deep in a package the error is", () => {
    const error = new Error("deep");
    const frames = (count: number): string => "    at inner (node_modules/pack/a.js:1:1)\n".repeat(count);
    error.stack = `${frames(40)}    at own (src/a.js:5:1)\n    at handle (src/a.js:9:1)\n`;
    assert.deepEqual(traceOf(error).split("\n").slice(10), [
      "    at inner (node_modules/pack/a.js:1:1)",
      "    at 30 frames of packages",
      "    at own (src/a.js:5:1)",
      "    at handle (src/a.js:9:1)",
    ]);
    error.stack = frames(64);
    assert.match(traceOf(error), /\n {4}at more frames; the engine keeps only the innermost ones$/);
  });

  test("an error without message is its name", () => {
    assert.match(traceOf(new TypeError()), /^TypeError\n/);
  });

  test("ends where causes go in circles, and after so many frames", () => {
    const error = new Error("round");
    error.cause = error;
    error.stack = "    at f (plugin.js:1:1)\n".repeat(100);
    const trace = traceOf(error);
    assert.equal(trace.split("Caused by").length, 8);
    assert.equal(trace.split("    at ").length - 1, 8 * 20);
  });
});
