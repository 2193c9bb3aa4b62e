// Columns that a paste or a split asks for, and whole entries that fall into theirs.

const AT_ONCE = 250;

export class Columns {
  constructor(desk) {
    this.desk = desk;
  }

  /** See that the grid has these columns; false where that could not be. */
  async have(keys) {
    const { board, keeper, rows } = this.desk;
    const lacking = keys.filter((key) => board.index(key) < 0);
    if (!lacking.length) return true;
    if (!(await keeper.keep())) return false;
    const said = await keeper.post("columns", { columns: [...board.columns.map(([key]) => key), ...lacking] });
    if (!said.ok) {
      this.desk.trouble(said);
      return false;
    }
    keeper.stamp = said.stamp;
    for (const { key, cells, locked } of said.rows) {
      const row = rows.find(key);
      if (!row) continue;
      row.cells = { ...cells, ...row.cells };
      row.locked = locked;
    }
    board.setColumns(said.columns);
    for (const [key] of said.columns) document.querySelector(`#grid-columns [value="${key}"]`).checked = true;
    this.desk.writer = undefined;
    board.paint();
    this.desk.attach();
    return true;
  }

  /** Let the whole entries of the chosen rows, or of all, fall into the columns of their statements. */
  async split() {
    const { board, keeper, rows } = this.desk;
    const { top, bottom } = board.block;
    const chosen = (top === bottom ? rows.list : rows.list.slice(top, bottom + 1)).filter((row) => row.cells.entry?.trim());
    const cells = [];
    for (let at = 0; at < chosen.length; at += AT_ONCE) {
      const part = chosen.slice(at, at + AT_ONCE);
      const said = await keeper.post("split", { entries: part.map((row) => row.cells.entry) });
      if (!said.ok) return this.desk.trouble(said);
      said.entries.forEach((fields, index) => {
        for (const [column, text] of Object.entries({ ...fields, entry: "" })) cells.push([part[index], column, text]);
      });
    }
    const columns = [...new Set(cells.map(([, column]) => column))];
    if (!columns.length || !(await this.have(columns))) return undefined;
    this.desk.after(rows.make({ cells }));
    return this.desk.go(board.active.row, Math.max(0, board.index("title")));
  }
}
