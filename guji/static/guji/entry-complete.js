// Completes what is typed at the caret of a field, and proposes names that nobody has yet. Chosen by arrow and Enter;
// Enter and Tab are left alone while nothing is marked, and all keys while an input method composes. Without this
// script the fields are plain.
import { isComposing } from "./composing.js";

const PATIENCE = 140;
// Characters: a text sent whole, and what is sent of a longer one before and after the caret.
const WHOLE = 250;
const BEHIND = 200;
const AHEAD = 20;

/** How many characters stand before a place that the browser counts in UTF-16 units (𢎞 is two of them). */
export function characters(text, units) {
  return [...text.slice(0, units)].length;
}

/** Where a character stands, counted in UTF-16 units. */
export function units(text, place) {
  return [...text].slice(0, place).join("").length;
}

/** A field's name without the number of its row: seals.3.owner is seals.owner. */
export function plain(name) {
  return name.replace(/\.\d{1,6}\./, ".");
}

/** As much of a text around the caret as an address holds, and how many units stand before it; null if a part would not do. */
export function excerpt(name, text, at) {
  if (text.length <= WHOLE) return { text, before: 0 };
  if (!/(responsibility|edition|annotation)$/.test(plain(name))) return null;
  let before = Math.max(0, at - BEHIND);
  if (/[\udc00-\udfff]/.test(text[before])) before += 1;
  return { text: text.slice(before, at + AHEAD).replace(/[\ud800-\udbff]$/, ""), before };
}

/** The option that an arrow leads to, -1 for none: from none upwards to the last one. */
export function step(active, key, count) {
  if (count === 0) return -1;
  if (key === "ArrowDown") return active + 1 >= count ? -1 : active + 1;
  return active === -1 ? count - 1 : active - 1;
}

function element(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/** Write into a field so that the browser can undo it, and everybody hears of it. */
export function write(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand?.("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export class Completions {
  constructor(form) {
    this.form = form;
    this.fields = new Set(form.dataset.completed.split(" "));
    this.list = document.getElementById("completions");
    this.said = document.getElementById("completions-said");
    this.active = -1;
    this.turn = 0;
    form.addEventListener("focusin", (event) => this.prepare(event.target));
    form.addEventListener("focusout", () => this.close());
    form.addEventListener("input", (event) => { if (!event.isComposing) this.later(event.target); });
    form.addEventListener("compositionend", (event) => this.later(event.target));
    form.addEventListener("keydown", (event) => this.pressed(event), true);
    form.addEventListener("click", (event) => { if (event.target === this.field) this.close(); });
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    this.dialog = new Proposal(document.getElementById("propose"));
    this.prepare(document.activeElement);
  }

  /** Whether a field is completed. */
  serves(field) {
    return Boolean(field?.name) && field.selectionStart !== undefined && this.fields.has(plain(field.name));
  }

  prepare(field) {
    if (!this.serves(field) || field.hasAttribute("aria-autocomplete")) return;
    const told = { "aria-autocomplete": "list", "aria-controls": this.list.id };
    if (field.tagName === "INPUT") Object.assign(told, { role: "combobox", "aria-expanded": "false" });
    for (const [key, value] of Object.entries(told)) field.setAttribute(key, value);
  }

  later(field) {
    this.close();
    if (!this.serves(field)) return;
    this.timer = setTimeout(() => this.ask(field), PATIENCE);
  }

  async ask(field, asked = false) {
    const { value: text, selectionStart: at, selectionEnd: end } = field;
    if (at !== end || (!asked && text.trim() === "")) return;
    const part = excerpt(field.name, text, at);
    if (!part) return;
    const turn = ++this.turn;
    const address = new URL(this.form.dataset.suggest, location.href);
    const given = { field: field.name, text: part.text, at: String(characters(part.text, at - part.before)), ...(asked ? { asked: "1" } : {}) };
    for (const [key, value] of Object.entries(given)) address.searchParams.set(key, value);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const found = await answer.json();
      const still = turn === this.turn && document.activeElement === field && field.value === text && field.selectionStart === at;
      if (still) this.show(field, this.placed(found, characters(text, part.before)));
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    }
  }

  /** What was found in an excerpt, counted from the beginning of the whole text. */
  placed(found, before) {
    const missing = found.missing && { ...found.missing, start: found.missing.start + before };
    return { ...found, start: found.start + before, end: found.end + before, missing };
  }

  show(field, found) {
    this.field = field;
    this.found = found;
    const options = found.lines.map((line, at) => this.option(line, at));
    if (found.missing) {
      options.push(element("li", { role: "option", id: `completion-${options.length}`, "aria-selected": "false", class: "propose" }, found.missing.label));
    }
    this.list.replaceChildren(...options);
    if (!options.length) return;
    field.parentElement.append(this.list);
    this.active = -1;
    this.list.classList.remove("leftwards", "upwards");
    this.list.hidden = false;
    const { right, bottom, height } = this.list.getBoundingClientRect();
    this.list.classList.toggle("leftwards", right > document.documentElement.clientWidth);
    this.list.classList.toggle("upwards", bottom > window.innerHeight && field.getBoundingClientRect().top > height);
    if (field.tagName === "INPUT") field.setAttribute("aria-expanded", "true");
    this.said.textContent = found.status;
  }

  option(line, at) {
    const about = [line.detail, line.note, line.waiting].filter(Boolean).join("　");
    return element(
      "li",
      { role: "option", id: `completion-${at}`, "aria-selected": "false" },
      element("span", { class: "serif", lang: "zh-Hant" }, line.form),
      element("span", { class: "detail", lang: "zh-Hant" }, about),
      element("span", { class: "soft" }, line.uses),
    );
  }

  close() {
    clearTimeout(this.timer);
    this.turn += 1;
    this.active = -1;
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.said.textContent = "";
    this.field.removeAttribute("aria-activedescendant");
    if (this.field.tagName === "INPUT") this.field.setAttribute("aria-expanded", "false");
  }

  pressed(event) {
    if (isComposing(event)) return;
    if (event.altKey && event.key === "ArrowDown" && this.serves(event.target)) return this.take(event, () => this.ask(event.target, true));
    if (this.list.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.take(event, () => this.mark(step(this.active, event.key, this.list.children.length)));
    } else if (event.key === "Enter" && this.active >= 0 && !event.shiftKey) {
      this.take(event, () => this.choose(this.list.children[this.active]));
    } else if (event.key === "Escape") {
      this.take(event, () => this.close());
    } else if (/^(ArrowLeft|ArrowRight|Home|End|PageUp|PageDown)$/.test(event.key)) {
      this.close();
    }
  }

  take(event, act) {
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  mark(at) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = at;
    const option = this.list.children[at];
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  choose(option) {
    if (!option) return;
    const { field, found } = this;
    const line = found.lines[[...this.list.children].indexOf(option)];
    this.close();
    if (line) write(field, units(field.value, found.start), units(field.value, found.end), line.text);
    else this.dialog.open(field, found.missing);
  }
}

/** The form in which a missing name is proposed with what was typed. */
class Proposal {
  constructor(dialog) {
    this.dialog = dialog;
    this.form = dialog.querySelector("form");
    this.told = dialog.querySelector("[role=alert]");
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.field?.focus());
    dialog.addEventListener("keydown", (event) => {
      if (isComposing(event) && event.key === "Enter") event.preventDefault();
      event.stopPropagation();
    });
  }

  open(field, missing) {
    Object.assign(this, { field, missing, at: field.selectionStart });
    this.form.reset();
    for (const name of ["kind", "form", "dynasty"]) this.form.elements[name].value = missing[name];
    for (const part of this.dialog.querySelectorAll("[data-person]")) part.hidden = missing.kind !== "person";
    this.told.hidden = true;
    this.dialog.showModal();
    const next = missing.kind !== "person" ? "note" : missing.dynasty ? "dates" : "dynasty";
    this.form.elements[next].focus();
  }

  async send() {
    const data = new FormData(this.form);
    data.set("text", this.field.value);
    const written = this.missing.dynasty && data.get("dynasty") === this.missing.dynasty;
    if (written || !/responsibility$|^annotation$/.test(plain(this.field.name))) data.set("settled", "1");
    const answer = await fetch(this.form.action, { method: "POST", body: data, headers: { Accept: "application/json" } }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (!said || !answer.ok) {
      this.told.textContent = said?.message ?? this.told.dataset.away;
      this.told.hidden = false;
      this.form.elements[said?.field]?.focus();
      return;
    }
    this.dialog.close();
    write(this.field, units(this.field.value, this.missing.start), this.at, said.text);
    document.getElementById("completions-said").textContent = said.message;
  }
}

if (typeof document !== "undefined") {
  const form = document.getElementById("entry");
  if (form?.dataset.completed) new Completions(form);
}
