// The map page: holds the view, asks for the placed graph, and keeps canvas, filters, list, table and details in step.
import { saveCsv, saveGexf, savePng, saveSvg } from "./map_export.js";
import { Filters } from "./map_filters.js";
import { address, canUndo, push, question, read, replace } from "./map_state.js";
import { SvgMap } from "./map_svg.js";
import { VisMap, loadVis } from "./map_vis.js";
import { part, suggest } from "./page.js";
import { lang, say } from "./words.js";

const SVG_LIMIT = 150;
const host = document.querySelector("[data-map]");
const stage = host.querySelector("[data-stage]");
const find = (name) => host.querySelector(`[data-${name}]`);
const KIND = { unit: "单位", task: "任务", platform: "平台", fund: "基金", industry: "产业", indicator: "指标", place: "地点", matter: "事项", object: "事项", document: "文件" };
const ROLE = { lead: "牵头", responsible: "责任单位", support: "配合", guide: "指导", mention: "正文提及", relation: "其他关系" };
const words = {
  kind: (kind) => say(KIND[kind] ?? kind),
  role: (edge) => (edge.tasks ? say("同列{n}项", { n: edge.tasks.length }) : say(ROLE[edge.role] ?? edge.role)),
};

let state = read();
let graph = { nodes: [], edges: [] };
let map = null;
let seen = { nodes: new Set(), edges: new Set() };
let asked = null;
const details = new Map();
const filters = new Filters(host, (change) => { Object.assign(state, change); step(); });

const on = {
  chosen: (id) => choose(id),
  opened: (open) => { if (!state.open.includes(open)) { state.open = [...state.open, open]; step(true); } },
  expanded: (id) => expand(id),
  dragged: (id, node) => { setPin(id, node); step(); },
  zoomed: (scale, box) => {
    host.querySelector("[data-zoom='0']").textContent = `${Math.round(scale * 100)}%`;
    state.box = box.slice(0, 3).map((n) => Math.round(n)).join(",");
    clearTimeout(on.timer);
    on.timer = setTimeout(() => replace(state), 250);
  },
};

async function load(keepFrame = false) {
  const wanted = question(state);
  const wait = find("wait") ?? stage.appendChild(Object.assign(document.createElement("p"), { className: "wait" }));
  wait.dataset.wait = "";
  wait.hidden = false;
  wait.textContent = say("正在读取图谱……");
  const answer = await fetch(`/map/data?${wanted}`).catch((error) => ({ ok: false, status: error.message, json: async () => ({}) }));
  if (wanted !== question(state)) return;
  if (!answer.ok) {
    const body = await answer.json().catch(() => ({}));
    wait.textContent = say("没有能读取：{why}", { why: body.detail ?? answer.status });
    return;
  }
  graph = await answer.json();
  asked = wanted;
  if (graph.nodes.length > SVG_LIMIT && !window.vis) {
    wait.textContent = say("正在载入大图所用的画布……");
    await loadVis(host);
  }
  const Wanted = graph.nodes.length > SVG_LIMIT ? VisMap : SvgMap;
  if (!(map instanceof Wanted)) { map?.destroy(); map = new Wanted(stage, on); }
  wait.hidden = graph.nodes.length > 0;
  if (!graph.nodes.length) wait.textContent = graph.path ? say("没有找到从 {a} 到 {b} 的路径", { a: state.from, b: state.to }) : say("没有符合的内容");
  names = new Map(graph.nodes.map((node) => [node.id, node]));
  for (const edge of graph.edges) edge.said = edge.tasks ? `${names.get(edge.source)?.short ?? ""} – ${names.get(edge.target)?.short ?? ""} ${words.role(edge)}` : "";
  for (const text of state.pin) {
    const [id, x, y] = text.split("~");
    const node = names.get(id);
    if (node) Object.assign(node, { x: Number(x), y: Number(y) });
  }
  map.draw(graph, {
    communities: state.colour === "community" || state.view === "overlap",
    pinned: new Set(state.pin.map((text) => text.split("~")[0])),
    strong: new Set(graph.nodes.filter((node) => node.kind === "unit" && graph.view === "around" && Math.hypot(node.x, node.y) < 260).map((node) => node.id)),
  });
  filters.offer(graph, state);
  apply();
  if (state.box && keepFrame) map.frame(...state.box.split(",").map(Number));
  else if (state.box && first) map.frame(...state.box.split(",").map(Number));
  else map.fit();
  first = false;
  document.title = document.title.replace(/^[^·]*·/, `${graph.title} ·`);
  find("title").textContent = graph.title;
  choose(names.has(state.sel) ? state.sel : graph.centre ?? null, { quiet: true });
}

let first = true;
let names = new Map();

function apply() {
  seen = filters.visible(graph, state);
  map.show(seen.nodes, seen.edges);
  fillList();
  fillTable();
  const chip = graph.nodes.find((node) => node.more?.length)?.more[0].label;
  find("count").textContent = [
    say("显示 {nodes} 项、{edges} 条联系", { nodes: seen.nodes.size, edges: seen.edges.size }),
    chip && say("“{chip}”为尚未展开的数目", { chip }),
    graph.contracted && say("已按成组合并显示"),
    graph.truncated && say("已超过上限，只显示一部分"),
  ].filter(Boolean).join("　");
  find("standalone").href = `${address({ ...state, sel: "", box: "", tab: "" })}${address({ ...state, sel: "", box: "", tab: "" }).includes("?") ? "&" : "?"}download`;
  host.querySelector("[data-rule]").hidden = graph.view !== "around";
}

// A step of the reader's own: kept in the history, drawn anew only where the server must be asked again.
function step(ask = question(state) !== asked) {
  push(state);
  if (ask) load(false); else apply();
  buttons();
}

function choose(id, { quiet = false } = {}) {
  const same = state.sel === (id ?? "");
  state.sel = id ?? "";
  map.select(id);
  replace(state);
  buttons();
  for (const each of host.querySelectorAll("[data-list] button")) each.setAttribute("aria-current", String(each.dataset.id === id));
  for (const row of host.querySelectorAll("[data-table] tbody tr")) row.classList.toggle("on", !!id && (row.dataset.from === id || row.dataset.to === id));
  if (id) { showDetails(id); if (!quiet && !same) map.reveal(id); }
}

async function showDetails(id) {
  const place = find("details");
  if (!details.has(id)) {
    place.setAttribute("aria-busy", "true");
    try { details.set(id, await part(`/parts/details/${encodeURIComponent(id)}?lang=${lang}`)); } catch (error) { place.textContent = say("没有能读取：{why}", { why: error.message }); return; }
  }
  if (state.sel !== id) return;
  place.innerHTML = details.get(id);
  place.removeAttribute("aria-busy");
  const hidden = Object.entries(names.get(id)?.hidden ?? {});
  const more = find("hidden");
  more.replaceChildren();
  if (!hidden.length) return;
  const title = document.createElement("h3");
  title.textContent = say("尚未展开");
  const chips = document.createElement("div");
  chips.className = "chips";
  for (const [group, count] of hidden) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = `${words.kind(group)} ${count}`;
    button.setAttribute("aria-label", say("展开{word}", { word: button.textContent }));
    button.addEventListener("click", () => on.opened(`${id}~${group}`));
    chips.append(button);
  }
  more.append(title, chips);
}

function expand(id) {
  const groups = Object.keys(names.get(id)?.hidden ?? {});
  const fresh = groups.map((group) => `${id}~${group}`).filter((open) => !state.open.includes(open));
  if (!fresh.length) return;
  state.open = [...state.open, ...fresh];
  step(true);
}

function setPin(id, node) {
  state.pin = [...state.pin.filter((text) => !text.startsWith(`${id}~`)), `${id}~${Math.round(node.x)}~${Math.round(node.y)}`];
  map.pin(id, true);
}

const doing = {
  undo: () => history.back(),
  expand: () => expand(state.sel),
  collapse: () => { state.open = state.open.filter((open) => !open.startsWith(`${state.sel}~`)); step(true); },
  pin: () => {
    const pinned = state.pin.some((text) => text.startsWith(`${state.sel}~`));
    if (pinned) { state.pin = state.pin.filter((text) => !text.startsWith(`${state.sel}~`)); step(true); } else { setPin(state.sel, names.get(state.sel)); step(); }
  },
  hide: () => { const id = state.sel; state.hide = [...state.hide, id]; state.sel = ""; step(); map.select(null); },
};

function buttons() {
  const node = names.get(state.sel);
  const set = (name, enabled) => { host.querySelector(`[data-do='${name}']`).disabled = !enabled; };
  set("undo", canUndo());
  set("expand", node && Object.keys(node.hidden ?? {}).length > 0);
  set("collapse", state.open.some((open) => open.startsWith(`${state.sel}~`)));
  set("pin", !!node);
  set("hide", !!node && state.sel !== graph.centre);
  host.querySelector("[data-do='pin']").textContent = say(state.pin.some((text) => text.startsWith(`${state.sel}~`)) ? "取消固定" : "固定");
}

function fillList() {
  const list = find("list");
  const shown = graph.nodes.filter((node) => seen.nodes.has(node.id));
  find("list-count").textContent = say("（{n}）", { n: shown.length });
  const order = Object.keys(KIND);
  shown.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  list.replaceChildren(...shown.slice(0, 1000).map((node) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.id = node.id;
    const mark = host.querySelector(`[data-kind='${node.kind}'] svg`)?.cloneNode(true);
    const label = document.createElement("span");
    label.textContent = `${node.kind === "task" && node.number ? `${node.number.replace(/[.．、\s]/g, "")} ` : ""}${node.short ?? node.label}`;
    const kind = document.createElement("span");
    kind.className = "small quiet";
    kind.textContent = words.kind(node.kind);
    button.append(...[mark, label, kind].filter(Boolean));
    button.addEventListener("click", () => choose(node.id));
    item.append(button);
    return item;
  }));
}

function fillTable() {
  const rows = graph.edges.filter((edge) => seen.edges.has(edge)).slice(0, 2000);
  find("table").tBodies[0].replaceChildren(...rows.map((edge) => {
    const row = document.createElement("tr");
    Object.assign(row.dataset, { from: edge.source, to: edge.target });
    for (const text of [names.get(edge.source).short ?? names.get(edge.source).label, words.role(edge), names.get(edge.target).short ?? names.get(edge.target).label]) row.insertCell().textContent = text;
    row.addEventListener("click", () => choose(edge.source));
    return row;
  }));
}

// Arrow keys walk to the nearest linked node in that direction, else to the nearest of all.
const DIRECTION = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
function walk(direction) {
  const from = names.get(state.sel) ?? names.get(graph.centre) ?? graph.nodes.find((node) => seen.nodes.has(node.id));
  if (!from) return;
  if (!state.sel) { choose(from.id); return; }
  const linked = new Set(graph.edges.filter((edge) => seen.edges.has(edge)).flatMap((edge) => (edge.source === from.id ? [edge.target] : edge.target === from.id ? [edge.source] : [])));
  let best = null;
  for (const node of graph.nodes) {
    if (node.id === from.id || !seen.nodes.has(node.id)) continue;
    const [dx, dy] = [node.x - from.x, node.y - from.y];
    const ahead = dx * direction[0] + dy * direction[1];
    const aside = Math.abs(dx * direction[1] + dy * direction[0]);
    if (ahead <= 0 || aside > 1.8 * ahead) continue;
    const cost = ahead + 2 * aside + (linked.has(node.id) ? 0 : 400);
    if (!best || cost < best.cost) best = { cost, id: node.id };
  }
  if (best) choose(best.id);
}

stage.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const press = (name) => { const button = host.querySelector(`[data-do='${name}']`); if (!button.disabled) doing[name](); };
  if (DIRECTION[key]) walk(DIRECTION[key]);
  else if (key === "Enter") press("expand");
  else if (key === "Backspace") press("collapse");
  else if (key === "h") press("hide");
  else if (key === "p") press("pin");
  else if (key === "u") press("undo");
  else if (key === "+" || key === "=") map.zoom(1.25);
  else if (key === "-") map.zoom(0.8);
  else if (key === "0") map.fit();
  else if (key === "Escape") choose(null);
  else return;
  event.preventDefault();
});

host.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.do) doing[button.dataset.do]();
  else if (button.dataset.zoom) { const way = Number(button.dataset.zoom); if (way) map.zoom(way > 0 ? 1.25 : 0.8); else map.fit(); }
  else if (button.dataset.save) saveAs(button.dataset.save);
  else if (button.getAttribute("role") === "tab") showTab(button);
});

async function saveAs(format) {
  const nodes = graph.nodes.filter((node) => seen.nodes.has(node.id));
  const edges = graph.edges.filter((edge) => seen.edges.has(edge));
  const name = graph.title.replace(/[\\/:*?"<>|\s]+/g, "-");
  if (format === "csv") saveCsv(name, nodes, edges, words);
  else if (format === "gexf") saveGexf(name, nodes, edges, words);
  else {
    // A large map is drawn as SVG once, out of sight, for the file alone.
    const drawn = map instanceof SvgMap ? map : new SvgMap(stage, { ...on, zoomed: () => {} });
    if (drawn !== map) { drawn.draw(graph, { communities: false, pinned: new Set(), strong: new Set() }); drawn.show(seen.nodes, seen.edges); }
    if (format === "svg") saveSvg(name, drawn.svg, drawn.bounds()); else await savePng(name, drawn.svg, drawn.bounds());
    if (drawn !== map) drawn.destroy();
  }
}

function showTab(tab) {
  for (const each of tab.parentElement.children) {
    const chosen = each === tab;
    each.setAttribute("aria-selected", String(chosen));
    each.tabIndex = chosen ? 0 : -1;
    document.getElementById(each.getAttribute("aria-controls")).hidden = !chosen;
  }
}

host.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!way) return;
  const tabs = [...event.currentTarget.children];
  const next = tabs[(tabs.indexOf(event.target) + way + tabs.length) % tabs.length];
  next.focus();
  showTab(next);
});

suggest(find("centre-search"), (option) => { Object.assign(state, { view: "around", around: option.dataset.id, from: "", to: "", open: [], hide: [], pin: [], sel: "", box: "" }); step(true); });
find("centre-search").addEventListener("submit", (event) => {
  event.preventDefault();
  const around = event.target.q.value.trim();
  if (around) { Object.assign(state, { view: "around", around, from: "", to: "", open: [], hide: [], pin: [], sel: "", box: "" }); step(true); }
});
find("path").addEventListener("submit", (event) => {
  event.preventDefault();
  const { from, to } = Object.fromEntries(new FormData(event.target));
  if (from && to) { Object.assign(state, { from, to, open: [], hide: [], sel: "", box: "" }); step(true); }
});
addEventListener("popstate", () => {
  state = read();
  const again = question(state) !== asked;
  if (again || state.pin.length) load(true);
  else { filters.offer(graph, state); apply(); choose(state.sel || null, { quiet: true }); }
  buttons();
});
document.addEventListener("theme", () => { if (map instanceof VisMap) load(true); });
host.addEventListener("pane", (event) => { if (event.detail === "canvas" && map) map.fit(); });

if (!state.around && host.dataset.around && state.view === "around" && !state.from) state.around = host.dataset.around;
find("path").from.value = state.from;
find("path").to.value = state.to;
load();
