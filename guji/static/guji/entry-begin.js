// Fills a form from a template or another record: F4 opens the chooser, words narrow it, Enter takes the first.
// Without this script the page "从模板或别的著录开始" does the same with links.
import { isComposing } from "./composing.js";

const PATIENCE = 200;

/** What of some fields may be filled in: those of statements that are empty, and of groups that have no row yet. */
export function fitting(fields, filled) {
  const groups = new Set(filled.filter((name) => name.includes(".")).map((name) => name.split(".")[0]));
  const taken = new Set(filled);
  return Object.entries(fields).filter(([name]) => (name.includes(".") ? !groups.has(name.split(".")[0]) : !taken.has(name)));
}

/** Keep the form as a template without leaving it. */
async function keepTemplate(form, said) {
  const data = new FormData(form);
  data.set("act", "template");
  const answer = await fetch(location.href, { method: "POST", body: data, headers: { Accept: "application/json" } }).catch(() => null);
  const told = answer?.redirected ? null : await answer?.json().catch(() => null);
  said.textContent = told?.message ?? said.dataset.away;
  if (answer?.ok && told) form.elements.template_name.value = "";
}

class Beginning {
  constructor(form, dialog) {
    this.form = form;
    this.dialog = dialog;
    this.words = dialog.querySelector("#begin-q");
    this.found = dialog.querySelector("#begin-found");
    this.turn = 0;
    document.addEventListener("keydown", (event) => {
      if (event.key !== "F4" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      event.preventDefault();
      this.open();
    });
    document.getElementById("begin-link")?.addEventListener("click", (event) => { event.preventDefault(); this.open(); });
    this.words.addEventListener("input", (event) => { if (!event.isComposing) this.later(); });
    this.words.addEventListener("compositionend", () => this.later());
    dialog.addEventListener("keydown", (event) => this.pressed(event));
    this.found.addEventListener("click", (event) => this.clicked(event));
  }

  open() {
    if (this.dialog.open) return;
    this.from = document.activeElement;
    this.words.value = "";
    this.dialog.showModal();
    this.words.focus();
    this.look();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PATIENCE);
  }

  async look() {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    const address = new URL(this.dialog.dataset.list, location.href);
    address.searchParams.set("part", "1");
    address.searchParams.set("q", this.words.value.trim());
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const html = await answer.text();
    if (turn === this.turn) this.found.innerHTML = html;
  }

  pressed(event) {
    event.stopPropagation();
    if (isComposing(event)) return;
    const links = [...this.found.querySelectorAll("a[data-fields]")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? this.words : links[Math.min(next, links.length - 1)])?.focus();
    } else if (event.key === "Enter" && event.target === this.words) {
      event.preventDefault();
      links[0]?.click();
    }
  }

  async clicked(event) {
    const link = event.target.closest("a[data-fields]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const answer = await fetch(link.dataset.fields, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const { fields } = await answer.json();
    this.dialog.close();
    this.form.dispatchEvent(new CustomEvent("entry:fill", { detail: fitting(fields, this.filled()) }));
    this.from?.focus();
  }

  filled() {
    return [...new FormData(this.form)].filter(([, value]) => value !== "").map(([name]) => name);
  }
}

if (typeof document !== "undefined") {
  const form = document.getElementById("entry");
  const dialog = document.getElementById("begin");
  if (form && dialog) new Beginning(form, dialog);
  form?.querySelector("button[value=template]")?.addEventListener("click", (event) => {
    event.preventDefault();
    keepTemplate(form, document.getElementById("template-said"));
  });
}
