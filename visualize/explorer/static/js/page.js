// What every page can do: copy, choose my unit, suggest while typing, filter lists, switch panes and grounds.
import { say } from "./words.js";

const MY_UNIT = "dutygraph.my-unit";
const SEEN = "dutygraph.seen-documents";

export function tell(words) {
  const said = document.querySelector(".said");
  said.textContent = words;
  said.hidden = false;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { said.hidden = true; }, 2400);
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages served over plain http from another machine have no clipboard of their own.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) { tell(say("没有能复制，请手动选取")); return; }
  }
  tell(say("已复制"));
}

export function kept(name, otherwise = null) {
  try { return JSON.parse(localStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
}

export function keep(name, value) {
  try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* a browser that keeps nothing still shows the page */ }
}

export async function part(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
  return answer.text();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("button, a, [data-row]");
  if (!target) return;
  if (target.dataset.copy !== undefined) copy(target.dataset.copy);
  else if (target.dataset.copyLink !== undefined) copy(location.href);
  else if (target.dataset.print !== undefined) window.print();
  else if (target.dataset.chooseUnit && !(event.ctrlKey || event.metaKey)) { event.preventDefault(); choose(target.dataset.chooseUnit, target.dataset.name); }
  else if (target.dataset.changeUnit !== undefined) { localStorage.removeItem(MY_UNIT); location.assign("/#my-unit"); location.reload(); }
  else if (target.dataset.themeSwitch !== undefined) switchTheme();
  else if (target.dataset.pane) showPane(target);
  else if (target.closest(".tabs")) for (const each of target.closest(".tabs").children) each.classList.toggle("on", each === target);
});

function choose(id, name) {
  keep(MY_UNIT, { id, name });
  tell(say("已设为我的单位：{name}", { name }));
  showMyUnit();
}

function switchTheme() {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  const next = dark ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  document.cookie = `theme=${next}; max-age=31536000; path=/; samesite=strict`;
  document.dispatchEvent(new CustomEvent("theme"));
}

function showPane(button) {
  const name = button.dataset.pane;
  for (const each of button.parentElement.children) each.setAttribute("aria-pressed", String(each === button));
  const host = document.querySelector("[data-shown]");
  host.dataset.shown = name;
  host.dispatchEvent(new CustomEvent("pane", { detail: name }));
}

async function showMyUnit() {
  const mine = kept(MY_UNIT);
  if (!mine) return;
  for (const link of document.querySelectorAll("[data-my-unit-link]")) {
    link.textContent = say("我的单位：{name}", { name: mine.name });
    link.href = `/entity/${encodeURIComponent(mine.id)}`;
  }
  for (const each of document.querySelectorAll("[data-touches]")) each.hidden = !each.dataset.touches.split(" ").includes(mine.id);
  const card = document.querySelector("[data-my-unit]");
  if (!card) return;
  try {
    card.innerHTML = await part(`/parts/my-unit/${encodeURIComponent(mine.id)}`);
    showNews(card.querySelector("[data-news]"));
  } catch {
    localStorage.removeItem(MY_UNIT); // the unit is gone from the graph: choose again
  }
}

function showNews(place) {
  const now = [...document.querySelectorAll("[data-document]")].map((each) => each.dataset.document);
  const before = kept(SEEN);
  if (place) {
    const fresh = before ? now.filter((id) => !before.includes(id)) : [];
    place.textContent = fresh.length ? say("上次查看以来：新增 {n} 份文件", { n: fresh.length }) : say("上次查看以来：无新增文件");
  }
  keep(SEEN, [...new Set([...(before ?? []), ...now])].slice(-500));
}

// Suggestions: a combobox whose list is a part of a page, made by the server.
for (const form of document.querySelectorAll("[data-suggest]")) suggest(form, (option) => location.assign(option.href));

export function suggest(form, take) {
  const input = form.querySelector("input");
  const list = document.createElement("div");
  const id = `suggest-${Math.random().toString(36).slice(2, 8)}`;
  Object.assign(list, { id, className: "suggest", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
  let at = -1;
  let asked = "";
  let timer;

  const options = () => [...list.children];
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const point = (to) => {
    at = to;
    options().forEach((each, i) => each.setAttribute("aria-selected", String(i === at)));
    const now = options()[at];
    if (now) { input.setAttribute("aria-activedescendant", now.id); now.scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    const words = input.value.trim();
    if (words === asked) return;
    asked = words;
    if (!words) { close(); return; }
    try {
      const html = await part(`/parts/suggest?q=${encodeURIComponent(words)}`);
      if (words !== input.value.trim()) return;
      list.innerHTML = html;
      options().forEach((each, i) => { each.id = `${id}-${i}`; });
    } catch { list.replaceChildren(); }
    at = -1;
    list.hidden = !list.children.length || document.activeElement !== input;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("keydown", (event) => {
    const all = options();
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" && all.length && !list.hidden) { event.preventDefault(); point((at + 1) % all.length); }
    else if (event.key === "ArrowUp" && all.length && !list.hidden) { event.preventDefault(); point((at - 1 + all.length) % all.length); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(all[at]); close(); }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); take(option); close(); }
  });
}

for (const field of document.querySelectorAll("[data-filter]")) {
  field.addEventListener("input", () => {
    const words = field.value.trim().toLowerCase();
    for (const row of document.querySelectorAll(field.dataset.filter)) row.hidden = !!words && !row.textContent.toLowerCase().includes(words);
  });
}
for (const field of document.querySelectorAll("[data-submit]")) field.addEventListener("change", () => field.form.requestSubmit());
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName) && !document.activeElement.closest(".CodeMirror")) {
    const box = document.querySelector("[role=search] input");
    if (box) { event.preventDefault(); box.focus(); }
  }
});

const questions = document.querySelector("[data-examples]");
if (questions) part("/parts/examples").then((html) => { questions.innerHTML = html; }, () => {});

showMyUnit();
if (document.querySelector("[data-my-unit]") && !kept(MY_UNIT)) showNews(null);
