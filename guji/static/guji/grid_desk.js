// The grid at work: one cell is open to the keyboard, keys move it, and what was typed is kept and checked.

import { Board, element } from "./grid_board.js";
import { Columns } from "./grid_columns.js";
import { Keeper } from "./grid_keeper.js";
import { Pasting } from "./grid_paste.js";
import { Rows } from "./grid_rows.js";
import { Said } from "./grid_said.js";

export class Desk {
  constructor(place) {
    this.place = place;
    this.words = document.getElementById("grid-words").dataset;
    const { addresses, columns, most } = JSON.parse(document.getElementById("grid-setup").textContent);
    this.rows = new Rows(most);
    this.keeper = new Keeper(place.dataset.id, this.rows, addresses, (told) => this.hear(told));
    this.board = new Board(document.getElementById("board"), this.rows, columns, this.words);
    this.pasting = new Pasting(this);
    this.said = new Said(this.board, this.words, (column) => this.go(this.board.active.row, column));
    this.columns = new Columns(this);
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
    this.said.hush();
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

  hear({ kept, said, problem }) {
    if (problem) return this.trouble(problem);
    this.said.well(kept);
    for (const [key, one] of Object.entries(said)) {
      const row = this.rows.find(key);
      if (!row) continue;
      row.said = one;
      this.board.paintKey(key);
    }
    this.explain();
    return this.count();
  }

  trouble(problem) {
    return this.said.trouble(problem);
  }

  tell(text, level = "hint") {
    this.said.tell(text, level);
  }

  count() {
    this.said.count(this.rows.counts());
  }

  /** Say of the row one is in what is to be said. */
  explain() {
    const { row, column } = this.here;
    const wrong = this.said.explain(row, column);
    if (wrong) this.writer?.setAttribute("aria-invalid", "true");
    else this.writer?.removeAttribute("aria-invalid");
  }

  /* Saving */

  async save(which) {
    if (this.editing) this.close();
    this.tell(this.words.saving);
    const said = await this.keeper.save(which);
    if (!said) return;
    for (const row of this.rows.list) this.settled(row, said);
    this.tell(said.message, said.done ? "done" : "error");
    this.board.repaint();
    this.count();
    this.explain();
  }

  /** Let a row know what came of it. */
  settled(row, { rows, refused, conflicts }) {
    row.conflict = conflicts[row.key] ?? null;
    if (rows[row.key]) {
      row.record = rows[row.key];
      row.changed = this.rows.dirty.has(row);
    }
    const notes = this.said.outcome(refused[row.key], row.conflict);
    const others = (row.said?.notes ?? []).filter((note) => !note.outcome);
    if (notes.length) row.said = { level: "error", fit: false, notes: [...notes, ...others] };
    else if (others.length < (row.said?.notes ?? []).length) this.keeper.ask([row.key]);
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
}
