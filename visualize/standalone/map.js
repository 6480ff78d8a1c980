const { details, words } = DATA;
const nodes = new vis.DataSet(DATA.nodes);
const edges = new vis.DataSet(DATA.edges.map((edge, i) => ({ ...edge, id: i })));
const network = new vis.Network(document.getElementById("map"), { nodes, edges }, DATA.options);
const place = document.getElementById("details");
const list = document.getElementById("list");
const boxes = [...document.querySelectorAll("#kinds input")];
const search = document.getElementById("search");
const looks = new Map(DATA.nodes.map((node) => [node.id, node]));
let shown = new Set(DATA.nodes.map((node) => node.id));
let chosen = null;

function make(tag, text, parent) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

function quote(each, parent) {
  const figure = make("figure", undefined, parent);
  make("blockquote", each.quote, figure);
  make("figcaption", each.cite, figure);
}

function name(id) { const d = details[id]; return `${d.number && d.kind === "task" ? `${d.number} ` : ""}${d.label}`; }

function showDetails(id) {
  place.replaceChildren();
  if (id === null) { make("p", words.hint, place).className = "quiet"; return; }
  const d = details[id];
  make("h1", name(id), place);
  if (d.full !== d.label) make("p", d.full, place).className = "quiet";
  if (d.document) make("p", d.document, place).className = "quiet";
  const seen = new Set();
  const quotes = [...d.quotes, ...d.links.flatMap((link) => link.quotes)].filter((q) => !seen.has(q.quote + q.cite) && seen.add(q.quote + q.cite));
  const links = d.links.filter((link) => shown.has(link.to));
  if (links.length) make("h2", `${words.neighbours} ${links.length}`, place);
  const all = make("ul", undefined, place);
  for (const link of links) {
    const button = make("button", name(link.to), make("li", undefined, all));
    button.type = "button";
    make("span", ` ${link.word}${link.tasks.length ? ` ${link.tasks.length}` : ""}`, button).className = "quiet";
    for (const task of link.tasks) make("div", task, button).className = "quiet";
    button.addEventListener("click", () => choose(link.to, true));
  }
  if (quotes.length) make("h2", words.quotes, place);
  quotes.slice(0, 12).forEach((each) => quote(each, place));
}

function choose(id, focus) {
  chosen = id;
  const near = new Set(id === null ? [] : [id, ...details[id].links.map((link) => link.to)]);
  nodes.update([...shown].map((each) => ({ id: each, opacity: id === null || near.has(each) ? 1 : 0.25, font: { ...looks.get(each).font, color: id === null || near.has(each) ? "#1A1D21" : "#9a9fa5" } })));
  if (id === null) network.unselectAll(); else network.selectNodes([id], true);
  if (focus && id !== null) network.focus(id, { scale: Math.max(network.getScale(), 0.8), animation: false });
  for (const button of list.querySelectorAll("button")) button.setAttribute("aria-current", String(Number(button.dataset.id) === id));
  showDetails(id);
}

function filter() {
  const kinds = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const asked = search.value.trim().toLowerCase();
  shown = new Set(DATA.nodes.filter((node) => kinds.has(details[node.id].kind)).map((node) => node.id));
  nodes.update(DATA.nodes.map((node) => ({ id: node.id, hidden: !shown.has(node.id) })));
  const lines = DATA.edges.filter((edge) => shown.has(edge.from) && shown.has(edge.to)).length;
  document.getElementById("count").textContent = words.shown.replace("{nodes}", shown.size).replace("{edges}", lines);
  list.replaceChildren();
  const found = [...shown].filter((id) => !asked || `${name(id)} ${details[id].full}`.toLowerCase().includes(asked));
  for (const id of found.slice(0, 500)) {
    const button = make("button", name(id), make("li", undefined, list));
    button.type = "button";
    button.dataset.id = id;
    button.setAttribute("aria-current", String(id === chosen));
    button.addEventListener("click", () => choose(id, true));
  }
  return found;
}

for (const box of boxes) {
  box.nextElementSibling.nextElementSibling.nextElementSibling.textContent = details.filter((d) => d.kind === box.value).length;
  box.addEventListener("change", filter);
}
search.addEventListener("input", () => { const found = filter(); if (search.value && found.length) choose(found[0], true); });
document.getElementById("all").addEventListener("click", () => { choose(null); network.fit({ animation: false }); });
network.on("click", (event) => choose(event.nodes.length ? event.nodes[0] : null));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") choose(null); });
filter();
network.fit({ animation: false });
