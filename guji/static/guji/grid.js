// The keys and buttons of the grid. Without scripts the form beneath does the same.

import { isComposing } from "./composing.js";
import { Desk } from "./grid_desk.js";

/** The name of a key with its modifiers: Control+Shift+D. */
export function nameOf(event) {
  const held = [["ctrlKey", "Control"], ["metaKey", "Control"], ["altKey", "Alt"], ["shiftKey", "Shift"]];
  const names = held.filter(([flag]) => event[flag]).map(([, name]) => name);
  const letter = event.altKey && /^Key[A-Z]$/.test(event.code) ? event.code.at(-1) : event.key;
  return [...new Set(names), letter.length === 1 ? letter.toUpperCase() : letter].join("+");
}

/** From a cell in a direction: to the end of what is written, or across what is not to the next that is. */
export function edge(filled, at, step, last) {
  let here = at + step;
  const run = filled(at) && filled(here);
  while (here > 0 && here < last && (run ? filled(here + step) : !filled(here))) here += step;
  return Math.max(0, Math.min(here, last));
}

export class Keys {
  constructor(desk) {
    this.desk = desk;
    this.board = desk.board;
    this.rows = desk.rows;
    desk.board.root.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("keydown", (event) => this.anywhere(event));
  }

  move(down, across, extend = false) {
    const { row, column } = this.board.active;
    if (row + down >= this.rows.length) this.rows.pad(row + down + 1);
    this.desk.go(row + down, column + across, extend);
  }

  /** To the next cell, over the row's end into the next row. */
  along(step) {
    const { row, column } = this.board.active;
    const width = this.board.columns.length;
    const place = row * width + column + step;
    if (place < 0) return;
    this.rows.pad(Math.floor(place / width) + 1);
    this.desk.go(Math.floor(place / width), place % width);
  }

  jump(down, across, extend) {
    const { row, column } = this.board.active;
    const key = this.board.key(column);
    if (down) this.desk.go(edge((at) => this.rows.text(at, key) !== "", row, down, Math.max(this.rows.lastWritten(), 0)), column, extend);
    else this.desk.go(row, edge((at) => this.rows.text(row, this.board.key(at)) !== "", column, across, this.board.columns.length - 1), extend);
  }

  fill(reach = false) {
    const { top, left, right, bottom } = this.board.block;
    const keys = this.board.columns.slice(left, right + 1).map(([key]) => key);
    const last = reach ? this.rows.reach(bottom, keys[0]) : bottom;
    if (reach) this.board.anchor = { row: last, column: right };
    this.desk.after(this.rows.copyDown(top, last, keys));
  }

  insert(above) {
    const { top, bottom } = this.board.block;
    const at = above ? top : bottom + 1;
    if (this.rows.insert(at)) this.land(at);
    else this.full();
  }

  duplicate() {
    const { top, bottom } = this.board.block;
    if (this.rows.duplicate(top, bottom)) this.land(bottom + 1);
    else this.full();
  }

  remove() {
    const { top, bottom } = this.board.block;
    if (this.rows.remove(top, bottom)) this.land(Math.min(top, this.rows.length - 1));
  }

  full() {
    const { most, length } = this.rows;
    this.desk.tell(this.desk.words.toomany.replace("{most}", most).replace("{found}", length + 1), "error");
  }

  land(row) {
    this.desk.changed();
    this.board.repaint();
    this.desk.go(Math.max(0, row), this.board.active.column);
    this.desk.keeper.ask(this.rows.list.filter((one) => one.said?.notes.some((note) => note.check === "row_number_repeated")).map((one) => one.key));
  }

  error(step) {
    const from = this.board.active.row;
    const index = this.rows.next(from, ["error"], step);
    const found = index < 0 ? this.rows.next(from, ["warning"], step) : index;
    if (found < 0) return this.desk.tell(this.desk.words.nothing, "done");
    const { notes, level } = this.rows.list[found].said;
    const column = this.board.index(notes.find((note) => note.level === level && this.board.index(note.column) >= 0)?.column);
    return this.desk.go(found, Math.max(0, column));
  }

  all() {
    this.board.anchor = { row: 0, column: 0 };
    this.desk.go(Math.max(0, this.rows.lastWritten()), this.board.columns.length - 1, true);
  }

  wholeRow() {
    this.board.anchor.column = 0;
    this.desk.go(this.board.active.row, this.board.columns.length - 1, true);
  }

  ends(name) {
    const last = this.board.columns.length - 1;
    const extend = name.includes("Shift");
    const bottom = Math.max(0, this.rows.lastWritten());
    if (name.includes("Control")) this.desk.go(name.endsWith("Home") ? 0 : bottom, name.endsWith("Home") ? 0 : last, extend);
    else this.desk.go(this.board.active.row, name.endsWith("Home") ? 0 : last, extend);
  }

  pressed(event) {
    if (isComposing(event)) return;
    const name = nameOf(event);
    const act = this.whileOpen(name, event.target) ?? (this.desk.editing ? undefined : this.whileClosed(name)) ?? this.always(name);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** What a key does whether or not a cell is open. */
  always(name) {
    return {
      Enter: () => this.move(1, 0),
      "Shift+Enter": () => this.move(-1, 0),
      Tab: () => this.along(1),
      "Shift+Tab": () => this.along(-1),
      PageDown: () => this.move(Math.min(this.board.page(), this.rows.length - 1 - this.board.active.row), 0),
      PageUp: () => this.move(-this.board.page(), 0),
      F8: () => this.error(1),
      "Shift+F8": () => this.error(-1),
      "Alt+A": () => this.insert(false),
      "Alt+Shift+A": () => this.insert(true),
      "Alt+U": () => this.duplicate(),
      "Alt+Delete": () => this.remove(),
      "Alt+X": () => this.desk.columns.split(),
    }[name];
  }

  whileOpen(name, writer) {
    if (!this.desk.editing) return undefined;
    const typed = !this.desk.within && !writer.value.includes("\n");
    return {
      Escape: () => this.desk.close(true),
      "Alt+Enter": () => { writer.setRangeText("\n", writer.selectionStart, writer.selectionEnd, "end"); this.desk.typed(writer); },
      ArrowUp: typed ? () => this.move(-1, 0) : undefined,
      ArrowDown: typed ? () => this.move(1, 0) : undefined,
      F2: () => { this.desk.within = !this.desk.within; },
    }[name];
  }

  whileClosed(name) {
    const way = /^(Control\+)?(Shift\+)?Arrow(Up|Down|Left|Right)$/.exec(name);
    if (way) return () => this.arrow(way);
    if (/^(Control\+)?(Shift\+)?(Home|End)$/.test(name)) return () => this.ends(name);
    return {
      F2: () => this.desk.open(),
      "Alt+Enter": () => this.desk.open(),
      Escape: () => document.getElementById("grid-save").focus(),
      Delete: () => this.desk.spread(""),
      "Control+D": () => this.fill(),
      "Control+Shift+D": () => this.fill(true),
      "Control+Z": () => this.desk.step(this.rows.undo()),
      "Control+Y": () => this.desk.step(this.rows.redo()),
      "Control+Shift+Z": () => this.desk.step(this.rows.redo()),
      "Control+A": () => this.all(),
      "Shift+ ": () => this.wholeRow(),
      "Shift+PageDown": () => this.move(this.board.page(), 0, true),
      "Shift+PageUp": () => this.move(-this.board.page(), 0, true),
    }[name];
  }

  arrow([, control, shift, direction]) {
    const [down, across] = { Up: [-1, 0], Down: [1, 0], Left: [0, -1], Right: [0, 1] }[direction];
    if (control) this.jump(down, across, Boolean(shift));
    else this.move(down, across, Boolean(shift));
  }

  anywhere(event) {
    if (isComposing(event)) return;
    const act = {
      "Control+S": () => this.desk.save("all"),
      "Control+Enter": () => this.desk.save("good"),
      F1: () => document.getElementById("keys").showModal(),
    }[nameOf(event)];
    if (!act) return;
    event.preventDefault();
    act();
  }
}

function buttons(desk, keys) {
  const acts = {
    "grid-save": () => desk.save("all"),
    "grid-good": () => desk.save("good"),
    "grid-next": () => keys.error(1),
    "grid-keys": () => document.getElementById("keys").showModal(),
    "grid-split": () => desk.columns.split(),
    "take-theirs": () => desk.settle("theirs"),
    "keep-mine": () => desk.settle("mine"),
    "stale-reload": () => { localStorage.removeItem(desk.keeper.store); location.reload(); },
    "stale-force": async () => { if (await desk.keeper.keep(true)) document.getElementById("stale").hidden = true; },
  };
  for (const [id, act] of Object.entries(acts)) document.getElementById(id)?.addEventListener("click", act);
  document.getElementById("grid-columns").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (desk.editing) desk.close();
    if (await desk.keeper.keep()) event.target.submit();
  });
}

const place = typeof document === "undefined" ? null : document.getElementById("sheet");
if (place) {
  document.getElementById("plain").remove();
  place.hidden = false;
  const desk = new Desk(place);
  buttons(desk, new Keys(desk));
  desk.begin();
}
