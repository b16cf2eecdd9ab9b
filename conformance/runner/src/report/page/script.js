"use strict";
// The page shows the data of the report. Texts of guests are set as text, never as markup.

const report = JSON.parse(document.getElementById("data").textContent);
const STATUSES = {
  failed: ["✕", "failed"],
  "unexpected-pass": ["!", "unexpected pass"],
  "known-failure": ["~", "known failure"],
  passed: ["✓", "passed"],
};
const AT_ONCE = 200;
const descriptions = new Map(report.cases.map((it) => [it.case, it]));
const severity = Object.keys(STATUSES);
const cells = report.cells.map((cell) => ({
  ...cell,
  id: `${cell.testee}@${cell.host}/${cell.case}`,
  file: cell.case.slice(0, cell.case.lastIndexOf("/")),
  text: `${cell.testee}/${cell.case} ${cell.message ?? ""} ${cell.reason ?? ""}`.toLowerCase(),
}));
const byId = new Map(cells.map((cell) => [cell.id, cell]));
const testees = [...new Set(cells.map((it) => it.testee))].sort();
const hosts = report.hosts.map((it) => it.host);
const $ = (id) => document.getElementById(id);

// The current view. All of it is in the address, so that a view can be shared as a link.
let state = read();
let listed = [];
let shown = AT_ONCE;

function read() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const among = (names, name) => (names.includes(name) ? name : "");
  return {
    text: hash.get("text") ?? "",
    testee: among(testees, hash.get("testee")),
    host: among(hosts, hash.get("host")),
    hidden: (hash.get("hidden") ?? "").split(",").filter((it) => it in STATUSES),
    at: hash.get("at") ?? "",
    cell: byId.has(hash.get("cell")) ? hash.get("cell") : "",
  };
}

function address(change, from = state) {
  const pairs = Object.entries({ ...from, ...change }).filter(([, it]) => it.length > 0);
  return `#${new URLSearchParams(pairs.map(([key, it]) => [key, String(it)]))}`;
}

// Typing replaces the address, so that each letter is not a step in the history.
function change(what) {
  history.replaceState(null, "", address(what));
  update();
}

function make(tag, fields = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(fields)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function update() {
  const before = state;
  state = read();
  const words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = cells.filter(
    (cell) =>
      (!state.testee || cell.testee === state.testee) &&
      (!state.host || cell.host === state.host) &&
      !state.hidden.includes(cell.status) &&
      words.every((word) => cell.text.includes(word)),
  );
  listed = wanted.filter((cell) => !state.at || place(cell) === state.at);
  listed.sort((a, b) => severity.indexOf(a.status) - severity.indexOf(b.status));
  if (address({ cell: "" }) !== address({ cell: "" }, before)) shown = AT_ONCE;
  showFilters();
  showMatrix(wanted);
  showCases();
  showDetails();
}

function place(cell) {
  return `${cell.testee}@${cell.host}/${cell.file}`;
}

function showFilters() {
  if ($("text").value !== state.text) $("text").value = state.text;
  $("testee").value = state.testee;
  $("host").value = state.host;
  for (const button of $("statuses").children) {
    button.setAttribute("aria-pressed", !state.hidden.includes(button.value));
  }
}

function showMatrix(wanted) {
  const counts = new Map();
  for (const cell of wanted) {
    const key = place(cell);
    if (!counts.has(key)) counts.set(key, {});
    const count = counts.get(key);
    count[cell.status] = (count[cell.status] ?? 0) + 1;
  }
  const used = new Set(wanted.map((it) => `${it.testee}@${it.host}`));
  const columns = testees
    .map((testee) => [testee, hosts.filter((host) => used.has(`${testee}@${host}`))])
    .filter(([, on]) => on.length > 0);
  const files = [...new Set(wanted.map((it) => it.file))].sort();
  const body = Map.groupBy(files, (file) => file.split("/")[0]);
  const rows = [...body.values()].map((suite) =>
    make("tbody", {}, ...suite.map((file) => row(file, columns, counts))),
  );
  $("matrix").replaceChildren(make("table", {}, head(columns), ...rows));
}

function head(columns) {
  const names = columns.map(([testee, on]) => make("th", { colSpan: on.length, scope: "colgroup" }, testee));
  const below = columns.flatMap(([, on]) => on.map((host) => make("th", { scope: "col" }, host)));
  return make("thead", {}, make("tr", {}, make("td"), ...names), make("tr", {}, make("td"), ...below));
}

function row(file, columns, counts) {
  const each = columns.flatMap(([testee, on]) =>
    on.map((host, index) => {
      const key = `${testee}@${host}/${file}`;
      const cell = make("td", { className: index === 0 ? "first" : "" });
      if (counts.has(key)) cell.append(count(key, counts.get(key)));
      return cell;
    }),
  );
  return make("tr", {}, make("th", { scope: "row" }, file), ...each);
}

function count(key, counts) {
  const met = severity.filter((it) => counts[it]);
  const text = [...met]
    .reverse()
    .map((it) => (it === "passed" ? counts[it] : `${counts[it]}${STATUSES[it][0]}`));
  const said = met.map((it) => `${counts[it]} ${STATUSES[it][1]}`).join(", ");
  const button = make("button", { type: "button", className: met[0], value: key, title: `${key}: ${said}` });
  button.setAttribute("aria-label", `${key}: ${said}`);
  button.setAttribute("aria-pressed", state.at === key);
  button.append(text.join(" · "));
  return button;
}

function showCases() {
  const places = state.at ? ` of ${state.at}` : "";
  $("count").textContent = `${listed.length.toLocaleString("en")} cases${places}`;
  $("cases").replaceChildren(...listed.slice(0, shown).map(line));
  $("more").hidden = shown >= listed.length;
}

function line(cell) {
  const [sign, name] = STATUSES[cell.status];
  const part = (className, text) => make("span", { className }, text);
  const link = make("a", { href: address({ cell: cell.id }) });
  link.append(
    make("span", { className: cell.status, title: name, role: "img", ariaLabel: name }, sign),
    part("path", cell.case),
    part("on", cell.testee),
    part("on", cell.host),
    part("said", cell.message ?? ""),
    part("ms", `${cell.ms.toLocaleString("en")} ms`),
  );
  return make("li", {}, link);
}

function showDetails() {
  const dialog = $("details");
  const cell = byId.get(state.cell);
  if (!cell) {
    if (dialog.open) dialog.close();
    return;
  }
  $("title").textContent = cell.case;
  $("detail").replaceChildren(...details(cell));
  const at = listed.indexOf(cell);
  $("before").disabled = at <= 0;
  $("after").disabled = at < 0 || at + 1 >= listed.length;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

function details(cell) {
  const description = descriptions.get(cell.case) ?? { steps: [] };
  const [sign, name] = STATUSES[cell.status];
  const status = make("strong", { className: cell.status }, `${sign} ${name}`);
  const parts = [
    make("p", {}, status, ` · ${cell.testee} on ${cell.host} · ${cell.ms.toLocaleString("en")} ms`),
    description.about && make("p", {}, description.about),
    ...titled("Message", cell.message),
    cell.reason && make("h3", {}, "Reason"),
    cell.reason && make("p", {}, cell.reason),
    cell.reproduction && reproduction(cell.reproduction),
    ...titled("Given", description.given),
    ...description.steps.map((step, at) => stepOf(step, cell.observations[at], at, description.steps.length)),
    make("h3", {}, "This case on other testees and hosts"),
    elsewhere(cell),
  ];
  return parts.filter(Boolean);
}

function titled(title, text) {
  return text ? [make("h3", {}, title), make("pre", {}, text)] : [];
}

function reproduction(name) {
  const text = make("pre", {}, report.reproductions[name] ?? "");
  return make("details", {}, make("summary", {}, `Reproduction: ${name}`), text);
}

function stepOf(step, observation, at, of) {
  const half = (title, text) => make("div", {}, make("h3", {}, title), make("pre", {}, text || "—"));
  const pair = make("div", { className: "pair" });
  pair.append(half("Expected", step.expected), half("Actual", observation?.actual ?? "not done"));
  const input = titled(of > 1 ? `Input ${at + 1}` : "Input", step.input);
  const more = [...titled("Log", observation?.log?.join("\n")), ...titled("Trace", observation?.trace)];
  return make("div", { className: "step" }, ...input, pair, ...more);
}

function elsewhere(cell) {
  const same = cells.filter((it) => it.case === cell.case);
  const links = same.map((it) => {
    const text = `${STATUSES[it.status][0]} ${it.testee} on ${it.host}`;
    const link = make("a", { href: address({ cell: it.id }), className: it.status }, text);
    if (it === cell) link.setAttribute("aria-current", "true");
    return link;
  });
  return make("div", { className: "elsewhere" }, ...links);
}

function step(by) {
  const next = listed[listed.indexOf(byId.get(state.cell)) + by];
  if (state.cell && next) change({ cell: next.id });
}

// Moves the focus in the list of cases.
function move(by) {
  const lines = [...$("cases").querySelectorAll("a")];
  const at = lines.indexOf(document.activeElement);
  if (at >= 0) lines[at + by]?.focus();
  return at >= 0;
}

function begin() {
  const { cases, passed, failed } = report.totals;
  const number = (count) => count.toLocaleString("en");
  $("about").textContent =
    `${number(cases)} cases on ${testees.length} testees and ${hosts.length} hosts: ${number(passed)} passed, ` +
    `${number(failed)} failed, ${number(report.totals["known-failures"])} known failures. Seed ${report.seed}.`;
  const option = (value, text) => make("option", { value }, text);
  $("testee").append(option("", "All testees"), ...testees.map((it) => option(it, it)));
  $("host").append(option("", "All hosts"), ...hosts.map((it) => option(it, it)));
  for (const [status, [sign, name]] of Object.entries(STATUSES)) {
    const count = cells.filter((it) => it.status === status).length;
    if (count === 0) continue;
    const button = make("button", { type: "button", value: status, className: status });
    $("statuses").append(button);
    button.append(`${sign} ${number(count)} ${name}`);
  }
  notes();
}

function notes() {
  const lines = report.hosts.flatMap((it) => [
    ...it.gaps.map((gap) => `Gap on ${it.host}: ${gap}`),
    ...it.skipped.map(({ testee, why }) => `Skipped on ${it.host}: ${testee}: ${why}`),
    ...it.corrected.map(({ testee, why }) => `Corrected bindings of ${testee} on ${it.host}: ${why}`),
  ]);
  $("notes").append(make("ul", {}, ...lines.map((text) => make("li", {}, text))));
  $("notes").hidden = lines.length === 0;
}

function listen() {
  $("text").addEventListener("input", () => change({ text: $("text").value }));
  for (const id of ["testee", "host"]) {
    $(id).addEventListener("change", () => change({ [id]: $(id).value, at: "" }));
  }
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    change({ text: "", testee: "", host: "", hidden: [], at: "" });
  });
  $("statuses").addEventListener("click", ({ target }) => {
    const hidden = state.hidden.includes(target.value)
      ? state.hidden.filter((it) => it !== target.value)
      : [...state.hidden, target.value];
    if (target.value) change({ hidden });
  });
  $("matrix").addEventListener("click", ({ target }) => {
    const key = target.closest("button")?.value;
    if (!key) return;
    change({ at: state.at === key ? "" : key });
    $("matrix")
      .querySelector(`button[value="${CSS.escape(key)}"]`)
      ?.focus();
  });
  $("more").addEventListener("click", () => {
    shown += 5 * AT_ONCE;
    showCases();
  });
  $("before").addEventListener("click", () => step(-1));
  $("after").addEventListener("click", () => step(1));
  $("close").addEventListener("click", () => $("details").close());
  $("details").addEventListener("close", () => {
    const at = state.cell;
    if (!at) return;
    change({ cell: "" });
    $("cases")
      .querySelector(`a[href="${CSS.escape(address({ cell: at }))}"]`)
      ?.focus();
  });
  addEventListener("hashchange", update);
  addEventListener("keydown", keyed);
}

function keyed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = event.target.matches("input, select");
  const did = {
    "/": () => !typing && !state.cell && ($("text").focus(), true),
    ArrowLeft: () => state.cell && (step(-1), true),
    ArrowRight: () => state.cell && (step(1), true),
    ArrowDown: () => !typing && !state.cell && move(1),
    ArrowUp: () => !typing && !state.cell && move(-1),
  }[event.key];
  if (did?.()) event.preventDefault();
}

begin();
listen();
update();
