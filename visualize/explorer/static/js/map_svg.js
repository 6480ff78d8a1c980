// Draws a placed graph as SVG: real text, real lines, print and zoom without loss.
const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  diamond: (r) => `M0 ${-r * 1.15}L${r * 1.15} 0L0 ${r * 1.15}L${-r * 1.15} 0Z`,
  hexagon: (r) => `M${-r * 0.55} ${-r}H${r * 0.55}L${r * 1.12} 0L${r * 0.55} ${r}H${-r * 0.55}L${-r * 1.12} 0Z`,
  triangle: (r) => `M0 ${-r}L${r * 1.1} ${r * 0.9}H${-r * 1.1}Z`,
  square: (r) => `M${-r * 0.9} ${-r * 0.9}H${r * 0.9}V${r * 0.9}H${-r * 0.9}Z`,
  pentagon: (r) => polygon(5, r * 1.1, () => 1),
  star: (r) => polygon(10, r * 1.25, (i) => (i % 2 ? 0.45 : 1)),
};
const SHAPE_OF = { platform: "diamond", fund: "diamond", industry: "hexagon", place: "triangle", document: "square", matter: "pentagon", indicator: "star" };

function polygon(n, r, factor) {
  return Array.from({ length: n }, (_, i) => {
    const a = (2 * Math.PI * i) / n - Math.PI / 2;
    return `${i ? "L" : "M"}${(r * factor(i) * Math.cos(a)).toFixed(2)} ${(r * factor(i) * Math.sin(a)).toFixed(2)}`;
  }).join("") + "Z";
}

export function element(name, attributes = {}, text = null) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(key, value);
  if (text !== null) made.textContent = text;
  return made;
}

// Where a line from `from` meets the border of `to`.
function border(from, to, view) {
  if (to.kind !== "task") return [to.x, to.y];
  if (view === "bipartite" && from.kind !== "task") return [to.x - to.width / 2, to.y];
  const dx = from.x - to.x;
  const dy = from.y - to.y;
  if (!dx && !dy) return [to.x, to.y];
  const t = Math.min(to.width / 2 / Math.abs(dx || 1e-9), to.height / 2 / Math.abs(dy || 1e-9), 1);
  return [to.x + dx * t, to.y + dy * t];
}

export class SvgMap {
  constructor(stage, on) {
    this.stage = stage;
    this.on = on;
    this.svg = element("svg", { class: "graph", "aria-hidden": "true", focusable: "false" });
    this.edgeLayer = element("g");
    this.nodeLayer = element("g");
    this.svg.append(this.edgeLayer, this.nodeLayer);
    stage.append(this.svg);
    this.box = [0, 0, 100, 100];
    this.pointers = new Map();
    this.listen();
  }

  destroy() { this.resized.disconnect(); this.svg.remove(); }

  draw(graph, options) {
    this.graph = graph;
    this.byId = new Map(graph.nodes.map((node) => [node.id, node]));
    this.edges = new Map();
    this.nodes = new Map();
    this.edgeLayer.replaceChildren();
    this.nodeLayer.replaceChildren();
    if (graph.view === "around" && graph.centre) this.drawRing(graph);
    const heaviest = Math.max(...graph.edges.map((edge) => edge.weight || 1), 1);
    for (const edge of graph.edges) this.drawEdge(edge, heaviest, graph);
    for (const node of graph.nodes) this.drawNode(node, graph, options);
  }

  drawRing(graph) {
    const linked = new Set(graph.edges.filter((e) => e.source === graph.centre || e.target === graph.centre).flatMap((e) => [e.source, e.target]));
    const ring = graph.nodes.filter((node) => node.kind === "task" && linked.has(node.id));
    if (ring.length < 4) return;
    const rx = Math.max(...ring.map((node) => Math.abs(node.x)));
    const ry = Math.max(...ring.map((node) => Math.abs(node.y)));
    this.edgeLayer.append(element("ellipse", { class: "ring", cx: 0, cy: 0, rx, ry }));
  }

  drawEdge(edge, heaviest, graph) {
    const a = this.byId.get(edge.source);
    const b = this.byId.get(edge.target);
    if (!a || !b) return;
    const own = graph.centre && this.byId.get(graph.centre)?.kind !== "task" && (edge.source === graph.centre || edge.target === graph.centre);
    const line = element("line", { class: `edge ${edge.role}${own ? " own" : ""}` });
    if (heaviest > 1 || edge.tasks) line.style.strokeWidth = (0.6 + (5.4 * (edge.weight || 0)) / heaviest).toFixed(2);
    if (edge.tasks) line.style.strokeOpacity = (0.3 + (0.6 * (edge.weight || 0)) / heaviest).toFixed(2);
    if (edge.tasks) line.append(element("title", {}, edge.said ?? ""));
    this.edges.set(edge, line);
    this.aim(edge);
    this.edgeLayer.append(line);
  }

  aim(edge) {
    const a = this.byId.get(edge.source);
    const b = this.byId.get(edge.target);
    const [x1, y1] = border(b, a, this.graph.view);
    const [x2, y2] = border(a, b, this.graph.view);
    const line = this.edges.get(edge);
    for (const [name, value] of Object.entries({ x1, y1, x2, y2 })) line.setAttribute(name, value.toFixed(1));
  }

  drawNode(node, graph, options) {
    const hub = node.id === graph.centre;
    const group = element("g", {
      class: `node${hub ? " hub" : ""}${node.faint ? " faint" : ""}${options.strong.has(node.id) ? " strong" : ""}`,
      transform: `translate(${node.x} ${node.y})`,
      "data-id": node.id,
    });
    const text = (line, i) => element("text", {
      class: `label${node.kind === "task" ? "" : " halo"}`, x: node.label_x, y: node.label_y + (i * 17 * node.font) / 13,
      "text-anchor": node.anchor, "dominant-baseline": "central",
    }, line);
    if (node.kind === "task") {
      const { width, height } = node;
      group.append(element("rect", { class: "box", x: -width / 2, y: -height / 2, width, height, rx: 7 }));
      if (node.number) group.append(element("text", { class: "number", x: -width / 2 + 9, y: 0, "dominant-baseline": "central" }, node.number.replace(/[.．、\s]/g, "")));
    } else {
      const r = hub ? 15 : node.radius;
      const fill = options.communities && node.community !== undefined ? `group-${Math.min(node.community, 7)}` : node.kind === "fund" ? "mark-fund" : `kind-${node.kind}`;
      group.append(element("circle", { class: "focus", r: r + 4 }));
      if (hub) group.append(element("circle", { class: "hub-ring", r: r + 5 }));
      group.append(SHAPE_OF[node.kind]
        ? element("path", { class: `mark ${fill}`, d: SHAPES[SHAPE_OF[node.kind]](r) })
        : element("circle", { class: `mark ${fill}`, r }));
    }
    node.lines.forEach((line, i) => group.append(text(line, i)));
    group.append(element("title", {}, node.label));
    group.append(element("path", { class: "pin", d: "M-3 -15h6v5l2 3h-10l2 -3z", transform: node.kind === "task" ? `translate(${node.width / 2 - 6} ${-node.height / 2 + 8})` : null }));
    this.drawChips(node, group);
    if (options.pinned.has(node.id)) group.classList.add("pinned");
    this.nodes.set(node.id, group);
    this.nodeLayer.append(group);
  }

  drawChips(node, group) {
    let x = -(node.chip_widths.reduce((sum, w) => sum + w + 6, -6)) / 2;
    node.more?.forEach((chip, i) => {
      const width = node.chip_widths[i];
      const y = node.chips_above ? -node.height / 2 - 27 : node.height / 2 + 5;
      const made = element("g", { class: "chip", "data-open": `${node.id}~${chip.group}` });
      made.append(element("rect", { x, y, width, height: 22, rx: 11 }), element("text", { x: x + width / 2, y: y + 11.5, "text-anchor": "middle", "dominant-baseline": "central" }, chip.label));
      group.append(made);
      x += width + 6;
    });
  }

  select(id) {
    const near = new Set([id]);
    for (const [edge, line] of this.edges) {
      const lit = !!id && (edge.source === id || edge.target === id);
      line.classList.toggle("lit", lit);
      if (lit) { near.add(edge.source); near.add(edge.target); }
    }
    this.svg.classList.toggle("choosing", !!id && this.nodes.has(id) && id !== this.graph.centre);
    for (const [each, group] of this.nodes) {
      group.classList.toggle("chosen", each === id);
      group.classList.toggle("near", near.has(each));
    }
  }

  show(visibleNodes, visibleEdges) {
    for (const [id, group] of this.nodes) group.toggleAttribute("hidden", !visibleNodes.has(id));
    for (const [id, group] of this.nodes) group.style.display = visibleNodes.has(id) ? "" : "none";
    for (const [edge, line] of this.edges) line.style.display = visibleEdges.has(edge) ? "" : "none";
  }

  move(id, x, y) {
    const node = this.byId.get(id);
    Object.assign(node, { x, y });
    this.nodes.get(id).setAttribute("transform", `translate(${x} ${y})`);
    for (const edge of this.edges.keys()) if (edge.source === id || edge.target === id) this.aim(edge);
  }

  pin(id, pinned) { this.nodes.get(id)?.classList.toggle("pinned", pinned); }

  bounds() {
    const frame = [Infinity, Infinity, -Infinity, -Infinity];
    for (const node of this.graph.nodes) {
      if (this.nodes.get(node.id)?.style.display === "none") continue;
      const half = node.kind === "task" ? node.width / 2 : node.radius;
      const wide = Math.max(...node.lines.map((line) => [...line].reduce((sum, c) => sum + (c > "⺀" ? 1 : 0.58), 0))) * node.font;
      const left = node.kind === "task" ? -half : node.anchor === "start" ? -half : node.anchor === "end" ? node.label_x - wide : Math.min(-half, -wide / 2);
      const right = node.kind === "task" ? half : node.anchor === "end" ? half : node.anchor === "start" ? node.label_x + wide : Math.max(half, wide / 2);
      const tall = node.height / 2 + (node.more?.length ? 30 : 8);
      frame[0] = Math.min(frame[0], node.x + left);
      frame[2] = Math.max(frame[2], node.x + right);
      frame[1] = Math.min(frame[1], node.y - Math.max(tall, 12));
      frame[3] = Math.max(frame[3], node.y + Math.max(tall, 14) + (node.side === "below" ? 18 : 0));
    }
    return Number.isFinite(frame[0]) ? frame : [-100, -100, 100, 100];
  }

  fit() {
    const [left, top, right, bottom] = this.bounds();
    const { width, height } = this.size();
    const pad = 16;
    // Never smaller than can be read: then the middle of the map is shown and the rest is reached by dragging.
    const smallest = width < 600 ? 0.72 : 0.35;
    const scale = Math.min(1.25, Math.max(smallest, Math.min(width / (right - left + 2 * pad), height / (bottom - top + 2 * pad))));
    const fits = width / scale >= right - left;
    const hub = this.byId.get(this.graph.centre);
    const x = fits || !hub ? (left + right) / 2 : hub.x;
    const y = height / scale >= bottom - top || !hub ? (top + bottom) / 2 : hub.y;
    this.frame(x - width / scale / 2, y - height / scale / 2, width / scale);
  }

  size() {
    const { width, height } = this.stage.getBoundingClientRect();
    return { width: width || 800, height: height || 600 };
  }

  frame(x, y, wide) {
    const { width, height } = this.size();
    this.box = [x, y, wide, (wide * height) / width];
    this.svg.setAttribute("viewBox", this.box.map((n) => n.toFixed(1)).join(" "));
    this.on.zoomed(width / wide, this.box);
  }

  zoom(factor, at = null) {
    const [x, y, wide, tall] = this.box;
    const { width, height } = this.size();
    const scale = Math.min(4, Math.max(0.1, (width / wide) * factor));
    const [px, py] = at ?? [width / 2, height / 2];
    const nextWide = width / scale;
    this.frame(x + (px / width) * (wide - nextWide), y + (py / height) * (tall - (nextWide * height) / width), nextWide);
  }

  reveal(id) {
    const node = this.byId.get(id);
    if (!node) return;
    const [x, y, wide, tall] = this.box;
    if (node.x < x + 40 || node.x > x + wide - 40 || node.y < y + 30 || node.y > y + tall - 30) this.frame(node.x - wide / 2, node.y - tall / 2, wide);
  }

  listen() {
    const { svg } = this;
    const local = (event) => { const r = this.stage.getBoundingClientRect(); return [event.clientX - r.left, event.clientY - r.top]; };
    const scale = () => this.size().width / this.box[2];
    svg.addEventListener("wheel", (event) => { event.preventDefault(); this.zoom(Math.exp(-event.deltaY * 0.0015), local(event)); }, { passive: false });
    svg.addEventListener("pointerdown", (event) => {
      const node = event.target.closest("[data-id]")?.dataset.id ?? null;
      this.pointers.set(event.pointerId, { at: local(event), from: local(event), node, open: event.target.closest("[data-open]")?.dataset.open ?? null });
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      const held = this.pointers.get(event.pointerId);
      if (!held) return;
      const [x, y] = local(event);
      const [dx, dy] = [x - held.at[0], y - held.at[1]];
      if (this.pointers.size === 2) {
        const other = [...this.pointers.entries()].find(([id]) => id !== event.pointerId)[1];
        const before = Math.hypot(held.at[0] - other.at[0], held.at[1] - other.at[1]);
        const now = Math.hypot(x - other.at[0], y - other.at[1]);
        held.moved = true;
        held.at = [x, y];
        if (before > 10) this.zoom(now / before, [(x + other.at[0]) / 2, (y + other.at[1]) / 2]);
        return;
      }
      if (!held.moved && Math.hypot(x - held.from[0], y - held.from[1]) < 4) return;
      held.moved = true;
      held.at = [x, y];
      if (held.node && event.pointerType !== "touch") {
        const node = this.byId.get(held.node);
        this.move(held.node, Math.round(node.x + dx / scale()), Math.round(node.y + dy / scale()));
      } else {
        svg.classList.add("dragging");
        this.frame(this.box[0] - dx / scale(), this.box[1] - dy / scale(), this.box[2]);
      }
    });
    const up = (event) => {
      const held = this.pointers.get(event.pointerId);
      this.pointers.delete(event.pointerId);
      svg.classList.remove("dragging");
      if (!held) return;
      if (held.moved) { if (held.node && event.pointerType !== "touch") this.on.dragged(held.node, this.byId.get(held.node)); }
      else if (held.open) this.on.opened(held.open);
      else this.on.chosen(held.node);
    };
    svg.addEventListener("pointerup", up);
    svg.addEventListener("pointercancel", (event) => { this.pointers.delete(event.pointerId); });
    svg.addEventListener("dblclick", (event) => { const id = event.target.closest("[data-id]")?.dataset.id; if (id) this.on.expanded(id); });
    this.resized = new ResizeObserver(() => { if (this.graph && this.stage.clientWidth) this.frame(this.box[0], this.box[1], this.box[2]); });
    this.resized.observe(this.stage);
  }
}
