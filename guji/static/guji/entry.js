// The entry page: what is typed is understood, kept and steered by keys. Without this script the form works all the same.
import { isComposing } from "./composing.js";
import { token } from "./token.js";

const PAUSE = 250;
const KEEP_AFTER = 1500;
/** How long to wait before asking a server again that did not answer: longer each time, never longer than the last. */
const KEEP_AGAIN = [3000, 6000, 12000, 30000];
/** How long storing waits for a copy that is on its way: one that came after it would be offered as left unfinished. */
const KEPT_FIRST = 3000;

/** The name of a key with its modifiers, as in data-keys: Control+Shift+Enter. */
export function nameOf(event) {
  const held = [["ctrlKey", "Control"], ["metaKey", "Control"], ["altKey", "Alt"], ["shiftKey", "Shift"]];
  const names = held.filter(([flag]) => event[flag]).map(([, name]) => name);
  return [...new Set(names), event.key.length === 1 ? event.key.toUpperCase() : event.key].join("+");
}

/** The fields one goes through with Enter, in the order of the page; those in folded groups are passed over. */
export function stops(form) {
  const fields = form.querySelectorAll("input:not([type=hidden]), textarea, select");
  return [...fields].filter((field) => !field.disabled && field.id !== "id-pasted" && field.offsetParent !== null);
}

/** Replace the numbers in the names of a copied row. */
export function numbered(html, group, from, to) {
  return html.replaceAll(`${group}.${from}.`, `${group}.${to}.`).replaceAll(`${group}.${from}"`, `${group}.${to}"`);
}

export class Entry {
  constructor(form) {
    this.form = form;
    this.dirty = false;
    this.edits = 0;
    this.refusals = 0;
    this.asked = null;
    this.store = `entry:${form.dataset.key}`;
    form.addEventListener("input", (event) => this.changed(event));
    form.addEventListener("keydown", (event) => this.pressed(event));
    form.addEventListener("click", (event) => this.clicked(event));
    form.addEventListener("entry:fill", (event) => this.fill(event.detail));
    form.addEventListener("submit", (event) => this.goes(event));
    window.addEventListener("pageshow", () => { this.leaving = false; });
    document.addEventListener("keydown", (event) => this.anywhere(event));
    for (const back of ["online", "focus"]) window.addEventListener(back, () => { if (this.dirty && this.refusals) this.keep(); });
    window.addEventListener("beforeunload", (event) => { if (this.dirty && !this.leaving) event.preventDefault(); });
    form.querySelectorAll("[data-remove]").forEach((button) => { button.hidden = false; });
    form.querySelectorAll("textarea").forEach(grow);
    this.offerRescue();
  }

  goes(event) {
    clearTimeout(this.keepLater);
    if (this.keeping) {
      event.preventDefault();
      this.goesAfter(this.keeping, event.submitter);
      return;
    }
    this.form.elements.csrfmiddlewaretoken.value = token();
    this.leaving = true;
  }

  async goesAfter(keeping, submitter) {
    if (this.waiting) return;
    this.waiting = true;
    await Promise.race([keeping.catch(() => false), new Promise((done) => { setTimeout(done, KEPT_FIRST); })]);
    this.waiting = false;
    this.keeping = null;
    this.form.requestSubmit(submitter);
  }

  changed(event) {
    if (event.target.name === "pasted") return;
    if (event.target.tagName === "TEXTAREA") grow(event.target);
    this.leaving = false;
    this.dirty = true;
    this.edits += 1;
    this.remember();
    clearTimeout(this.understandLater);
    clearTimeout(this.keepLater);
    this.understandLater = setTimeout(() => this.understand(), PAUSE);
    this.keepLater = setTimeout(() => this.keep(), KEEP_AFTER);
  }

  values() {
    const data = new FormData(this.form);
    data.delete("pasted");
    data.set("csrfmiddlewaretoken", token());
    return data;
  }

  async understand() {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(this.form.dataset.understand, { method: "POST", body: this.values(), signal: this.asked.signal });
      if (answer.ok && !answer.redirected) this.say(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    }
  }

  say({ said, counts, printed }) {
    for (const place of this.form.querySelectorAll("[data-said]")) {
      const html = said[place.dataset.said];
      if (html) place.outerHTML = html;
      else place.replaceChildren();
    }
    document.getElementById("printed").textContent = printed;
    for (const [level, number] of Object.entries(counts)) {
      document.querySelector(`#counts [data-level=${level}]`).textContent = number;
    }
  }

  remember() {
    try {
      localStorage.setItem(this.store, JSON.stringify([...this.values()].filter(([name]) => name !== "csrfmiddlewaretoken")));
    } catch { /* a full or forbidden store: the server keeps it all the same */ }
  }

  /** Keep the form on the server; whether that was done. */
  keep() {
    if (this.leaving || this.waiting) return Promise.resolve(false);
    const keeping = this.send().finally(() => { if (this.keeping === keeping) this.keeping = null; });
    this.keeping = keeping;
    return keeping;
  }

  async send() {
    const told = document.getElementById("kept");
    const edits = this.edits;
    try {
      const answer = await fetch(this.form.dataset.keep, { method: "POST", body: this.values() });
      if (answer.redirected || answer.status === 403) {
        told.textContent = told.dataset.out;
        this.keepAgain();
        return false;
      }
      const said = await answer.json();
      told.textContent = answer.ok ? `${told.dataset.at} ${said.at}` : said.message;
      if (!answer.ok) return false;
      this.refusals = 0;
      if (edits === this.edits) {
        localStorage.removeItem(this.store);
        this.dirty = false;
      }
      return true;
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
      told.textContent = told.dataset.away;
      this.keepAgain();
      return false;
    }
  }

  keepAgain() {
    const wait = KEEP_AGAIN[Math.min(this.refusals, KEEP_AGAIN.length - 1)];
    this.refusals += 1;
    clearTimeout(this.keepLater);
    this.keepLater = setTimeout(() => this.keep(), wait);
  }

  offerRescue() {
    const kept = localStorage.getItem(this.store) ?? this.newest();
    const box = document.getElementById("rescue");
    if (!kept || !box) return;
    box.hidden = false;
    document.getElementById("rescue-take").addEventListener("click", () => { this.fill(JSON.parse(kept)); box.hidden = true; });
    document.getElementById("rescue-drop").addEventListener("click", () => { this.forget(); box.hidden = true; });
  }

  /** What a new record's form left behind under another key: that page is gone, its words are not. */
  newest() {
    if ("stored" in this.form.dataset) return null;
    this.left = Object.keys(localStorage).filter((name) => name.startsWith("entry:") && name !== this.store);
    const own = this.left.find((name) => !JSON.parse(localStorage.getItem(name)).some(([field]) => field === "book"));
    return own ? localStorage.getItem(own) : null;
  }

  forget() {
    localStorage.removeItem(this.store);
    for (const name of this.left ?? []) localStorage.removeItem(name);
  }

  fill(pairs) {
    for (const [name, value] of pairs) {
      if (["copy", "csrfmiddlewaretoken", "book", "version"].includes(name)) continue;
      this.rowFor(name);
      const field = this.form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value === "1";
      else field.value = value;
      if (field.tagName === "TEXTAREA") grow(field);
    }
    this.forget();
    this.changed({ target: this.form });
  }

  rowFor(name) {
    const [group, number] = name.split(".");
    if (number === undefined || this.form.elements[name]) return;
    const box = this.form.querySelector(`[data-group="${group}"]`);
    if (box) this.addRow(box, Number(number));
  }

  addRow(box, number) {
    const template = box.querySelector("template");
    const from = template.content.querySelector("[data-row]").dataset.row.split(".")[1];
    const rows = [...box.querySelectorAll(".rows [data-row]")].map((row) => Number(row.dataset.row.split(".")[1]));
    const next = number ?? Math.max(Number(from) - 1, ...rows) + 1;
    box.querySelector(".rows").insertAdjacentHTML("beforeend", numbered(template.innerHTML, box.dataset.group, from, next));
    const row = box.querySelector(".rows").lastElementChild;
    row.querySelector("[data-remove]").hidden = false;
    box.open = true;
    box.querySelector("[data-count]").textContent = box.querySelectorAll(".rows [data-row]").length;
    return row;
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if ("add" in button.dataset) {
      event.preventDefault();
      this.addRow(button.closest("[data-group]")).querySelector("input").focus();
    } else if ("remove" in button.dataset) {
      const box = button.closest("[data-group]");
      button.closest("[data-row]").remove();
      box.querySelector("[data-count]").textContent = box.querySelectorAll(".rows [data-row]").length || "";
      this.changed({ target: this.form });
    } else if (button.id === "split") {
      event.preventDefault();
      this.split();
    }
  }

  pasted() {
    const data = new FormData(this.form);
    data.set("csrfmiddlewaretoken", token());
    return data;
  }

  async split() {
    const answer = await fetch(this.form.dataset.split, { method: "POST", body: this.pasted() });
    if (!answer.ok) return;
    const { fields } = await answer.json();
    if (!Object.keys(fields).length) return;
    this.fill(Object.entries(fields));
    document.getElementById("id-pasted").value = "";
    document.getElementById("id-title").focus();
  }

  pressed(event) {
    if (isComposing(event)) {
      if (event.key === "Enter") event.stopPropagation();
      return;
    }
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.tagName === "BUTTON" || event.target.tagName === "SUMMARY" || event.target.id === "id-pasted") return;
    event.preventDefault();
    const way = stops(this.form);
    const next = way[way.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
    next?.focus();
    next?.select?.();
  }

  anywhere(event) {
    if (isComposing(event)) return;
    const name = nameOf(event);
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const act = this.acts(name, typing);
    if (!act) return;
    event.preventDefault();
    act();
  }

  acts(name, typing) {
    const button = this.form.querySelector(`button[data-keys="${name}"]`);
    if (name === "F2") return () => this.pasteOrSplit();
    if (button) return () => this.form.requestSubmit(button);
    if (name === "F1" || (!typing && /^(Shift\+)?\?$/.test(name))) return () => document.getElementById("keys").showModal();
    const line = /^Alt\+([0-6])$/.exec(name);
    if (line) return () => (line[1] === "0" ? document.getElementById("id-shelf_mark") : this.form.querySelectorAll(".line textarea")[line[1] - 1]).focus();
    if (name === "Alt+A") return () => this.addHere();
    if (name === "Alt+G") return () => this.nextGroup();
    return null;
  }

  pasteOrSplit() {
    const pasted = document.getElementById("id-pasted");
    if (pasted.value.trim()) return this.split();
    document.getElementById("paste").open = true;
    return pasted.focus();
  }

  addHere() {
    const box = document.activeElement.closest("[data-group]") ?? this.form.querySelector("[data-group]");
    this.addRow(box).querySelector("input").focus();
  }

  nextGroup() {
    const boxes = [...this.form.querySelectorAll("[data-group]")];
    const at = boxes.indexOf(document.activeElement.closest("[data-group]"));
    boxes[(at + 1) % boxes.length].querySelector("summary").focus();
  }
}

/** Make a line as high as its text. */
export function grow(area) {
  if (area.id === "id-pasted") return;
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 2}px`;
}

const form = document.getElementById("entry");
if (form) new Entry(form);
