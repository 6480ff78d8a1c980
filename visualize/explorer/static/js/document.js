// The document page: scroll to the quote, copy it with its number.
import { copy } from "./page.js";

const chosen = document.querySelector("[data-chosen]");
if (chosen) chosen.scrollIntoView({ block: "center" });
const current = document.querySelector(".outline [aria-current]");
if (current) {
  const pane = current.closest(".pane");
  pane.scrollTop = current.offsetTop - pane.clientHeight / 2;
}
document.querySelector("[data-copy-chosen]")?.addEventListener("click", (event) => {
  const words = [...document.querySelectorAll("[data-chosen]")].map((each) => each.textContent).join("");
  copy(`${words}（${event.currentTarget.dataset.number}）`);
});
