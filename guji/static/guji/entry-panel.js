// What is at hand beside the entry page: opened by a key, asked, walked and chosen from by keys. Choosing writes what was chosen where the caret stood; nothing else ever does.
import { isComposing } from "./composing.js";

const PAUSE = 150;
/** So many characters of a statement are sent from either side of the caret. */
const AROUND = 60;

/** The fields of the form that a text can be written into. */
const takesText = (element) => element.matches?.("textarea, input[type=text]") && element.id !== "id-pasted";

/** The place itself, or the one before where it would cut a rare character (𢎞) in two. */
const whole = (text, at) => (text.charCodeAt(at) >= 0xdc00 && text.charCodeAt(at) <= 0xdfff ? at - 1 : at);

export class AtHand {
  constructor(panel, form) {
    this.panel = panel;
    this.form = form;
    this.ask = panel.querySelector("#at-hand-ask");
    this.answer = panel.querySelector("#at-hand-answer");
    this.tools = [...panel.querySelectorAll("[data-tool]")];
    form.addEventListener("focusin", (event) => this.stand(event.target));
    document.addEventListener("keydown", (event) => this.anywhere(event));
    panel.addEventListener("keydown", (event) => this.pressed(event));
    panel.addEventListener("click", (event) => this.clicked(event));
    this.ask.addEventListener("input", () => this.askLater());
  }

  /** Remember where the caret stands; the rules follow the field. */
  stand(field) {
    if (!field.name || field.name === "pasted") return;
    this.field = field;
    if (this.isOpen("rules")) this.askLater();
  }

  isOpen(name) {
    return !this.panel.hidden && (!name || this.tool?.dataset.tool === name);
  }

  anywhere(event) {
    if (isComposing(event) || event.defaultPrevented) return;
    if (event.key === "Escape" && this.isOpen() && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      this.close();
      return;
    }
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const tool = this.tools.find((one) => one.dataset.keys === `Alt+${event.key.toUpperCase()}`);
    if (!tool) return;
    event.preventDefault();
    this.open(tool);
  }

  /** Open a tool; where it is open already, lead into it, or back to the field. What asks no question leaves the caret where it is. */
  open(tool) {
    if (this.isOpen(tool.dataset.tool) && this.panel.contains(document.activeElement)) {
      this.back();
      return;
    }
    if (this.isOpen(tool.dataset.tool) && !tool.dataset.ask) {
      this.enter(this.rows()[0]);
      return;
    }
    this.tool = tool;
    for (const other of this.tools) other.setAttribute("aria-pressed", String(other === tool));
    this.panel.querySelector("#at-hand-label").textContent = tool.dataset.ask;
    this.panel.querySelector(".tool-ask").hidden = !tool.dataset.ask;
    this.ask.placeholder = tool.dataset.example;
    this.ask.value = this.selected();
    this.panel.hidden = false;
    if (tool.dataset.ask) this.ask.focus();
    this.ask.select();
    this.put(this.address());
  }

  close() {
    this.panel.hidden = true;
    this.back();
  }

  back() {
    (this.field?.isConnected ? this.field : this.form.querySelector("textarea")).focus();
  }

  selected() {
    const field = this.field;
    return field && takesText(field) ? field.value.slice(field.selectionStart, field.selectionEnd) : "";
  }

  /** The address of the question: what is asked, and what stands in the form around it; never longer than a server takes. */
  address() {
    const question = new URLSearchParams({ part: "1", q: this.ask.value.trim() });
    const field = this.field;
    [this.from, this.sent] = [0, ""];
    if (field) question.set("field", field.name);
    if (field && takesText(field) && this.tool.dataset.tool === "times") {
      const at = field.selectionEnd;
      this.from = whole(field.value, Math.max(0, at - AROUND));
      this.sent = field.value.slice(this.from, whole(field.value, at + AROUND));
      question.set("text", this.sent);
      question.set("at", [...field.value.slice(this.from, at)].length);
    }
    for (const name of this.tool.dataset.tool === "classes" ? ["title", "responsibility", "book"] : []) {
      const value = this.form.elements[name]?.value;
      if (value) question.set(name, value.slice(0, whole(value, 2 * AROUND)));
    }
    return `${this.tool.dataset.url}?${question}`;
  }

  /** Where in the field a place of the text that was sent is: the server counts characters, a field counts halves of rare ones. */
  place(number) {
    return this.from + [...this.sent].slice(0, Number(number)).join("").length;
  }

  askLater() {
    clearTimeout(this.later);
    this.stale = true;
    this.later = setTimeout(() => this.put(this.address()), PAUSE);
  }

  /** Put a question and show the answer; the last one asked wins. */
  async put(address, then = () => {}) {
    clearTimeout(this.later);
    this.stale = true;
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.redirected) this.answer.textContent = this.answer.dataset.out;
      else this.answer.innerHTML = await answer.text();
      this.stale = false;
      then();
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof TypeError)) throw error;
      this.answer.textContent = this.answer.dataset.away;
    }
  }

  rows() {
    return [...this.answer.querySelectorAll("[data-row]")];
  }

  pressed(event) {
    if (isComposing(event) || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = document.activeElement.closest("[data-row]");
    const act = row ? this.inRow(event.key, row) : this.inQuestion(event.key, event.target);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  inQuestion(key, target) {
    if (key === "ArrowDown") return () => (this.stale ? this.put(this.address(), () => this.enter(this.rows()[0])) : this.enter(this.rows()[0]));
    if (key !== "Enter" || target !== this.ask) return null;
    return () => (this.stale ? this.put(this.address()) : this.rows()[0]?.querySelector("[data-fill]")?.click());
  }

  inRow(key, row) {
    const rows = this.rows();
    const at = rows.indexOf(row);
    const inside = [...row.querySelectorAll("button, a")];
    const beside = inside.indexOf(document.activeElement) + 1;
    const wide = this.across(rows);
    if (key === "ArrowDown") return () => this.enter(rows[Math.min(at + wide, rows.length - 1)]);
    if (key === "ArrowUp") return () => (at >= wide ? this.enter(rows[at - wide]) : this.first().focus());
    if (key === "ArrowRight") return () => this.onward(row, inside[beside] ?? (wide > 1 ? rows[at + 1]?.firstElementChild : null));
    if (key === "ArrowLeft") return () => this.backward(inside[beside - 2] ?? (wide > 1 ? rows[at - 1]?.firstElementChild : null));
    if (key === "Home") return () => this.enter(rows[0]);
    if (key === "End") return () => this.enter(rows.at(-1));
    return key.length === 1 && key !== " " && this.tool.dataset.ask ? () => this.typeOn(key) : null;
  }

  /** How many rows stand beside one another: several in a grid of characters. */
  across(rows) {
    return Math.max(1, rows.filter((row) => row.offsetTop === rows[0].offsetTop && row.closest(".characters")).length);
  }

  /** Go into what a row opens, else to what stands beside. */
  onward(row, beside) {
    const opens = row.querySelector("[data-open]");
    if (opens) opens.click();
    else beside?.focus();
  }

  backward(beside) {
    if (beside) beside.focus();
    else this.answer.querySelector("[data-up]")?.click();
  }

  first() {
    return this.tool.dataset.ask ? this.ask : this.tool;
  }

  /** A letter typed on a row goes on with the question. */
  typeOn(key) {
    this.ask.focus();
    this.ask.value += key;
    this.askLater();
  }

  enter(row) {
    (row?.querySelector("button, a") ?? row)?.focus();
  }

  clicked(event) {
    const pressed = event.target.closest("button, a");
    if (!pressed) return;
    if (pressed.dataset.tool) this.open(pressed);
    else if ("close" in pressed.dataset) this.close();
    else if ("fill" in pressed.dataset) this.fill(pressed.dataset.fill, pressed.dataset.field);
    else if (pressed.tagName === "A" && "open" in pressed.dataset || "up" in pressed.dataset) {
      event.preventDefault();
      this.put(`${pressed.href}&part=1`, () => (this.rows().length ? this.enter(this.rows()[0]) : this.answer.querySelector("[data-up]")?.focus()));
    }
  }

  /** Write what was chosen: over the whole of a named field, else over what it was read from, or at the caret. */
  fill(value, name) {
    const field = name ? this.form.elements[name] : this.field;
    if (!field || !takesText(field)) return;
    const read = this.answer.querySelector("[data-end]")?.dataset ?? {};
    const [start, end] = name ? [0, field.value.length] : Number(read.end) ? [this.place(read.start), this.place(read.end)] : [field.selectionStart, field.selectionEnd];
    field.focus();
    field.setSelectionRange(start, end);
    // Undone with Control+Z where the browser can, as if it had been typed.
    if (!document.execCommand("insertText", false, value)) {
      field.setRangeText(value, start, end, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (!name && Number(read.end)) {
      this.sent = field.value.slice(this.from, whole(field.value, start + value.length + AROUND));
      read.end = [...field.value.slice(this.from, start + value.length)].length;
    }
  }
}

const panel = document.getElementById("at-hand");
const form = document.getElementById("entry");
if (panel && form) new AtHand(panel, form);
