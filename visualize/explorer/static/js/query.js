// The SPARQL editor: completion from our own vocabulary, the query in the address, results as a table.
import { save } from "./save.js";
import { say } from "./words.js";

const field = document.querySelector("#editor");
const state = document.querySelector("[data-state]");
const place = document.querySelector("[data-results]");
const vocabulary = fetch("/parts/vocabulary.json").then((answer) => answer.json());
let editor = null;

await new Promise((ready) => (document.readyState === "complete" ? ready() : addEventListener("load", ready)));
if (window.Yasqe) {
  const Yasqe = window.Yasqe.default ?? window.Yasqe.Yasqe ?? window.Yasqe;
  Yasqe.defaults.autocompleters = [];
  const host = document.createElement("div");
  field.before(host);
  const known = await vocabulary;
  if (!Yasqe.Autocompleters?.duty) {
    Yasqe.registerAutocompleter({
      name: "duty",
      bulk: true,
      autoShow: false,
      persistenceId: null,
      isValidCompletionPosition: (yasqe) => !["comment", "string"].includes(yasqe.getCompleteToken().type),
      get: () => known.terms.map((each) => each.term),
      preProcessToken: (_, token) => token,
      postProcessToken: (_, token, text) => text,
      postprocessHints: (_, hints) => hints.map((hint) => {
        const term = known.terms.find((each) => each.term === hint.text);
        return { ...hint, displayText: term?.label ? `${hint.text}  ${term.label}` : hint.text };
      }),
    }, true);
  }
  editor = new Yasqe(host, {
    value: field.value,
    autocompleters: ["duty"],
    persistenceId: null,
    persistencyExpire: 0,
    createShareableLink: null,
    consumeShareLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "300px",
    requestConfig: { endpoint: "/sparql", method: "POST" },
    extraKeys: { "Ctrl-Enter": () => run(), "Cmd-Enter": () => run(), Tab: false, "Shift-Tab": false, "Ctrl-Space": (yasqe) => yasqe.autocomplete() },
  });
  editor.getInputField().setAttribute("aria-label", "SPARQL");
  field.hidden = true;
}

const text = () => (editor ? editor.getValue() : field.value);

function write(query) {
  if (editor) { editor.setValue(query); editor.focus(); } else field.value = query;
}

async function ask(accept) {
  return fetch("/sparql", {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: accept },
    body: text(),
  });
}

async function run() {
  const address = new URL(location.href);
  address.searchParams.set("query", text());
  if (address.href.length < 8000) history.replaceState(null, "", address);
  state.textContent = say("运行中……");
  const start = performance.now();
  const answer = await ask("application/sparql-results+json, text/turtle;q=0.8, application/problem+json;q=0.5").catch((error) => ({ ok: false, status: error.message, text: async () => "" }));
  if (!answer.ok) {
    const body = await answer.text();
    let why = String(answer.status);
    try { why = JSON.parse(body).detail ?? why; } catch { /* not JSON: the status says it */ }
    state.textContent = why;
    return;
  }
  const type = answer.headers.get("Content-Type") ?? "";
  if (type.includes("json")) show(await answer.json(), performance.now() - start);
  else showText(await answer.text());
}

function show(result, time) {
  place.hidden = false;
  if ("boolean" in result) {
    state.textContent = say(result.boolean ? "结果：是" : "结果：否");
    place.replaceChildren();
    return;
  }
  const rows = result.results.bindings;
  state.textContent = say("{n} 行，{ms} 毫秒", { n: rows.length, ms: Math.round(time) });
  const table = document.createElement("table");
  table.className = "rows";
  const head = table.createTHead().insertRow();
  for (const name of result.head.vars) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows.slice(0, 2000)) {
    const line = body.insertRow();
    for (const name of result.head.vars) line.insertCell().append(shown(row[name]));
  }
  const inside = document.createElement("div");
  inside.className = "in";
  inside.append(rows.length ? table : say("没有结果"));
  place.replaceChildren(inside);
}

function shown(term) {
  if (!term) return "";
  const id = term.type === "uri" && /\/id\/([^/]+)$/.exec(term.value)?.[1];
  if (!id) return term.value;
  const link = document.createElement("a");
  link.href = id.startsWith("e-") ? `/entity/${id}` : /\.\d/.test(id) ? `/task/${id}` : /[.]/.test(id) ? `/id/${id}` : `/documents/${id}`;
  link.textContent = id;
  return link;
}

function showText(words) {
  place.hidden = false;
  const block = document.createElement("pre");
  block.className = "in";
  block.textContent = words;
  place.replaceChildren(block);
  state.textContent = "";
}

document.querySelector("[data-run]").addEventListener("click", run);
document.querySelector("[data-download]").addEventListener("click", async () => {
  const type = document.querySelector("[data-format]").value;
  const answer = await ask(type);
  if (!answer.ok) { state.textContent = (await answer.json().catch(() => ({}))).detail ?? String(answer.status); return; }
  const ending = { "text/csv": "csv", "text/tab-separated-values": "tsv" }[type] ?? (type.endsWith("json") ? "json" : "xml");
  save.blob(`query.${ending}`, await answer.blob());
});
for (const button of document.querySelectorAll("[data-example]")) {
  button.addEventListener("click", () => { write(button.dataset.example); run(); });
}
if (new URL(location.href).searchParams.get("query")) run();
