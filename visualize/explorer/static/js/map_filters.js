// Filters of the map: by kind, role, document, year and strength; what they leave is what is seen everywhere.
const idOf = (node) => node.document?.id ?? "";

export class Filters {
  constructor(host, changed) {
    this.host = host;
    this.changed = changed;
    this.boxes = {
      nokind: host.querySelector("[data-kinds]"),
      norole: host.querySelector("[data-roles]"),
      nodoc: host.querySelector("[data-documents]"),
      noyear: host.querySelector("[data-years]"),
    };
    for (const [name, box] of Object.entries(this.boxes)) {
      box.addEventListener("change", () => this.changed({ [name]: [...box.querySelectorAll("input:not(:checked)")].map((input) => input.value) }));
    }
    this.weight = host.querySelector("[data-weight]");
    this.weight.querySelector("input").addEventListener("change", (event) => this.changed({ minw: event.target.value === "0" ? "" : String(this.levels[Number(event.target.value)]) }));
    this.colours = host.querySelector("[data-communities]");
    this.colours.addEventListener("change", () => this.changed({ colour: this.colours.checked ? "community" : "" }));
  }

  // Counts beside each choice, and only the choices this graph has.
  offer(graph, state) {
    const count = (values) => { const found = new Map(); for (const value of values) found.set(value, (found.get(value) ?? 0) + 1); return found; };
    const kinds = count(graph.nodes.map((node) => node.kind));
    const roles = count(graph.edges.map((edge) => edge.role));
    const documents = count(graph.nodes.filter((node) => node.document).map(idOf));
    const years = count(graph.nodes.map((node) => node.document?.year).filter(Boolean).map(String));
    const waiting = new Set(graph.nodes.flatMap((node) => Object.keys(node.hidden ?? {})));
    this.mark("nokind", kinds, state.nokind, (name) => waiting.has(name));
    this.mark("norole", roles, state.norole);
    this.mark("nodoc", documents, state.nodoc);
    this.boxes.nodoc.hidden = documents.size < 1;
    this.offerYears(years, state);
    this.levels = [0, ...new Set(graph.edges.map((edge) => edge.weight ?? 1))].sort((a, b) => a - b);
    this.weight.hidden = this.levels.length < 3;
    const input = this.weight.querySelector("input");
    input.max = String(this.levels.length - 1);
    const at = this.levels.findIndex((level) => level >= Number(state.minw || 0) - 1e-9);
    input.value = String(at < 0 ? 0 : at);
    this.weight.querySelector("output").textContent = state.minw ? `≥ ${Number(state.minw).toFixed(2)}` : "";
    this.colours.checked = state.colour === "community" || state.view === "overlap";
  }

  mark(name, counts, off, hidden = () => 0) {
    for (const input of this.boxes[name].querySelectorAll("input")) {
      const n = counts.get(input.value) ?? 0;
      const label = input.closest("label");
      input.checked = !off.includes(input.value);
      label.hidden = !(name === "norole" && !["shared", "relation", "guide"].includes(input.value)) && !n && !off.includes(input.value) && !hidden(input.value);
      label.classList.toggle("off", !n);
      label.querySelector("output").textContent = n || "";
    }
  }

  offerYears(years, state) {
    const box = this.boxes.noyear;
    for (const label of box.querySelectorAll("label")) label.remove();
    box.hidden = years.size < 2;
    for (const year of [...years.keys()].sort()) {
      const label = document.createElement("label");
      const input = Object.assign(document.createElement("input"), { type: "checkbox", value: year, checked: !state.noyear.includes(year) });
      const words = document.createElement("span");
      words.textContent = year;
      const output = document.createElement("output");
      output.textContent = years.get(year);
      label.append(input, words, output);
      box.append(label);
    }
  }

  visible(graph, state) {
    const kinds = new Set(state.nokind);
    const roles = new Set(state.norole);
    const documents = new Set(state.nodoc);
    const years = new Set(state.noyear);
    const hidden = new Set(state.hide);
    const least = Number(state.minw || 0) - 1e-9;
    const nodes = new Set(graph.nodes
      .filter((node) => !hidden.has(node.id) && (node.id === graph.centre || (!kinds.has(node.kind) && !(node.document && (documents.has(idOf(node)) || years.has(String(node.document.year)))))))
      .map((node) => node.id));
    const edges = new Set(graph.edges.filter((edge) => nodes.has(edge.source) && nodes.has(edge.target) && !roles.has(edge.role) && (edge.weight ?? 1) >= least));
    // What the filters cut off from everything is not left lying about.
    const filtered = kinds.size || roles.size || documents.size || years.size || hidden.size || state.minw;
    if (filtered) {
      const linked = new Set([...edges].flatMap((edge) => [edge.source, edge.target]));
      for (const node of graph.nodes) if (!linked.has(node.id) && node.id !== graph.centre && (node.degree ?? 0) > 0) nodes.delete(node.id);
    }
    return { nodes, edges };
  }
}
