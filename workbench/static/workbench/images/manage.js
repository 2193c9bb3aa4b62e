// The page that keeps a record's pictures: files go up in pieces with a bar each, the list follows what the worker finds,
// order is made by dragging or by keys, role and caption are stored as one leaves them. Without it the page is forms.

import { isComposing } from "../../guji/composing.js";
import { token } from "../../guji/token.js";
import { Line, Uploads } from "./uploads.js";

const PATIENCE = [700, 1000, 1500, 2500];

// The order after `moved` was put before or after `target`.
export function reordered(keys, moved, target, after) {
  if (moved === target) return keys;
  const rest = keys.filter((key) => key !== moved);
  const at = rest.indexOf(target) + (after ? 1 : 0);
  return [...rest.slice(0, at), moved, ...rest.slice(at)];
}

export function stepped(keys, key, by) {
  const at = keys.indexOf(key);
  const to = Math.min(Math.max(at + by, 0), keys.length - 1);
  const rest = keys.filter((one) => one !== key);
  return [...rest.slice(0, to), key, ...rest.slice(to)];
}

const filled = (template, ...values) => values.reduce((text, value, at) => text.replace(`{${at + 1}}`, value), template);

export class Words {
  constructor(template) {
    this.all = new Map([...template.content.querySelectorAll("[data-word]")].map((word) => [word.dataset.word, word.textContent]));
  }

  get(name, ...values) {
    return filled(this.all.get(name) ?? name, ...values);
  }
}

// The list of pictures: asked for again when something changed, items that stayed the same are left as they are, so that
// what one is typing is not touched.
export class Pictures {
  constructor(place, words, say) {
    Object.assign(this, { place, words, say });
    this.asked = 0;
    this.coming = new Set();
    place.addEventListener("change", (event) => this.store(event.target));
    place.addEventListener("submit", (event) => this.submit(event));
    place.addEventListener("keydown", (event) => this.key(event));
    for (const name of ["dragstart", "dragover", "dragleave", "drop", "dragend"]) place.addEventListener(name, (event) => this[name](event));
    this.dress();
    this.wait();
  }

  get list() {
    return this.place.querySelector("#pictures-list");
  }

  get keys() {
    return [...(this.list?.children ?? [])].map((item) => item.dataset.image);
  }

  dress() {
    for (const grip of this.place.querySelectorAll(".grip")) grip.hidden = false;
    for (const item of this.list?.children ?? []) item.tabIndex = 0;
    for (const words of this.place.querySelectorAll("[data-scripted]")) words.hidden = false;
    this.leaveOut();
  }

  // What this very page is sending is not told to be unfinished.
  leaveOut(coming = this.coming) {
    this.coming = coming;
    const unfinished = this.place.querySelector("[data-unfinished]");
    const items = [...(unfinished?.querySelectorAll("li") ?? [])];
    for (const item of items) item.hidden = coming.has(item.dataset.image);
    if (unfinished) unfinished.hidden = items.every((item) => item.hidden);
  }

  wait() {
    clearTimeout(this.timer);
    if (Number(this.place.querySelector(".list-of").dataset.pending) === 0) return;
    this.timer = setTimeout(() => this.refresh(), PATIENCE[Math.min(this.asked, PATIENCE.length - 1)]);
    this.asked += 1;
  }

  watch() {
    this.asked = 0;
    return this.refresh();
  }

  async refresh() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const answer = await fetch(`${this.place.dataset.address}?part=list`, { redirect: "error" });
      if (answer.ok && turn === this.turn) this.show(await answer.text());
    } catch {
      // a broken line: asked again below
    }
    this.wait();
  }

  show(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html").querySelector(".list-of");
    if (!parsed) return;
    const focused = document.activeElement?.closest?.(".picture") ? document.activeElement : null;
    const kept = new Map([...(this.list?.children ?? [])].map((item) => [item.dataset.image, item]));
    for (const item of [...parsed.querySelectorAll(".picture")]) {
      const old = kept.get(item.dataset.image);
      if (old && this.stays(old, item, focused)) item.replaceWith(renumbered(old, item));
    }
    parsed.querySelector(".messages")?.remove(); // said in the head of the page, where nothing jumps for it
    this.place.querySelector(".list-of").replaceWith(parsed);
    this.dress();
    if (focused && document.activeElement !== focused) this.refocus(focused);
  }

  stays(old, item, focused) {
    return old.dataset.state === item.dataset.state || (old.contains(focused) && old.dataset.status === item.dataset.status && focused.matches("input, select"));
  }

  // What had the focus has it again: itself, or what stands in its place now, or the picture it belonged to.
  refocus(element) {
    const item = document.getElementById(element.closest(".picture")?.id ?? "");
    const alike = element.name ? item?.querySelector(`[name="${element.name}"]:not([disabled])`) : null;
    (element.isConnected ? element : (alike ?? item))?.focus({ preventScroll: true });
  }

  async send(fields) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    body.set("part", "list");
    for (const [name, value] of fields) body.append(name, value);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const answer = await fetch(this.place.querySelector("#pictures-form").action, { method: "POST", body, redirect: "manual" });
      if (answer.type === "opaqueredirect") this.say(this.words.get("ended"), true);
      else if (answer.ok) this.stored(await answer.text(), turn);
      else throw new Error(String(answer.status));
    } catch {
      this.say(this.words.get("unsaved"), true);
    }
    this.wait();
  }

  stored(html, turn) {
    if (turn === this.turn) this.show(html);
    const { said, refused } = this.place.querySelector(".list-of").dataset;
    this.say(said, refused !== undefined);
  }

  async store(field) {
    if (!/^(role|caption)\./.test(field.name ?? "")) return;
    const item = field.closest(".picture");
    item.dataset.state = this.stateOf(item);
    await this.send([[field.name, field.value]]);
  }

  stateOf(item) {
    const value = (name) => item.querySelector(`[name^="${name}."]`)?.value ?? "";
    return [item.dataset.status, value("role"), value("caption").trim(), ""].join("|");
  }

  submit(event) {
    const button = event.submitter;
    if (!button?.name) return;
    event.preventDefault();
    const reason = button.name === "remove" ? button.closest(".picture").querySelector(`[name="reason.${button.value}"]`) : null;
    const extra = reason ? [[reason.name, reason.value]] : [];
    this.send([[button.name, button.value], ...extra]);
  }

  key(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const item = event.target.closest(".picture");
    if (!item || isComposing(event)) return;
    if (event.key === "Enter" && event.target.matches("input")) this.enter(event, item);
    if (!event.altKey || !by || event.target.matches("select")) return;
    event.preventDefault();
    this.order(stepped(this.keys, item.dataset.image, by), item.dataset.image);
  }

  // Enter ends the field that one is in, and nothing else on the page.
  enter(event, item) {
    event.preventDefault();
    if (event.target.name.startsWith("reason.")) item.querySelector('button[name="remove"]').click();
    else this.store(event.target);
  }

  order(keys, moved) {
    if (keys.join() === this.keys.join()) return;
    const items = new Map([...this.list.children].map((item) => [item.dataset.image, item]));
    const focused = document.activeElement;
    for (const key of keys) this.list.append(items.get(key));
    items.get(moved).scrollIntoView({ block: "nearest" });
    if (focused !== document.activeElement) focused?.focus?.({ preventScroll: true });
    this.say(this.words.get("moved", keys.indexOf(moved) + 1));
    clearTimeout(this.ordering);
    this.ordering = setTimeout(() => this.send(this.keys.map((key) => ["order", key])), 350);
  }

  dragstart(event) {
    const item = event.target.closest?.(".grip")?.closest(".picture");
    if (!item) return;
    this.dragged = item;
    item.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.image);
    event.dataTransfer.setDragImage(item, 10, 10);
  }

  dragover(event) {
    const over = event.target.closest?.(".picture");
    if (!this.dragged || !over) return;
    event.preventDefault();
    for (const item of this.list.children) item.classList.toggle("over", item === over && item !== this.dragged);
  }

  dragleave(event) {
    event.target.closest?.(".picture")?.classList.remove("over");
  }

  drop(event) {
    const over = event.target.closest?.(".picture");
    if (!this.dragged || !over) return;
    event.preventDefault();
    const keys = this.keys;
    const [moved, target] = [this.dragged.dataset.image, over.dataset.image];
    this.order(reordered(keys, moved, target, keys.indexOf(moved) < keys.indexOf(target)), moved);
  }

  dragend() {
    this.dragged?.classList.remove("dragged");
    this.dragged = null;
    for (const item of this.list?.children ?? []) item.classList.remove("over");
  }
}

// What stays shows its new place all the same.
function renumbered(old, item) {
  old.querySelector(".number-of").textContent = item.querySelector(".number-of").textContent;
  for (const name of ["earlier", "later"]) {
    const button = old.querySelector(`button[name="${name}"]`);
    if (button) button.disabled = item.querySelector(`button[name="${name}"]`)?.disabled ?? false;
  }
  const [link, fresh] = [old.querySelector("a"), item.querySelector("a")];
  if (link && fresh) link.href = fresh.href;
  return old;
}

// One row for each file on its way.
export class Rows {
  constructor(form, words, pictures) {
    Object.assign(this, { form, words, pictures });
    this.list = form.querySelector("#uploads");
    this.template = document.querySelector("#upload-row");
    this.rows = new Map();
    this.uploads = new Uploads(new Line(form.dataset.uploads, token), (upload) => this.show(upload));
    form.querySelector("#files").addEventListener("change", (event) => this.add(event.target.files, event.target));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("#upload-all").addEventListener("click", (event) => this.all(event.target.closest("[data-all]")?.dataset.all));
    addEventListener("beforeunload", (event) => this.uploads.unfinished.some((one) => one.state !== "paused") && event.preventDefault());
    addEventListener("online", () => this.all("resume", ["broken"]));
    for (const name of ["dragover", "dragleave", "drop"]) form.querySelector("#drop").addEventListener(name, (event) => this.drag(event, name));
    for (const hidden of form.querySelectorAll("[data-scripted]")) hidden.hidden = false;
    form.querySelector("[data-unscripted]").hidden = true;
  }

  drag(event, name) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    event.currentTarget.classList.toggle("over", name === "dragover");
    if (name === "drop") this.add(event.dataTransfer.files);
  }

  add(files, input) {
    this.uploads.add(files, this.form.querySelector("#upload-role").value);
    if (input) input.value = "";
  }

  all(what, states = ["paused", "broken"]) {
    for (const upload of this.uploads.all) {
      if (what === "pause") upload.pause();
      else if (what === "resume" && states.includes(upload.state)) this.uploads.resume(upload);
    }
  }

  row(upload) {
    if (this.rows.has(upload)) return this.rows.get(upload);
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.querySelector(".name").textContent = upload.file.name;
    row.querySelector("progress").setAttribute("aria-label", upload.file.name);
    for (const button of row.querySelectorAll("button")) button.append(Object.assign(document.createElement("span"), { className: "hidden-visually", textContent: upload.file.name }));
    row.addEventListener("click", (event) => this.press(upload, event.target.closest("[data-do]")?.dataset.do));
    this.rows.set(upload, row);
    this.list.append(row);
    return row;
  }

  press(upload, what) {
    if (what === "pause") upload.pause();
    else if (what === "resume") this.uploads.resume(upload);
    else if (what) this.drop(upload);
  }

  drop(upload) {
    this.uploads.drop(upload);
    this.rows.get(upload)?.remove();
    this.rows.delete(upload);
    this.total();
  }

  show(upload) {
    const row = this.row(upload);
    const { state, words } = upload;
    row.dataset.state = state;
    row.querySelector("progress").value = state === "checking" ? 100 : upload.percent;
    const shown = { pause: ["waiting", "sending"].includes(state), resume: ["paused", "broken"].includes(state), drop: ["paused", "broken"].includes(state), dismiss: state === "refused" };
    for (const [name, yes] of Object.entries(shown)) row.querySelector(`[data-do=${name}]`).hidden = !yes;
    const more = words === "logged-out" ? this.words.get(words) : words;
    const said = row.querySelector(".said");
    const text = [this.words.get(state), state === "sending" ? `${upload.percent}%` : "", more].filter(Boolean).join("　");
    if (said.textContent !== text) said.textContent = text;
    said.classList.toggle("level-error", state === "refused");
    if (state === "checking" && !upload.told) {
      upload.told = true;
      row.remove();
      this.pictures.watch();
    }
    this.total();
  }

  total() {
    const { all } = this.uploads;
    this.pictures.leaveOut(new Set(all.map((one) => one.id)));
    const done = all.filter((one) => one.state === "checking").length;
    this.form.querySelector("#upload-all").hidden = all.length === 0;
    this.form.querySelector("#upload-total").textContent = this.words.get("total", all.length, done);
    for (const button of this.form.querySelectorAll("[data-all]")) button.hidden = this.uploads.unfinished.length === 0;
  }
}

if (typeof document !== "undefined") {
  const form = document.querySelector("form#upload");
  if (form) {
    const words = new Words(document.querySelector("#upload-words"));
    const status = document.querySelector("#pictures-said");
    const say = (text, bad = false) => {
      status.textContent = text;
      status.classList.toggle("level-error", bad);
    };
    const pictures = new Pictures(document.querySelector("#pictures"), words, say);
    new Rows(form, words, pictures);
  }
}
