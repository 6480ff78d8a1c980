// What is seen as a file: SVG and PNG from one drawing, CSV, GEXF. All made here, nothing is asked of anyone.
import { save } from "./save.js";
import { say } from "./words.js";

const TAKEN = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "paint-order", "font-family", "font-size", "font-weight", "opacity"];

// A copy of the drawing that needs no style sheet: each element carries the look it has on the page.
function standing(svg, bounds) {
  const copy = svg.cloneNode(true);
  const live = [...svg.querySelectorAll("*")];
  [...copy.querySelectorAll("*")].forEach((element, i) => {
    const look = getComputedStyle(live[i]);
    if (look.display === "none") { element.dataset.away = "1"; return; }
    for (const name of TAKEN) element.setAttribute(name, look.getPropertyValue(name));
    element.removeAttribute("class");
    element.removeAttribute("style");
  });
  for (const element of copy.querySelectorAll("[data-away]")) element.remove();
  const [left, top, right, bottom] = bounds;
  const [wide, tall] = [right - left + 40, bottom - top + 40];
  for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", viewBox: `${left - 20} ${top - 20} ${wide} ${tall}`, width: wide, height: tall })) copy.setAttribute(name, value);
  copy.removeAttribute("class");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x: left - 20, y: top - 20, width: wide, height: tall, fill: getComputedStyle(document.documentElement).getPropertyValue("--canvas").trim() })) ground.setAttribute(name, value);
  copy.prepend(ground);
  return { copy, wide, tall };
}

export function saveSvg(name, svg, bounds) {
  save.text(`${name}.svg`, new XMLSerializer().serializeToString(standing(svg, bounds).copy), "image/svg+xml");
}

// The page's policy lets no image come from memory, so the drawing is painted on a canvas, element by element.
export function savePng(name, svg, bounds) {
  const { copy, wide, tall } = standing(svg, bounds);
  const scale = Math.min(2, 8000 / Math.max(wide, tall));
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(wide * scale);
  canvas.height = Math.ceil(tall * scale);
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.translate(20 - bounds[0], 20 - bounds[1]);
  paint(copy, pen);
  return new Promise((done) => canvas.toBlob((blob) => { save.blob(`${name}.png`, blob); done(blob); }, "image/png"));
}

function paint(element, pen) {
  for (const child of element.children) {
    const get = (name) => Number(child.getAttribute(name) || 0);
    pen.save();
    const moved = /translate\(([-\d.]+)[ ,]+([-\d.]+)\)/.exec(child.getAttribute("transform") ?? "");
    if (moved) pen.translate(Number(moved[1]), Number(moved[2]));
    pen.globalAlpha *= Number(child.getAttribute("opacity") ?? 1) * (child.tagName === "line" ? Number(child.getAttribute("stroke-opacity") ?? 1) : 1);
    pen.lineWidth = parseFloat(child.getAttribute("stroke-width")) || 1;
    pen.lineCap = child.getAttribute("stroke-linecap") || "butt";
    const dashes = child.getAttribute("stroke-dasharray");
    pen.setLineDash(dashes && dashes !== "none" ? dashes.split(/[ ,]+/).map(parseFloat) : []);
    const path = outline(child, get);
    const [fill, stroke] = [child.getAttribute("fill"), child.getAttribute("stroke")];
    if (path) {
      if (fill && fill !== "none") { pen.fillStyle = fill; pen.fill(path); }
      if (stroke && stroke !== "none") { pen.strokeStyle = stroke; pen.stroke(path); }
    } else if (child.tagName === "text") write(child, pen, get, fill, stroke);
    else if (child.tagName === "g") paint(child, pen);
    pen.restore();
  }
}

function outline(child, get) {
  const path = new Path2D();
  if (child.tagName === "line") { path.moveTo(get("x1"), get("y1")); path.lineTo(get("x2"), get("y2")); }
  else if (child.tagName === "circle") path.arc(0, 0, get("r"), 0, 2 * Math.PI);
  else if (child.tagName === "ellipse") path.ellipse(get("cx"), get("cy"), get("rx"), get("ry"), 0, 0, 2 * Math.PI);
  else if (child.tagName === "rect") path.roundRect(get("x"), get("y"), get("width"), get("height"), get("rx"));
  else if (child.tagName === "path") return new Path2D(child.getAttribute("d"));
  else return null;
  return path;
}

function write(child, pen, get, fill, stroke) {
  pen.font = `${child.getAttribute("font-weight") || 400} ${child.getAttribute("font-size") || "13px"} ${child.getAttribute("font-family") || "sans-serif"}`;
  pen.textAlign = { start: "left", middle: "center", end: "right" }[child.getAttribute("text-anchor")] ?? "left";
  pen.textBaseline = "middle";
  if (stroke && stroke !== "none") { pen.strokeStyle = stroke; pen.lineJoin = "round"; pen.strokeText(child.textContent, get("x"), get("y")); }
  pen.fillStyle = fill;
  pen.fillText(child.textContent, get("x"), get("y"));
}

export function saveCsv(name, nodes, edges, words) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const kind = (node) => words.kind(node.kind);
  const linked = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  save.csv(`${name}.csv`, [
    [say("从"), say("种类"), say("联系"), say("到"), say("种类"), say("权重"), `${say("从")} ${say("编号")}`, `${say("到")} ${say("编号")}`],
    ...edges.map((edge) => {
      const [a, b] = [byId.get(edge.source), byId.get(edge.target)];
      return [a.label, kind(a), words.role(edge), b.label, kind(b), edge.weight ?? 1, a.id, b.id];
    }),
    ...nodes.filter((node) => !linked.has(node.id)).map((node) => [node.label, kind(node), "", "", "", "", node.id, ""]),
  ]);
}

// GEXF 1.3 with places, colours and sizes, so that Gephi shows what the page shows.
export function saveGexf(name, nodes, edges, words) {
  const doc = document.implementation.createDocument("http://gexf.net/1.3", "gexf");
  const viz = "http://gexf.net/1.3/viz";
  const root = doc.documentElement;
  root.setAttribute("version", "1.3");
  root.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:viz", viz);
  const add = (parent, tag, attributes = {}, space = "http://gexf.net/1.3") => {
    const made = doc.createElementNS(space, tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, clean(String(value)));
    parent.append(made);
    return made;
  };
  const graph = add(root, "graph", { defaultedgetype: "directed", mode: "static" });
  const columns = add(graph, "attributes", { class: "node" });
  add(columns, "attribute", { id: "kind", title: "kind", type: "string" });
  add(columns, "attribute", { id: "type", title: "type", type: "string" });
  const all = add(graph, "nodes");
  const look = getComputedStyle(document.documentElement);
  for (const node of nodes) {
    const made = add(all, "node", { id: node.id, label: node.label });
    const values = add(made, "attvalues");
    add(values, "attvalue", { for: "kind", value: node.kind });
    add(values, "attvalue", { for: "type", value: node.type });
    const [r, g, b] = rgb(look.getPropertyValue(`--${node.kind}`).trim());
    add(made, "viz:color", { r, g, b }, viz);
    add(made, "viz:position", { x: node.x, y: -node.y, z: 0 }, viz);
    add(made, "viz:size", { value: node.kind === "task" ? 12 : node.radius }, viz);
  }
  const lines = add(graph, "edges");
  edges.forEach((edge, i) => add(lines, "edge", { id: i, source: edge.source, target: edge.target, weight: edge.weight ?? 1, label: words.role(edge) }));
  save.text(`${name}.gexf`, `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(doc)}`, "application/xml");
}

const clean = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
const rgb = (hex) => { const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex; return [1, 3, 5].map((i) => parseInt(full.slice(i, i + 2), 16)); };
