// Payloads are composed as text, because JSON.stringify would normalise most of them.
import { duplicates, invalid, numbers, objects, shapes, strings } from "./ugly-json.mjs";

const OPENED = "com.github.issues.opened";
const PULL = "com.github.pull_request.opened";
const PUSH = "com.github.push";

const KEY_LIMIT = 512;
const MEBIBYTE = 1024 * 1024;

/** Yields unusual and malformed events, each for at least one of the three plugins. */
export default function* ugly() {
  const names = new Set();
  for (const [name, type, attributes] of all()) {
    if (names.has(name)) throw new Error(`two ugly events are named ${name}`);
    names.add(name);
    yield event(`ugly/${name}`, type, attributes);
  }
}

function* all() {
  yield* asParts();
  yield* asPayload();
  yield* asData();
  yield* pushes();
  yield* senders();
  yield* envelopes();
}

/** Ugly values where a number, a text or an object is wanted. */
function* asParts() {
  for (const [name, value] of [...Object.entries(numbers), ...Object.entries(shapes)]) {
    yield [`number/${name}`, OPENED, json({ issue: issue({ number: value }), repository: `{"n":${value}}` })];
  }
  for (const [name, value] of [...Object.entries(strings), ...Object.entries(shapes)]) {
    yield [`title/${name}`, OPENED, json({ issue: issue({ title: value }) })];
    yield [`author/${name}`, PULL, json({ pull_request: issue({ user: `{"login":${value}}` }) })];
    yield [`login/${name}`, "com.github.star.created", json({ sender: `{"login":${value}}` })];
    yield [`full-name/${name}`, PUSH, json({ repository: `{"full_name":${value}}` })];
  }
  for (const [name, value] of Object.entries(shapes)) {
    yield [`user/${name}`, OPENED, json({ issue: issue({ user: value }) })];
    yield [`issue/${name}`, OPENED, json({ issue: value })];
    yield [`pull-request/${name}`, PULL, json({ pull_request: value })];
    yield [`repository/${name}`, PUSH, json({ repository: value })];
    yield [`sender/${name}`, PUSH, json({ sender: value })];
  }
  for (const field of ["number", "title", "user"]) {
    yield [`issue/without-${field}`, OPENED, json({ issue: issue({ [field]: undefined }) })];
  }
}

/** Ugly things anywhere in a sound payload. */
function* asPayload() {
  for (const [name, value] of Object.entries(objects)) {
    yield [`inside/${name}`, OPENED, json({ repository: value })];
    yield [`beside/${name}`, PUSH, json({ extra: value })];
  }
  for (const [name, payload] of Object.entries(duplicates)) {
    for (const type of [OPENED, PUSH]) yield [`duplicate/${name}/${type}`, type, { json: payload }];
  }
  for (const part of ["issue", "repository", "sender"]) {
    for (const type of [OPENED, PUSH]) {
      yield [`without/${part}/${type}`, type, json({ [part]: undefined })];
    }
  }
}

/** Data that is not an object, not JSON, or absent. */
function* asData() {
  for (const [name, value] of Object.entries(shapes)) {
    for (const type of [OPENED, PULL, PUSH]) yield [`data/${name}/${type}`, type, { json: value }];
  }
  for (const [name, bytes] of Object.entries(invalid)) {
    for (const type of [OPENED, PUSH]) yield [`data/${name}/${type}`, type, { bytes }];
  }
  for (const type of [OPENED, PULL, PUSH]) {
    yield [`data/absent/${type}`, type, {}];
    yield [`data/plain-text/${type}`, type, { text: "Hello, world" }];
    yield [`data/json-as-plain-text/${type}`, type, { text: payload({}) }];
  }
}

function* pushes() {
  for (let n = 1; n <= 20; n++) {
    yield [`milestone/astral-${n}`, PUSH, json({ repository: '{"full_name":"octo/\u{1f680}"}' })];
    yield [`milestone/combined-${n}`, PUSH, json({ repository: '{"full_name":"octo/e\\u0301"}' })];
    yield [`milestone/one-letter-${n}`, PUSH, json({ repository: '{"full_name":"octo/\u00e9"}' })];
  }
  const names = {
    longest: "x".repeat(KEY_LIMIT),
    "too-long": "x".repeat(KEY_LIMIT + 1),
    "longest-astral": "\u{1f680}".repeat(KEY_LIMIT / 4),
    "too-long-astral": `x${"\u{1f680}".repeat(KEY_LIMIT / 4)}`,
  };
  for (const [name, key] of Object.entries(names)) {
    yield [`key/${name}`, PUSH, json({ repository: `{"full_name":"${key}"}` })];
  }
}

/** Logins whose ending tells the example's server to misbehave. */
function* senders() {
  const endings = "404 500 503 301 204 slow empty text invalid-utf-8 lone-surrogate infinite deepest too-deep large";
  for (const ending of endings.split(" ")) {
    yield [`answer/${ending}`, PUSH, json({ sender: `{"login":"octo-${ending}"}` })];
  }
}

function* envelopes() {
  const others = {
    subject: "\u{1f600} \u2028 \u202e",
    time: "2026-02-28T23:59:59.123456789+23:59",
    dataschema: "https://schemas.example/%F0%9F%98%80?a=1#b",
    zextension: "\u{1f600}",
    aextension: true,
    mextension: -2147483648,
    eextension: "",
  };
  yield ["envelope/all-attributes", OPENED, { ...json({}), others }];
  yield ["envelope/no-media-type", OPENED, { json: payload({}), others: { datacontenttype: undefined } }];
  yield ["envelope/\u{1f600}", PUSH, json({})];
  yield ["envelope/near-miss", "com.github.issues.opened2", json({})];
  yield ["envelope/other-case", "com.github.Push", json({})];
  yield ["envelope/space", OPENED, { json: ` \n\t${payload({})}\r\n ` }];
  const special = '\u{1f680} \\"quoted\\" \\ud83d\\ude80 \u2028 \\u0007';
  const lines = `${"Long text, and so on. ".repeat(50)}${special}`;
  const text = `"${lines.repeat(MEBIBYTE / Buffer.byteLength(lines))}"`;
  yield ["mebibyte/title", OPENED, json({ issue: issue({ title: text }) })];
  yield ["mebibyte/repository", PUSH, json({ repository: `{"full_name":"octo/long","text":${text}}` })];
}

function issue(parts) {
  return object({ user: '{"login":"octocat"}', number: "7", title: '"Hello"', ...parts });
}

function payload(parts) {
  return object({
    action: '"opened"',
    issue: issue({}),
    pull_request: issue({}),
    repository: '{"full_name":"octo/hello"}',
    sender: '{"login":"octocat"}',
    ...parts,
  });
}

function json(parts) {
  return { json: payload(parts) };
}

function object(parts) {
  const members = Object.entries(parts).filter(([, value]) => value !== undefined);
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`;
}

function event(id, type, { json, text, bytes, others }) {
  const attributes = {
    specversion: "1.0",
    id,
    source: "https://events.example/ugly",
    type,
    datacontenttype: text === undefined ? "application/json" : "text/plain",
    ...others,
    data_base64: bytes?.toString("base64"),
  };
  const parts = Object.entries(attributes).map(([key, value]) => [key, JSON.stringify(value)]);
  const data = json?.replaceAll("\n", " ").replaceAll("\r", " ") ?? JSON.stringify(text);
  return object({ ...Object.fromEntries(parts), data });
}
