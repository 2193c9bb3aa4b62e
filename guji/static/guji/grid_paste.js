// What is pasted into a grid, and what is copied out of it. The server reads what spreadsheets copy: one set of rules.

import { asText, isBlank } from "./grid_rows.js";

const MOST = 3_000_000;
/** Longer tables as HTML are left out: the text alone tells enough. */
const MOST_HTML = 2_000_000;

/** Whether what is on the clipboard is more than the text of one cell. */
export function isTable(text, html) {
  return /[\t\n]/.test(text.trimEnd()) || /<t[dh][\s>]/i.test(html);
}

export class Pasting {
  constructor(desk) {
    this.desk = desk;
  }

  /** The selection as text; true where there was something to copy. */
  copy(event) {
    const { board, rows } = this.desk;
    const { top, bottom, left, right } = board.block;
    const matrix = [];
    for (let row = top; row <= bottom; row += 1) {
      matrix.push(board.columns.slice(left, right + 1).map(([key]) => rows.text(row, key)));
    }
    event.clipboardData.setData("text/plain", asText(matrix));
    event.preventDefault();
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    const html = event.clipboardData.getData("text/html");
    if (this.desk.editing) return;
    event.preventDefault();
    if (isTable(text, html)) this.take(text, html);
    else this.desk.spread(text.trim());
  }

  /** Let the server read a table, and put it where it belongs. */
  async take(text, html) {
    const { board, keeper, words } = this.desk;
    const at = { ...board.block };
    if (text.length > MOST) return this.desk.tell(words.toomuch, "error");
    const said = await keeper.post("paste", { text, html: html.length > MOST_HTML ? "" : html });
    if (!said.ok) return this.desk.trouble(said);
    if (!said.rows.length) return this.desk.tell(words.pasted.replace("{rows}", 0), "warning");
    if (said.columns.length && !(await this.desk.columns.have(said.columns))) return undefined;
    return this.put(said, at);
  }

  put({ columns, rows: matrix, notices }, at) {
    const { board, rows, words } = this.desk;
    const keys = columns.length ? columns : board.columns.slice(at.left).map(([key]) => key);
    const width = Math.max(...matrix.map((row) => row.length));
    if (!columns.length && width > keys.length) {
      return this.desk.tell(words.toowide.replace("{found}", width).replace("{most}", keys.length), "error");
    }
    const top = columns.length ? this.free(at.top) : at.top;
    if (top + matrix.length > rows.most) {
      return this.desk.tell(words.toomany.replace("{most}", rows.most).replace("{found}", top + matrix.length), "error");
    }
    rows.fill(top, keys, matrix);
    this.desk.changed();
    board.repaint();
    this.desk.go(top, columns.length ? Math.max(0, board.index(keys[0])) : at.left);
    return this.desk.tell([words.pasted.replace("{rows}", matrix.length), ...notices].join("　"), notices.length ? "warning" : "hint");
  }

  /** Where rows with a header go: here if all from here on is blank, else after the last row that says anything. */
  free(top) {
    const { rows } = this.desk;
    return rows.list.slice(top).every(isBlank) && (top === 0 || !isBlank(rows.list[top - 1])) ? top : rows.lastWritten() + 1;
  }
}
