// The grid as it is seen: only the rows in sight are on the page, and the one being worked in.

const HEIGHT = 26;
const SPARE = 6;
const SHOWN = 300;
/** Least widths in rem; what the window has beyond them goes to the columns of long text. */
const WIDTHS = { entry: 28, wide: 11.5, number: 10.5, usual: 6.5, narrow: 4.2 };
const NUMBER = 3.6;
const SIGNS = { error: "✕", warning: "!", hint: "·", ok: "✓" };
const GRAVITY = ["error", "warning", "hint"];

export function element(name, attributes = {}, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

/** A text cut at its marks, as nodes; of two marks that overlap the first keeps its characters. */
export function marked(text, notes) {
  const pieces = [];
  let at = 0;
  for (const note of [...notes].sort((one, other) => one.offset - other.offset)) {
    const start = Math.max(note.offset, at);
    const end = Math.min(note.offset + note.length, text.length);
    if (end <= start) continue;
    if (start > at) pieces.push(document.createTextNode(text.slice(at, start)));
    pieces.push(element("mark", { class: `mark-${note.level}` }, text.slice(start, end)));
    at = end;
  }
  if (at < text.length) pieces.push(document.createTextNode(text.slice(at)));
  return pieces;
}

export class Board {
  constructor(root, rows, columns, words) {
    this.root = root;
    this.rows = rows;
    this.words = words;
    this.painted = new Map();
    this.active = { row: 0, column: 0 };
    this.anchor = { row: 0, column: 0 };
    this.head = element("div", { role: "rowgroup", class: "grid-head" });
    this.body = element("div", { role: "rowgroup", class: "grid-body" });
    root.replaceChildren(this.head, this.body);
    root.addEventListener("scroll", () => this.paint(), { passive: true });
    new ResizeObserver(() => this.paint()).observe(root);
    this.setColumns(columns);
  }

  setColumns(columns) {
    this.columns = columns;
    const tracks = columns.map(([, , width]) => `minmax(${WIDTHS[width]}rem, ${["entry", "wide"].includes(width) ? 3 : 1}fr)`);
    const least = columns.reduce((sum, [, , width]) => sum + WIDTHS[width], NUMBER);
    this.root.style.setProperty("--grid-columns", `${NUMBER}rem ${tracks.join(" ")}`);
    this.root.style.setProperty("--grid-width", `${least}rem`);
    this.root.setAttribute("aria-colcount", columns.length + 1);
    const line = element("div", { role: "row", class: "grid-row", "aria-rowindex": 1 });
    line.append(element("div", { role: "columnheader", "aria-colindex": 1, class: "grid-number" }, this.words.number));
    columns.forEach(([key, label], index) => {
      line.append(element("div", { role: "columnheader", "aria-colindex": index + 2, "data-column": key, title: label }, label));
    });
    this.head.replaceChildren(line);
    this.clear();
  }

  clear() {
    for (const line of this.painted.values()) line.remove();
    this.painted.clear();
  }

  key(column) {
    return this.columns[column]?.[0];
  }

  index(key) {
    return this.columns.findIndex(([name]) => name === key);
  }

  /** The block between the cell one is in and the one where the selection began. */
  get block() {
    const [top, bottom] = [this.active.row, this.anchor.row].sort((one, other) => one - other);
    const [left, right] = [this.active.column, this.anchor.column].sort((one, other) => one - other);
    return { top, bottom, left, right };
  }

  inSight() {
    const first = Math.floor(this.root.scrollTop / HEIGHT);
    const count = Math.ceil((this.root.clientHeight || 300) / HEIGHT);
    return [Math.max(0, first - SPARE), Math.min(this.rows.length - 1, first + count + SPARE)];
  }

  /** Put the rows in sight on the page and take the others off it. */
  paint() {
    this.body.style.blockSize = `${this.rows.length * HEIGHT}px`;
    this.root.setAttribute("aria-rowcount", this.rows.length + 1);
    const [first, last] = this.inSight();
    for (const [index, line] of this.painted) {
      if ((index < first || index > last) && index !== this.active.row) {
        line.remove();
        this.painted.delete(index);
      }
    }
    for (let index = first; index <= last; index += 1) if (!this.painted.has(index)) this.paintRow(index);
    if (!this.painted.has(this.active.row)) this.paintRow(this.active.row);
  }

  /** Paint all again: rows have moved. */
  repaint() {
    const open = this.painted.get(this.active.row);
    for (const [index, line] of this.painted) {
      if (line === open) continue;
      line.remove();
      this.painted.delete(index);
    }
    if (open) this.paintRow(this.active.row);
    this.paint();
  }

  paintKey(key) {
    for (const index of this.painted.keys()) if (this.rows.list[index]?.key === key) this.paintRow(index);
  }

  paintRow(index) {
    const row = this.rows.list[index];
    if (!row) return;
    let line = this.painted.get(index);
    if (!line) {
      line = this.newLine(index);
      this.painted.set(index, line);
      const after = [...this.painted.keys()].filter((other) => other > index);
      this.body.insertBefore(line, after.length ? this.painted.get(Math.min(...after)) : null);
    }
    line.classList.toggle("row-open", Boolean(this.editing) && index === this.active.row);
    this.paintNumber(line.firstElementChild, row, index);
    const notes = row.said?.notes ?? [];
    this.columns.forEach(([key], column) => this.paintCell(line.children[column + 1], row, key, notes, index, column));
  }

  newLine(index) {
    const line = element("div", { role: "row", class: "grid-row", "aria-rowindex": index + 2 });
    line.dataset.row = index;
    line.style.transform = `translateY(${index * HEIGHT}px)`;
    line.append(element("div", { role: "rowheader", "aria-colindex": 1, class: "grid-number" }));
    this.columns.forEach((_, column) => {
      const cell = element("div", { role: "gridcell", "aria-colindex": column + 2 });
      cell.dataset.column = column;
      cell.append(element("span", { class: "grid-text", lang: "zh-Hant" }));
      line.append(cell);
    });
    return line;
  }

  paintNumber(head, row, index) {
    const level = row.conflict ? "error" : row.said?.level ?? "";
    const state = row.record ? (row.changed ? this.words.changed : this.words.saved) : "";
    head.className = `grid-number ${level ? `level-${level === "ok" ? "done" : level}` : ""}`;
    head.replaceChildren(
      element("span", { class: "grid-state" }, row.record ? (row.changed ? "△" : "●") : ""),
      element("span", {}, String(index + 1)),
      element("span", { class: "grid-sign", "aria-hidden": "true" }, SIGNS[level] ?? ""),
      element("span", { class: "hidden-visually" }, [this.words[level] ?? "", state].filter(Boolean).join(" ")),
    );
  }

  paintCell(cell, row, key, notes, index, column) {
    const own = notes.filter((note) => note.column === key);
    const text = row.locked.includes(key) ? this.words.locked : row.cells[key] ?? "";
    cell.firstElementChild.replaceChildren(...marked(text.slice(0, SHOWN).replaceAll("\n", "⏎"), own));
    const { top, bottom, left, right } = this.block;
    const chosen = index >= top && index <= bottom && column >= left && column <= right;
    const gravest = GRAVITY.find((level) => own.some((note) => note.level === level)) ?? "";
    const here = index === this.active.row && column === this.active.column;
    cell.className = [gravest && `cell-${gravest}`, here && "cell-here", chosen && "cell-chosen", cell.lastElementChild.tagName === "TEXTAREA" && this.editing && "cell-open"].filter(Boolean).join(" ");
    cell.setAttribute("aria-selected", String(chosen));
  }

  cell(row, column) {
    return this.painted.get(row)?.children[column + 1];
  }

  /** Go to a cell; with `extend` the selection grows to it. */
  go(row, column, extend = false) {
    const before = this.block;
    const was = this.active.row;
    this.active = { row, column };
    if (!extend) this.anchor = { row, column };
    this.bringIntoSight(row, column);
    this.paint();
    const now = this.block;
    for (const index of this.painted.keys()) {
      const touched = (index >= before.top && index <= before.bottom) || (index >= now.top && index <= now.bottom) || index === was;
      if (touched) this.paintRow(index);
    }
  }

  bringIntoSight(row, column) {
    const head = this.head.offsetHeight;
    const top = row * HEIGHT;
    const room = this.root.clientHeight - head;
    if (top < this.root.scrollTop) this.root.scrollTop = top;
    else if (top + HEIGHT > this.root.scrollTop + room) this.root.scrollTop = top + HEIGHT - room;
    const heading = this.head.firstElementChild?.children[column + 1];
    if (!heading) return;
    const fixed = this.head.firstElementChild.firstElementChild.offsetWidth;
    if (heading.offsetLeft - fixed < this.root.scrollLeft) this.root.scrollLeft = heading.offsetLeft - fixed;
    const over = heading.offsetLeft + heading.offsetWidth - this.root.scrollLeft - this.root.clientWidth;
    if (over > 0) this.root.scrollLeft += Math.min(over, heading.offsetLeft - fixed - this.root.scrollLeft);
  }

  page() {
    return Math.max(1, Math.floor((this.root.clientHeight - this.head.offsetHeight) / HEIGHT) - 1);
  }
}
