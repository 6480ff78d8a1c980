// The overlaps page: walk the matrix by keys, choose a pair, keep decisions, save the table.
import { tell } from "./page.js";
import { save } from "./save.js";
import { say } from "./words.js";

const matrix = document.querySelector("[data-matrix]");

function cellAt(row, column) {
  return matrix.tBodies[0].rows[row]?.querySelectorAll("[data-row]")[column];
}

function placeOf(cell) {
  const row = cell.parentElement;
  return [[...matrix.tBodies[0].rows].indexOf(row), [...row.querySelectorAll("[data-row]")].indexOf(cell)];
}

function choosePair(cell) {
  if (cell.dataset.row === cell.dataset.column) { location.assign(`/entity/${cell.dataset.row}`); return; }
  const address = new URL(location.href);
  address.searchParams.set("a", cell.dataset.row);
  address.searchParams.set("b", cell.dataset.column);
  location.assign(address);
}

matrix?.addEventListener("keydown", (event) => {
  const cell = event.target.closest("[data-row]");
  if (!cell) return;
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (step) {
    event.preventDefault();
    const [row, column] = placeOf(cell);
    const next = cellAt(row + step[0], column + step[1]);
    if (next) { cell.tabIndex = -1; next.tabIndex = 0; next.focus(); }
  } else if (event.key === "Enter") choosePair(cell);
});
matrix?.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-row]");
  if (cell) choosePair(cell);
});
if (matrix && !matrix.querySelector("[tabindex='0']")) cellAt(0, 0)?.setAttribute("tabindex", "0");

document.querySelector("[data-csv]")?.addEventListener("click", () => {
  const names = [...matrix.tHead.querySelectorAll("th")].map((each) => each.textContent.trim());
  const rows = [...matrix.tBodies[0].rows].map((row) => [
    row.querySelector("th").textContent.trim(),
    ...[...row.querySelectorAll("[data-row]")].map((cell) => cell.textContent.trim() || "0"),
  ]);
  save.csv("任务交叉.csv", [["", ...names], ...rows]);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-decide]");
  if (!button) return;
  const id = button.closest("[data-finding]").dataset.finding;
  const undo = button.getAttribute("aria-pressed") === "true";
  const answer = await fetch(`/api/findings/${encodeURIComponent(id)}/decision`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(undo ? { state: null } : { state: button.dataset.decide }),
  });
  if (!answer.ok) {
    const why = await answer.json().then((body) => body.detail).catch(() => String(answer.status));
    tell([401, 403].includes(answer.status) ? say("需要写入钥匙：请用 serve 打印的带 key 的地址打开一次") : say("没有记下：{why}", { why }));
    return;
  }
  for (const each of button.parentElement.children) each.setAttribute("aria-pressed", String(each === button && !undo));
  tell(say("已记下"));
});
