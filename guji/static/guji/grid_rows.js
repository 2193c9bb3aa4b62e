// The rows of a grid and every change of them, so that each can be taken back. It knows no page.

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A key that no other row has. */
export function newKey() {
  return `c${[...crypto.getRandomValues(new Uint8Array(11))].map((byte) => LETTERS[byte % 36]).join("")}`;
}

export function blankRow() {
  return { key: newKey(), cells: {}, record: "", changed: true, locked: [], said: null };
}

export function isBlank(row) {
  return !row.record && !Object.values(row.cells).some((text) => text.trim());
}

/** Cells as spreadsheets put them on the clipboard: quoted only where they must be. */
export function asText(matrix) {
  const quoted = (text) => (/[\t\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return matrix.map((row) => row.map(quoted).join("\t")).join("\n");
}

/** What would undo a change. */
export function inverse(change) {
  return {
    cuts: change.puts,
    puts: change.cuts,
    cells: change.cells.map(([row, column, before, after]) => [row, column, after, before]),
  };
}

export class Rows {
  constructor(most) {
    this.most = most;
    this.list = [];
    this.done = [];
    this.undone = [];
    this.dirty = new Set();
    this.moved = false;
  }

  load(rows) {
    this.list = rows.map((row) => ({ ...row, cells: { ...row.cells }, said: null, known: true }));
    this.done = [];
    this.undone = [];
    this.dirty.clear();
    this.moved = false;
    this.pad(20);
  }

  get length() {
    return this.list.length;
  }

  text(index, column) {
    return this.list[index]?.cells[column] ?? "";
  }

  find(key) {
    return this.list.find((row) => row.key === key);
  }

  /** Let there be so many rows, blank ones at the end: they are nobody's change. */
  pad(number) {
    while (this.list.length < Math.min(number, this.most)) this.list.push(blankRow());
  }

  /** The keys of the rows down to the last that says anything. */
  order() {
    const keys = this.list.map((row) => row.key);
    return keys.slice(0, this.lastWritten() + 1);
  }

  lastWritten() {
    let last = this.list.length - 1;
    while (last >= 0 && isBlank(this.list[last])) last -= 1;
    return last;
  }

  /** Make a change and remember how to take it back; false where it would be no change. */
  make(change) {
    const whole = { cuts: change.cuts ?? [], puts: change.puts ?? [], cells: this.real(change.cells ?? []) };
    if (!whole.cuts.length && !whole.puts.length && !whole.cells.length) return false;
    this.apply(whole);
    this.done.push(whole);
    this.undone = [];
    return true;
  }

  real(cells) {
    return cells
      .filter(([row, column]) => !row.locked.includes(column))
      .map(([row, column, text]) => [row, column, row.cells[column] ?? "", text])
      .filter(([, , before, after]) => before !== after);
  }

  apply({ cuts, puts, cells }) {
    for (const [index] of [...cuts].sort((one, other) => other[0] - one[0])) this.list.splice(index, 1);
    for (const [index, row] of [...puts].sort((one, other) => one[0] - other[0])) this.list.splice(index, 0, row);
    for (const [row, column, , after] of cells) {
      row.cells[column] = after;
      row.changed = true;
      this.dirty.add(row);
    }
    for (const [, row] of puts) this.dirty.add(row);
    for (const [, row] of cuts) this.dirty.delete(row);
    this.moved = this.moved || puts.length > 0 || cuts.length > 0;
  }

  undo() {
    return this.step(this.done, this.undone, inverse);
  }

  redo() {
    return this.step(this.undone, this.done, (change) => change);
  }

  step(from, to, way) {
    const change = from.pop();
    if (!change) return null;
    this.apply(way(change));
    to.push(change);
    return change;
  }

  /** Put texts into a block of cells; rows that are not there yet are made. Columns are keys, null ones are passed over. */
  fill(top, columns, matrix) {
    const puts = [];
    for (let index = this.list.length; index < top + matrix.length; index += 1) puts.push([index, blankRow()]);
    const at = (index) => this.list[index] ?? puts[index - this.list.length][1];
    const cells = [];
    matrix.forEach((texts, down) => texts.forEach((text, across) => {
      if (columns[across]) cells.push([at(top + down), columns[across], text]);
    }));
    return this.make({ puts, cells });
  }

  /** Copy the first row of a block into the rows beneath it; of one row, take the row above it. */
  copyDown(top, bottom, columns) {
    const from = top === bottom ? top - 1 : top;
    if (from < 0) return false;
    const cells = [];
    for (let index = from + 1; index <= bottom; index += 1) {
      for (const column of columns) cells.push([this.list[index], column, this.text(from, column)]);
    }
    return this.make({ cells });
  }

  /** How far a value would be drawn down: to the row before the next that has one of its own, or to the last written. */
  reach(index, column) {
    const last = Math.max(this.lastWritten(), index);
    let end = index + 1;
    while (end <= last && !this.text(end, column)) end += 1;
    return end - 1;
  }

  insert(index, number = 1) {
    const puts = Array.from({ length: number }, (_, step) => [index + step, blankRow()]);
    return this.list.length + number <= this.most && this.make({ puts });
  }

  remove(top, bottom) {
    const cuts = this.list.slice(top, bottom + 1).map((row, step) => [top + step, row]);
    return this.make({ cuts });
  }

  /** The same rows again beneath: new ones, which know no record. */
  duplicate(top, bottom) {
    const copies = this.list.slice(top, bottom + 1).map((row) => ({ ...blankRow(), cells: { ...row.cells } }));
    const puts = copies.map((row, step) => [bottom + 1 + step, row]);
    return this.list.length + puts.length <= this.most && this.make({ puts });
  }

  /** The next row from here whose level is among these, going round. */
  next(from, levels, step = 1) {
    const count = this.list.length;
    for (let walked = 1; walked <= count; walked += 1) {
      const index = (((from + step * walked) % count) + count) % count;
      if (levels.includes(this.list[index].said?.level)) return index;
    }
    return -1;
  }

  counts() {
    const found = { error: 0, warning: 0, hint: 0, ok: 0, saved: 0, rows: 0 };
    for (const row of this.list) {
      if (isBlank(row)) continue;
      found.rows += 1;
      if (row.record && !row.changed) found.saved += 1;
      if (row.said) found[row.said.level] += 1;
    }
    return found;
  }
}
