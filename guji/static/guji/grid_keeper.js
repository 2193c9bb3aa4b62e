// Keeps a grid: on the server change by change, on this computer until the server has it; and saves it as drafts.

import { token } from "./token.js";

const PAUSE = 400;
const AT_ONCE = 250;
const AGAIN = 3000;

export class Keeper {
  /** `addresses` of keep, save, paste, split, settle, columns, rows; `told` is called with what is to be shown. */
  constructor(id, rows, addresses, told) {
    this.rows = rows;
    this.addresses = addresses;
    this.told = told;
    this.store = `grid:${id}`;
    this.writer = crypto.getRandomValues(new Uint32Array(4)).join("-").slice(0, 40);
    this.stamp = 0;
    this.sending = [];
    this.asked = new Set();
    this.typing = null;
    this.stopped = false;
    addEventListener("beforeunload", (event) => { if (this.pending || this.typing) event.preventDefault(); });
    addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && this.pending) this.keep(); });
  }

  get pending() {
    return this.rows.dirty.size > 0 || this.rows.moved || this.asked.size > 0 || this.sending.length > 0;
  }

  async load() {
    const answer = await fetch(this.addresses.rows);
    if (!answer.ok || answer.redirected) throw new TypeError("away");
    const { stamp, rows } = await answer.json();
    this.stamp = stamp;
    this.stopped = false;
    return rows;
  }

  /** Note that something changed: on this computer at once, on the server soon. */
  changed(typing = null) {
    this.typing = typing;
    this.remember();
    clearTimeout(this.later);
    if (!typing) this.later = setTimeout(() => this.keep(), PAUSE);
  }

  remember() {
    const { typing } = this;
    const rows = [...new Set([...this.sending, ...this.rows.dirty])].map((row) => [row.key, row.cells]);
    if (typing) rows.push([typing.row.key, { ...typing.row.cells, [typing.column]: typing.text }]);
    const whole = { rows, order: this.rows.order() };
    try {
      if (rows.length || this.rows.moved) localStorage.setItem(this.store, JSON.stringify(whole));
      else localStorage.removeItem(this.store);
    } catch { /* a full or forbidden store: the server keeps it all the same */ }
  }

  /** What this computer still has of an earlier visit and the server has not. */
  left() {
    try {
      return JSON.parse(localStorage.getItem(this.store));
    } catch {
      return null;
    }
  }

  ask(keys) {
    for (const key of keys) this.asked.add(key);
    clearTimeout(this.later);
    this.later = setTimeout(() => this.keep(), PAUSE);
  }

  /** Send all that is not sent yet; true where the server then has everything. */
  keep(force = false) {
    this.running = (this.running ?? Promise.resolve()).then(() => this.run(force));
    return this.running;
  }

  async run(force) {
    clearTimeout(this.later);
    if (this.stopped && !force) return false;
    while (this.rows.dirty.size || this.rows.moved || this.asked.size) {
      const took = this.take(force);
      const said = await this.post("keep", took.body);
      if (!said.ok) {
        this.putBack(took, said);
        return false;
      }
      this.stamp = said.stamp;
      this.sending = [];
      this.told({ kept: said.at, said: said.said });
      force = false;
    }
    this.remember();
    return true;
  }

  take(force) {
    const rows = [...this.rows.dirty].slice(0, AT_ONCE);
    const check = [...this.asked].slice(0, AT_ONCE - rows.length);
    const moved = this.rows.moved || rows.some((row) => !row.known);
    for (const row of rows) this.rows.dirty.delete(row);
    for (const key of check) this.asked.delete(key);
    this.rows.moved = false;
    this.sending = rows;
    const body = { stamp: this.stamp, writer: this.writer, force, check, rows: Object.fromEntries(rows.map((row) => [row.key, row.cells])) };
    if (moved) body.order = this.rows.order();
    for (const row of rows) row.known = true;
    return { rows, check, moved, body };
  }

  putBack({ rows, check, moved }, said) {
    for (const row of rows) this.rows.dirty.add(row);
    for (const key of check) this.asked.add(key);
    this.rows.moved = this.rows.moved || moved;
    this.sending = [];
    this.stopped = said.stale === true;
    this.remember();
    this.told({ problem: said });
    if (said.away) this.later = setTimeout(() => this.keep(), AGAIN);
  }

  /** Send JSON; the answer has `ok`, or says why not: `out` of the session, `away` from the server, or a message. */
  async post(name, body) {
    try {
      const answer = await fetch(this.addresses[name], {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
        body: JSON.stringify(body),
      });
      if (answer.redirected || answer.status === 403) return { ok: false, out: true };
      if (answer.status >= 500) return { ok: false, away: true };
      return { ...(await answer.json()), ok: answer.ok };
    } catch (error) {
      if (error instanceof TypeError) return { ok: false, away: true };
      if (error instanceof SyntaxError) return { ok: false, broken: true };
      throw error;
    }
  }

  async save(which) {
    if (this.saving) return null;
    this.saving = true;
    try {
      return await this.saveOnce(which);
    } finally {
      this.saving = false;
    }
  }

  async saveOnce(which) {
    if (!(await this.keep())) return null;
    const said = await this.post("save", { which });
    if (!said.ok) {
      this.told({ problem: said });
      return null;
    }
    this.stamp = said.stamp;
    return said;
  }
}
