// Documents in: see what was read, then store it or not. One file after another.
import { say } from "./words.js";

const zone = document.querySelector("[data-drop-zone]");
const reports = document.querySelector("[data-reports]");
const all = document.querySelector("[data-all]");
const waiting = new Map(); // reports that may still be stored, each with what stores it

all.querySelector("button").addEventListener("click", storeAll);

zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
zone.addEventListener("dragleave", () => zone.classList.remove("over"));
zone.addEventListener("drop", (event) => { event.preventDefault(); zone.classList.remove("over"); take(event.dataTransfer.files); });
zone.querySelector("input").addEventListener("change", (event) => take(event.target.files));

async function take(files) {
  for (const file of files) {
    const slot = document.createElement("div");
    slot.className = "card empty";
    slot.textContent = say("正在读取 {name}……", { name: file.name });
    reports.append(slot);
    const form = new FormData();
    form.append("file", file);
    try {
      const answer = await fetch("/ingest/read", { method: "POST", body: form });
      const html = await answer.text();
      if (answer.ok || answer.status === 422) {
        const holder = document.createElement("div");
        holder.innerHTML = html;
        const report = holder.firstElementChild;
        slot.replaceWith(report);
        wire(report, file);
      } else slot.textContent = say("没有能读取：{why}", { why: why(html, answer.status) });
    } catch (error) {
      slot.textContent = say("没有能读取：{why}", { why: error.message });
    }
  }
}

function why(body, status) {
  try { return JSON.parse(body).detail ?? status; } catch { return status; }
}

function wire(report, file) {
  const button = report.querySelector("[data-store]");
  report.querySelector("[data-drop]")?.addEventListener("click", () => { report.remove(); settled(report); });
  if (!button) return;
  waiting.set(report, (findings) => store(report, file, button, findings));
  button.addEventListener("click", () => store(report, file, button, "now"));
  settled(null);
}

// One button for several: what the files share is worked out once, with the last that is stored.
async function storeAll(event) {
  const button = event.currentTarget;
  button.disabled = true;
  const several = [...waiting.values()];
  let due = null;
  for (const [at, each] of several.entries()) {
    const last = at + 1 === several.length;
    if (await each(last ? "now" : "later")) due = last ? null : each;
  }
  if (due) await due("now");
  button.disabled = false;
}

function settled(report) {
  waiting.delete(report);
  all.hidden = waiting.size < 2;
}

async function store(report, file, button, findings) {
  const outcome = report.querySelector("[data-outcome]");
  button.disabled = true;
  outcome.textContent = say("正在保存……");
  const form = new FormData();
  form.append("file", file);
  try {
    const answer = await fetch(`/api/documents?findings=${findings}`, { method: "POST", body: form });
    const body = await answer.json().catch(() => ({}));
    if (answer.ok) {
      const link = document.createElement("a");
      link.href = `/documents/${encodeURIComponent(report.dataset.document)}`;
      link.textContent = say("查看");
      outcome.replaceChildren(say("已保存。"), " ", link);
      settled(report);
      return true;
    }
    outcome.textContent = [401, 403].includes(answer.status)
      ? say("需要写入钥匙：请用 serve 打印的带 key 的地址打开一次")
      : say("没有保存：{why}", { why: body.detail ?? answer.status });
  } catch (error) {
    outcome.textContent = say("没有保存：{why}", { why: error.message });
  }
  button.disabled = false;
  return false;
}
