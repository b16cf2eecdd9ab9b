// The plugin of the suites in JavaScript. It runs the commands in the event's text, one on each line,
// and returns one line of answer for each.
import { Failed, HttpError, Output, Rejected, StateError, Unavailable } from "@guesthouse/sdk";
import { config, http, log, state } from "@guesthouse/sdk";
import { ways } from "./breaking.js";
import { chances } from "./chance.js";

const failures = { rejected: Rejected, failed: Failed, unavailable: Unavailable };

/** @param {import("@guesthouse/sdk").Event} event */
export function handle(event) {
  const lines = [];
  const more = [];
  for (const line of event.text().split("\n")) {
    const [word, count] = line.split(" ");
    if (word === "emit") more.push(...numbers(Number(count)));
    const said = run(event, line);
    if (said instanceof Promise) return said;
    lines.push(said);
  }
  const answer = Output.text("conformance.answer", lines.join("\n"));
  return [answer, ...more.map((it) => Output.text("conformance.more", String(it)))];
}

function numbers(count) {
  const all = Array.from({ length: count }, (_, at) => at + 1);
  return sabotaged("reordered") ? all.reverse() : all;
}

function run(event, line) {
  const [word, ...args] = line.split(" ");
  if (word === "uncaught" && !sabotaged("swallowed-error")) return done(state.open(args[0]));
  try {
    const command = commands[word];
    if (command === undefined) throw new Rejected("no-such-command", line);
    return command(event, ...args);
  } catch (error) {
    if (error instanceof StateError || error instanceof HttpError) return `err ${error.code}`;
    throw error;
  }
}

const commands = {
  config: (_, name) => {
    const value = config.get(name);
    return maybe(value === "" && sabotaged("lost-option") ? undefined : value);
  },
  log: (_, level, text) => done(log[level](text)),
  open: (_, store) => done(state.open(store)),
  get: (_, store, key) => maybe(state.open(store).getText(key)),
  set: (_, store, key, value) => done(state.open(store).set(key, value)),
  fill: (_, store, key, count) => done(state.open(store).set(key, "x".repeat(Number(count)))),
  delete: (_, store, key) => done(state.open(store).delete(key)),
  keys: (_, store, prefix) => {
    const keys = [...state.open(store).keys(prefix)];
    if (sabotaged("off-by-one")) keys.pop();
    return keys.join(",");
  },
  send: (_, connection, method, path) => {
    const answer = http.send({ connection, method, path });
    return `${answer.status} ${answer.text()}`;
  },
  event: (event) => {
    const names = Object.keys(event.extensions).sort();
    const extensions = names.map((name) => `${name}=${event.extensions[name]}`).join(",");
    const type = sabotaged("wrong-field") ? event.source : event.type;
    return `${event.id} ${event.source} ${type} ${maybe(event.subject)} ${extensions}`;
  },
  fail: (_, kind, code) => {
    throw new failures[kind](code, "as told");
  },
  uncaught: done,
  hold: (_, store, count) => {
    const held = Array.from({ length: Number(count) }, () => state.open(store));
    return `ok ${held.length}`;
  },
  emit: done,
  pad: (_, count) => "x".repeat(Number(count)),
  crash: () => {
    throw new TypeError("as told");
  },
  break: (_, way) => {
    if (ways[way] === undefined) throw new Rejected("no-such-command", way);
    return ways[way]();
  },
  chance: (_, what) => chances[what](),
};

// Whether the guest must make this mistake.
function sabotaged(mistake) {
  return config.get("sabotage") === mistake;
}

function done() {
  return "ok";
}

function maybe(value) {
  return value === undefined ? "none" : `some ${value}`;
}
