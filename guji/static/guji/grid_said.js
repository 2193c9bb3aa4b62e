// What is said beside the grid: of the row one is in, of the whole, and of what went wrong.

import { element, marked } from "./grid_board.js";

const LONGEST = 5000;

export class Said {
  /** `goTo` leads to a column of the row one is in. */
  constructor(board, words, goTo) {
    this.board = board;
    this.words = words;
    this.goTo = goTo;
    this.told = document.getElementById("grid-told");
    this.kept = document.getElementById("kept");
    this.troubled = false;
  }

  /** The server has it; what was said of trouble is over. */
  well(at) {
    if (this.troubled) this.tell("");
    this.troubled = false;
    this.kept.textContent = `${this.words.kept} ${at}`;
  }

  trouble(problem) {
    const { out, away, toomuch } = this.words;
    const text = problem.out ? out : problem.away ? away : problem.message ?? toomuch;
    this.kept.textContent = "";
    document.getElementById("stale").hidden = !problem.stale;
    this.troubled = true;
    this.tell(text, "error");
  }

  tell(text, level = "hint") {
    this.told.className = `standing told-${level}`;
    this.told.textContent = text;
    this.told.hidden = !text;
  }

  /** What was told is old, unless it is an error. */
  hush() {
    if (!this.told.classList.contains("told-error")) this.tell("");
  }

  count(numbers) {
    for (const [name, number] of Object.entries(numbers)) {
      const place = document.querySelector(`#grid-counts [data-count=${name}]`);
      if (place) place.textContent = number;
    }
  }

  /** Say what is to be said of a row, the cell one is in first, at the very characters; true where that is an error. */
  explain(row, column) {
    const notes = row.said?.notes ?? [];
    const own = notes.filter((note) => note.column === column);
    const cell = document.getElementById("said-cell");
    cell.replaceChildren(element("b", {}, this.label(column)), " ", element("span", { class: "blamed", lang: "zh-Hant" }));
    cell.lastChild.append(...marked((row.cells[column] ?? "").slice(0, LONGEST), own));
    if (row.locked.includes(column)) cell.lastChild.textContent = this.words.lockedlong;
    const list = [...own, ...notes.filter((note) => note.column !== column)].map((note) => this.line(note, column));
    document.getElementById("said-row").replaceChildren(...list);
    const parts = (row.said?.parts ?? []).flatMap(([name, words]) => [element("dt", {}, name), element("dd", { lang: "zh-Hant" }, words)]);
    document.getElementById("said-parts").replaceChildren(...parts);
    this.record(row);
    return own.some((note) => note.level === "error");
  }

  label(column) {
    return this.board.columns[this.board.index(column)]?.[1] ?? column;
  }

  line(note, column) {
    const made = element("li");
    made.append(element("span", { class: `level level-${note.level}` }, this.words[note.level]), " ");
    if (note.column && note.column !== column) {
      const link = element("button", { type: "button", class: "plain" }, this.label(note.column));
      link.addEventListener("click", () => this.goTo(this.board.index(note.column)));
      made.append(link, " ");
    }
    made.append(note.text);
    return made;
  }

  record(row) {
    const link = document.getElementById("said-record");
    link.hidden = !row.record;
    if (row.record) link.href = row.record;
    document.getElementById("settle").hidden = !row.conflict;
  }

  /** What came of saving a row, as notes: why it was refused, that there is a conflict, at each cell what is stored now. */
  outcome(refused, conflict) {
    const found = refused ? [{ column: "", text: refused }] : [];
    if (conflict) found.push({ column: "", text: conflict.text });
    for (const [column, words] of Object.entries(conflict?.theirs ?? {})) {
      found.push({ column, text: this.words.theirs.replace("{text}", words) });
    }
    return found.map((note) => ({ ...note, level: "error", offset: 0, length: 0, outcome: true }));
  }
}
