// What the pages of the catalogue gain from scripts: results change in place, and a citation is copied by a button.

import { Completion } from "./suggest.js";

export async function copy(button) {
  const text = document.getElementById(button.dataset.copies).textContent.trim();
  await navigator.clipboard.writeText(text);
  button.textContent = button.dataset.done;
}

if (typeof document !== "undefined") {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button).catch(() => getSelection().selectAllChildren(document.getElementById(button.dataset.copies))));
  }
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "content" && document.activeElement !== document.body) return;
    for (const input of document.querySelectorAll("main input[data-suggest]:not([role])")) new Completion(input);
    document.querySelector("[data-focus]")?.focus({ preventScroll: true });
  });
}
