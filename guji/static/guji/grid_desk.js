// The grid at work: one cell is open to the keyboard, keys move it, and what was typed is kept and checked.

import { Board, element, marked } from "./grid_board.js";
import { Keeper } from "./grid_keeper.js";
import { Pasting } from "./grid_paste.js";
import { Rows } from "./grid_rows.js";

/** Whether a key belongs to an input method that is still composing: it must move or store nothing. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

export class Desk {
  constructor(place) {
    this.place = place;
    this.words = document.getElementById("grid-words").dataset;
    const { addresses, columns, most } = JSON.parse(document.getElementById("grid-setup").textContent);
    this.rows = new Rows(most);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    this.keeper = new Keeper(place.dataset.id, this.rows, addresses, token, (told) => this.hear(told));
    this.board = new Board(document.getElementById("board"), this.rows, columns, this.words);
    this.pasting = new Pasting(this);
    this.editing = false;
    this.writers = [this.newWriter(), this.newWriter()];
    this.board.root.addEventListener("mousedown", (event) => this.clicked(event));
    this.board.root.addEventListener("dblclick", () => this.open());
  }

  async begin() {
    try {
      this.rows.load(await this.keeper.load());
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return this.tell(this.words.away, "error");
    }
    this.takeBack();
    this.board.paint();
    this.go(0, 0);
    this.keeper.ask(this.rows.order());
    return this.count();
  }

  /** Take up what an earlier visit could not send any more: as a change that can be taken back. */
  takeBack() {
    const left = this.keeper.left();
    if (!left?.rows?.length) return;
    const cells = [];
    let end = this.rows.lastWritten() + 1;
    for (const [key, said] of left.rows) {
      let row = this.rows.find(key);
      if (!row) {
        this.rows.pad(end + 1);
        row = this.rows.list[end];
        if (!row) break;
        row.key = key;
        end += 1;
      }
      for (const [column, text] of Object.entries(said)) cells.push([row, column, text]);
    }
    if (!this.rows.make({ cells })) return;
    this.keeper.changed();
    this.tell(this.words.rescued.replace("{rows}", left.rows.length), "warning");
  }

  /* One cell is open to the keyboard: its text lies over it, unseen and chosen whole, so that typing replaces it. */

  newWriter() {
    const writer = element("textarea", { class: "grid-writer", lang: "zh-Hant", spellcheck: "false", rows: "1", autocomplete: "off", "aria-describedby": "said-cell" });
    writer.addEventListener("compositionstart", () => this.type(writer));
    writer.addEventListener("input", () => this.typed(writer));
    writer.addEventListener("blur", () => { if (writer === this.writer && this.editing) this.close(); });
    writer.addEventListener("paste", (event) => this.pasting.paste(event));
    for (const name of ["copy", "cut"]) writer.addEventListener(name, (event) => this.copied(event, name));
    return writer;
  }

  get here() {
    const { row, column } = this.board.active;
    return { row: this.rows.list[row], column: this.board.key(column) };
  }

  go(row, column, extend = false) {
    if (this.editing) this.close();
    this.board.go(
      Math.max(0, Math.min(row, this.rows.length - 1)),
      Math.max(0, Math.min(column, this.board.columns.length - 1)),
      extend,
    );
    this.attach();
    this.explain();
  }

  attach() {
    const { row, column } = this.board.active;
    const cell = this.board.cell(row, column);
    const [, label] = this.board.columns[column];
    const old = this.writer;
    if (!old || old.parentElement !== cell) {
      this.writer = this.writers.find((writer) => writer !== old);
      cell.append(this.writer);
      this.board.paintRow(row);
    }
    const locked = this.here.row.locked.includes(this.here.column);
    this.writer.readOnly = locked;
    this.writer.setAttribute("aria-label", `${label} ${this.words.row.replace("{row}", row + 1)}`);
    this.writer.value = this.rows.text(row, this.here.column);
    if (this.wanted !== false) this.writer.focus({ preventScroll: true });
    this.writer.select();
    if (old && old !== this.writer) old.remove();
  }

  type(writer) {
    if (this.editing || writer.readOnly) return;
    this.editing = true;
    this.within = false;
    this.board.editing = true;
    this.board.paintRow(this.board.active.row);
  }

  typed(writer) {
    this.type(writer);
    this.stretch();
    this.keeper.changed({ ...this.here, text: writer.value });
  }

  stretch() {
    this.writer.style.blockSize = "auto";
    this.writer.style.blockSize = `${Math.min(this.writer.scrollHeight + 2, 240)}px`;
  }

  /** Open the cell for changing what it says. */
  open() {
    this.type(this.writer);
    if (!this.editing) return;
    this.within = true;
    this.writer.setSelectionRange(this.writer.value.length, this.writer.value.length);
    this.stretch();
  }

  /** Take what was typed, or with `drop` what was there before. */
  close(drop = false) {
    this.editing = this.board.editing = false;
    this.writer.style.blockSize = "";
    const { row, column } = this.here;
    if (drop) this.writer.value = this.rows.text(this.board.active.row, column);
    this.keeper.typing = null;
    if (!drop && this.rows.make({ cells: [[row, column, this.writer.value]] })) this.changed();
    else this.keeper.remember();
    this.writer.select();
    this.board.paintRow(this.board.active.row);
  }

  /** Something changed: paint, keep, count. */
  changed() {
    if (!document.getElementById("grid-told").classList.contains("told-error")) this.tell("");
    this.keeper.changed();
    this.rows.pad(Math.max(20, this.rows.lastWritten() + 4));
    this.count();
  }

  /** Put one text into every chosen cell. */
  spread(text) {
    const { top, bottom, left, right } = this.board.block;
    const columns = this.board.columns.slice(left, right + 1).map(([key]) => key);
    const cells = this.rows.list.slice(top, bottom + 1).flatMap((row) => columns.map((column) => [row, column, text]));
    this.after(this.rows.make({ cells }));
  }

  /** After a change that a key made: show it, and let the open cell say what it now says. */
  after(done) {
    if (!done) return;
    this.changed();
    this.board.repaint();
    this.go(this.board.active.row, this.board.active.column, true);
  }

  step(change) {
    if (!change) return;
    const [row] = change.cells[0] ?? [change.puts[0]?.[1] ?? change.cuts[0]?.[1]];
    const index = this.rows.list.indexOf(row);
    this.changed();
    this.board.repaint();
    this.go(index < 0 ? this.board.active.row : index, this.board.active.column);
  }

  copied(event, name) {
    if (this.editing) return;
    this.pasting.copy(event);
    if (name === "cut") this.spread("");
  }

  clicked(event) {
    const cell = event.target.closest("[role=gridcell]");
    if (!cell || event.target === this.writer) return;
    event.preventDefault();
    this.wanted = true;
    this.go(Number(cell.parentElement.dataset.row), Number(cell.dataset.column), event.shiftKey);
  }

  /* What is said */

  hear({ kept, said, problem }) {
    if (problem) return this.trouble(problem);
    if (this.troubled) this.tell("");
    this.troubled = false;
    document.getElementById("kept").textContent = `${this.words.kept} ${kept}`;
    for (const [key, one] of Object.entries(said)) {
      const row = this.rows.find(key);
      if (!row) continue;
      row.said = one;
      this.board.paintKey(key);
    }
    this.explain();
    return this.count();
  }

  trouble(said) {
    const text = said.out ? this.words.out : said.away ? this.words.away : said.message ?? this.words.toomuch;
    document.getElementById("kept").textContent = "";
    document.getElementById("stale").hidden = !said.stale;
    this.troubled = true;
    return this.tell(text, "error");
  }

  tell(text, level = "hint") {
    const place = document.getElementById("grid-told");
    place.className = `standing told-${level}`;
    place.textContent = text;
    place.hidden = !text;
  }

  count() {
    for (const [name, number] of Object.entries(this.rows.counts())) {
      const place = document.querySelector(`#grid-counts [data-count=${name}]`);
      if (place) place.textContent = number;
    }
  }

  /** Say of the row one is in what is to be said, the cell one is in first, at the very characters. */
  explain() {
    const { row, column } = this.here;
    const [, label] = this.board.columns[this.board.active.column];
    const notes = row.said?.notes ?? [];
    const own = notes.filter((note) => note.column === column);
    const text = row.cells[column] ?? "";
    const cell = document.getElementById("said-cell");
    cell.replaceChildren(element("b", {}, label), " ", element("span", { class: "blamed", lang: "zh-Hant" }));
    cell.lastChild.append(...marked(text.slice(0, 5000), own));
    if (row.locked.includes(column)) cell.lastChild.textContent = this.words.lockedlong;
    const list = [...own, ...notes.filter((note) => note.column !== column)].map((note) => this.line(note, column));
    document.getElementById("said-row").replaceChildren(...list);
    const parts = (row.said?.parts ?? []).flatMap(([name, words]) => [element("dt", {}, name), element("dd", { lang: "zh-Hant" }, words)]);
    document.getElementById("said-parts").replaceChildren(...parts);
    this.explainRecord(row);
    if (own.some((note) => note.level === "error")) this.writer?.setAttribute("aria-invalid", "true");
    else this.writer?.removeAttribute("aria-invalid");
  }

  line(note, column) {
    const made = element("li");
    made.append(element("span", { class: `level level-${note.level}` }, this.words[note.level]), " ");
    if (note.column && note.column !== column) {
      const label = this.board.columns[this.board.index(note.column)]?.[1] ?? note.column;
      const link = element("button", { type: "button", class: "plain" }, label);
      link.addEventListener("click", () => this.go(this.board.active.row, this.board.index(note.column)));
      made.append(link, " ");
    }
    made.append(note.text);
    return made;
  }

  explainRecord(row) {
    const link = document.getElementById("said-record");
    link.hidden = !row.record;
    if (row.record) link.href = row.record;
    document.getElementById("settle").hidden = !row.conflict;
  }

  /* Saving */

  async save(which) {
    if (this.editing) this.close();
    this.tell(this.words.saving);
    const said = await this.keeper.save(which);
    if (!said) return;
    for (const row of this.rows.list) {
      row.conflict = said.conflicts[row.key] ?? null;
      const record = said.rows[row.key];
      if (record) {
        row.record = record;
        row.changed = this.rows.dirty.has(row);
      }
      const told = [];
      if (said.refused[row.key]) told.push({ column: "", level: "error", text: said.refused[row.key], offset: 0, length: 0 });
      if (row.conflict) told.push(...this.differences(row.conflict));
      if (told.length) row.said = { level: "error", fit: false, notes: [...told, ...(row.said?.notes ?? []).filter((note) => !note.outcome)] };
    }
    this.tell(said.message, said.done ? "done" : "error");
    this.board.repaint();
    this.count();
    this.explain();
  }

  differences({ text, theirs }) {
    const found = Object.entries(theirs).map(([column, words]) => ({ column, text: this.words.theirs.replace("{text}", words) }));
    return [{ column: "", text }, ...found].map((note) => ({ ...note, level: "error", offset: 0, length: 0, outcome: true }));
  }

  /** Settle with what somebody else stored: take theirs, or stand by mine. */
  async settle(which) {
    const { row } = this.here;
    const said = await this.keeper.post("settle", { key: row.key, which });
    if (!said.ok) return this.trouble(said);
    this.keeper.stamp = said.stamp;
    row.conflict = null;
    row.said = null;
    if (which === "theirs") {
      row.cells = said.cells;
      row.changed = false;
    }
    this.keeper.ask([row.key]);
    this.after(true);
    return document.getElementById("grid-told").setAttribute("hidden", "");
  }

  /* Columns */

  /** See that the grid has these columns; false where that could not be. */
  async withColumns(keys) {
    const lacking = keys.filter((key) => this.board.index(key) < 0);
    if (!lacking.length) return true;
    if (!(await this.keeper.keep())) return false;
    const said = await this.keeper.post("columns", { columns: [...this.board.columns.map(([key]) => key), ...lacking] });
    if (!said.ok) {
      this.trouble(said);
      return false;
    }
    this.keeper.stamp = said.stamp;
    for (const { key, cells, locked } of said.rows) {
      const row = this.rows.find(key);
      if (!row) continue;
      row.cells = { ...cells, ...row.cells };
      row.locked = locked;
    }
    this.board.setColumns(said.columns);
    for (const [key] of said.columns) document.querySelector(`#grid-columns [value="${key}"]`).checked = true;
    this.writer = undefined;
    this.board.paint();
    this.attach();
    return true;
  }

  /** Let the whole entries of the chosen rows, or of all, fall into the columns of their statements. */
  async split() {
    const { top, bottom } = this.board.block;
    const chosen = (top === bottom ? this.rows.list : this.rows.list.slice(top, bottom + 1)).filter((row) => row.cells.entry?.trim());
    const cells = [];
    for (let at = 0; at < chosen.length; at += 250) {
      const part = chosen.slice(at, at + 250);
      const said = await this.keeper.post("split", { entries: part.map((row) => row.cells.entry) });
      if (!said.ok) return this.trouble(said);
      said.entries.forEach((fields, index) => {
        for (const [column, text] of Object.entries({ ...fields, entry: "" })) cells.push([part[index], column, text]);
      });
    }
    const columns = [...new Set(cells.map(([, column]) => column))];
    if (!columns.length || !(await this.withColumns(columns))) return undefined;
    this.after(this.rows.make({ cells }));
    return this.go(this.board.active.row, Math.max(0, this.board.index("title")));
  }
}
