// Uses the report in Chromium as a person would: node check.mjs REPORT.html
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { Page } from "../../../adapters/browser/chromium.js";

const url = String(pathToFileURL(process.argv[2]));
const page = await Page.open(url);
try {
  await looks();
  await filters();
  await opens();
  await staysText();
  await comesBack();
  assert.deepEqual(page.errors, []);
} finally {
  await page.close();
}

function text(selector) {
  return page.evaluate((it) => document.querySelector(it)?.innerText, selector);
}

// The page may react some time after an event, so this looks again for up to ten seconds.
async function becomes(expected, look) {
  const end = Date.now() + 10_000;
  let seen = await look();
  while (seen !== expected && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    seen = await look();
  }
  assert.equal(seen, expected);
}

function shows(selector, expected) {
  return becomes(expected, () => text(selector));
}

function lines() {
  return page.evaluate(() => [...document.querySelectorAll("#cases .path")].map((it) => it.textContent));
}

// The report has many cells, and the page draws few of them.
async function looks() {
  assert.match(
    await text("#about"),
    /^6,001 cases on 4 testees and 2 hosts: 6,000 passed, 0 failed, 1 known/,
  );
  await shows("#count", "6,001 cases");
  const found = await lines();
  assert.equal(found.length, 200);
  assert.equal(found[0], "abi/hostile/known");
  assert.equal(await page.evaluate(() => document.querySelectorAll("#matrix td button").length), 61);
  await page.evaluate(() => document.getElementById("more").click());
  assert.equal((await lines()).length, 1200);
}

async function filters() {
  await page.press("/");
  await page.type("CASE-7 FILE-3");
  await shows("#count", "66 cases");
  const found = await lines();
  assert.ok(
    found.every((it) => it.startsWith("abi/file-3/case-7")),
    String(found),
  );
  await choose("host", "command");
  await shows("#count", "33 cases");
  await choose("testee", "rust");
  await shows("#count", "11 cases");
  await page.evaluate(() => document.querySelector("#matrix td button").click());
  await shows("#count", "11 cases of rust@command/abi/file-3");
  await page.evaluate(() => document.querySelector("#statuses .passed").click());
  await shows("#count", "0 cases of rust@command/abi/file-3");
  await page.evaluate(() => document.querySelector("#filters [type=reset]").click());
  await shows("#count", "6,001 cases");
  await becomes("", () => page.evaluate(() => location.hash));
}

function choose(id, value) {
  const change = (id, value) => {
    const select = document.getElementById(id);
    select.value = value;
    select.dispatchEvent(new Event("change"));
  };
  return page.evaluate(change, id, value);
}

// Opens the first line, reads it, goes to the next and closes it, without a mouse.
async function opens() {
  await page.evaluate(() => document.querySelector("#cases a").focus());
  await page.press("Enter", "\r");
  await shows("#title", "abi/hostile/known");
  const told = await text("#detail");
  for (const part of ["input", "expected", "actual", "log", "trace", "message", "reason", "about", "given"]) {
    assert.ok(
      told.includes(`the ${part} </script><script>owned=1</script><img src=x onerror=owned=1>`),
      told,
    );
  }
  await page.evaluate(() => document.querySelector("#detail summary").click());
  assert.ok((await text("#detail details pre")).startsWith("the reproduction <b>"));
  await page.press("ArrowRight");
  await shows("#title", "abi/file-0/case-0");
  assert.match(await page.evaluate(() => location.hash), /cell=c%40in-process%2Fabi%2Ffile-0%2Fcase-0/);
  await page.press("Escape");
  await becomes(false, () => page.evaluate(() => document.querySelector("dialog").open));
  const focused = () => page.evaluate(() => document.activeElement.querySelector(".path")?.textContent);
  await becomes("abi/file-0/case-0", focused);
  await page.press("ArrowDown");
  await becomes("abi/file-0/case-1", focused);
}

async function staysText() {
  assert.equal(await page.evaluate(() => typeof globalThis.owned), "undefined");
  assert.equal(await page.evaluate(() => document.querySelectorAll("img, #details b, #matrix b").length), 0);
  assert.equal(await page.evaluate(() => document.scripts.length), 2);
}

// An address restores a view.
async function comesBack() {
  await page.go(
    `${url}#text=file-9&testee=rust&host=command&hidden=known-failure&cell=rust%40command%2Fabi%2Ffile-9%2Fcase-19`,
  );
  assert.equal(await page.evaluate(() => document.getElementById("text").value), "file-9");
  await shows("#title", "abi/file-9/case-19");
  await page.press("Escape");
  await shows("#count", "100 cases");
  await page.go(`${url}#testee=%3Cimg%3E&cell=nothing&hidden=constructor`);
  await shows("#count", "6,001 cases");
}
