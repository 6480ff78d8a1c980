// Draws a large placed graph on vis-network's canvas, physics off: the same surface as the SVG map.
const SHAPE = { task: "box", platform: "diamond", fund: "diamond", industry: "hexagon", place: "triangle", document: "square", matter: "triangleDown", indicator: "star" };
const GROUPS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a7f00", "#7a7d80"];

function load(source) {
  return new Promise((done, failed) => {
    if (document.querySelector(`script[src="${source}"]`)) { done(); return; }
    const script = document.createElement("script");
    script.src = source;
    script.onload = done;
    script.onerror = () => failed(new Error(source));
    document.head.append(script);
  });
}

export async function loadVis(host) {
  await load(host.dataset.visData);
  await load(host.dataset.vis);
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export class VisMap {
  constructor(stage, on) {
    this.stage = stage;
    this.on = on;
    this.place = document.createElement("div");
    this.place.className = "vis";
    stage.append(this.place);
  }

  destroy() { this.network?.destroy(); this.place.remove(); }

  draw(graph, options) {
    this.graph = graph;
    this.byId = new Map(graph.nodes.map((node) => [node.id, node]));
    const heaviest = Math.max(...graph.edges.map((edge) => edge.weight || 1), 1);
    const ink = colour("ink");
    const many = graph.nodes.length > 800;
    this.keys = new Map(graph.edges.map((edge, i) => [edge, i]));
    this.nodeSet = new vis.DataSet(graph.nodes.map((node) => {
      const fill = options.communities && node.community !== undefined ? GROUPS[Math.min(node.community, 7)] : colour(node.kind);
      const task = node.kind === "task";
      return {
        id: node.id, x: node.x, y: node.y, label: many && node.degree < 12 ? undefined : node.lines.join("\n"), shape: SHAPE[node.kind] ?? "dot", size: node.radius,
        color: task ? { background: colour("task-tint"), border: colour("task") } : fill,
        font: { color: ink, size: 13, face: "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif" },
      };
    }));
    this.edgeSet = new vis.DataSet(graph.edges.map((edge, i) => ({
      id: i, from: edge.source, to: edge.target, width: heaviest > 1 ? 0.7 + (5 * edge.weight) / heaviest : edge.role === "lead" ? 3 : 1,
      dashes: graph.edges.length > 400 ? false : edge.role === "mention" ? [2, 4] : edge.role === "support" ? [7, 4] : false,
    })));
    this.network?.destroy();
    this.network = new vis.Network(this.place, { nodes: this.nodeSet, edges: this.edgeSet }, {
      physics: false,
      layout: { improvedLayout: false },
      edges: { smooth: false, color: { color: colour("edge"), opacity: 0.45, highlight: ink } },
      interaction: { hideEdgesOnDrag: graph.edges.length > 1500, hideEdgesOnZoom: graph.edges.length > 1500, keyboard: false, tooltipDelay: 200 },
    });
    this.network.on("click", (event) => this.on.chosen(event.nodes[0] ?? null));
    this.network.on("doubleClick", (event) => { if (event.nodes[0]) this.on.expanded(event.nodes[0]); });
    this.network.on("dragEnd", (event) => {
      const id = event.nodes[0];
      if (id) { const at = this.network.getPosition(id); Object.assign(this.byId.get(id), at); this.on.dragged(id, this.byId.get(id)); }
    });
    this.network.on("zoom", () => this.told());
    this.network.on("dragEnd", () => this.told());
  }

  told() {
    const scale = this.network.getScale();
    const { x, y } = this.network.getViewPosition();
    const { width, height } = this.stage.getBoundingClientRect();
    this.on.zoomed(scale, [x - width / scale / 2, y - height / scale / 2, width / scale, height / scale]);
  }

  select(id) { if (this.network) { if (id && this.byId.has(id)) this.network.selectNodes([id], true); else this.network.unselectAll(); } }

  show(nodes, edges) {
    this.nodeSet.update(this.graph.nodes.map((node) => ({ id: node.id, hidden: !nodes.has(node.id) })));
    this.edgeSet.update(this.graph.edges.map((edge) => ({ id: this.keys.get(edge), hidden: !edges.has(edge) })));
  }

  move(id, x, y) { Object.assign(this.byId.get(id), { x, y }); this.network.moveNode(id, x, y); }
  pin() { /* the canvas shows no pin; the place itself is kept */ }
  fit() { this.network.fit({ animation: false }); this.told(); }
  zoom(factor) { this.network.moveTo({ scale: this.network.getScale() * factor, animation: false }); this.told(); }
  frame(x, y, wide) {
    const { width, height } = this.stage.getBoundingClientRect();
    this.network.moveTo({ position: { x: x + wide / 2, y: y + (wide * height) / width / 2 }, scale: width / wide, animation: false });
    this.told();
  }
  reveal(id) { const at = this.byId.get(id); if (at) this.network.moveTo({ position: { x: at.x, y: at.y }, animation: false }); }
}
