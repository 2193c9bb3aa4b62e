// The page that shows the pictures of one record: the list leads to pictures without leaving the page, buttons and keys
// move the stage. Without this script the list is links and the picture a picture.

import { Stage } from "./stage.js";
import { areaOf, fragmentOf } from "./viewport.js";

// So long after the last move the address says what is looked at (ms).
const PAUSE = 400;

export function pictureOf(link) {
  const { info, page, width, height } = link.dataset;
  return { info, page, width: Number(width), height: Number(height) };
}

export function neighbour(count, at, key) {
  const steps = { PageDown: at + 1, n: at + 1, PageUp: at - 1, p: at - 1, Home: 0, End: count - 1 };
  if (!(key in steps)) return null;
  return Math.min(Math.max(steps[key], 0), count - 1);
}

// Buttons that act on stages: data-act names the act, data-value its measure.
export function connect(bar, act) {
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (!button) return;
    const value = Number(button.dataset.value ?? 0);
    act({ name: button.dataset.act, factor: value, degrees: value });
  });
}

export function fullscreen(element) {
  if (document.fullscreenElement) return document.exitFullscreen();
  return element.requestFullscreen?.();
}

// Brings a thing into view in what scrolls around it, without the page itself moving.
export function reveal(thing, around) {
  const [one, other] = [thing.getBoundingClientRect(), around.getBoundingClientRect()];
  around.scrollTop += Math.min(0, one.top - other.top) + Math.max(0, one.bottom - other.bottom);
  around.scrollLeft += Math.min(0, one.left - other.left) + Math.max(0, one.right - other.right);
}

export class Viewer {
  constructor(root) {
    this.root = root;
    this.place = root.querySelector("[data-stage]");
    this.links = [...root.querySelectorAll("a[data-info]")];
    this.stage = new Stage(this.place);
    this.place.classList.add("live");
    this.place.tabIndex = 0;
    const bar = root.querySelector("[data-tools]");
    connect(bar, (act) => this.stage.act(act));
    this.stage.addEventListener("view", (event) => (root.querySelector("[data-percent]").textContent = `${event.detail.percent}%`));
    this.stage.addEventListener("act", () => this.later());
    addEventListener("hashchange", () => this.look(areaOf(location.hash)));
    root.querySelector("[data-fullscreen]").addEventListener("click", () => fullscreen(root));
    this.place.addEventListener("keydown", (event) => this.key(event));
    for (const [at, link] of this.links.entries()) link.addEventListener("click", (event) => this.choose(event, at));
    this.go(Math.max(0, this.links.findIndex((link) => link.getAttribute("aria-current"))), false);
    this.place.focus({ preventScroll: true });
  }

  choose(event, at) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.go(at);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const to = neighbour(this.links.length, this.at, event.key);
    if (to !== null) this.go(to);
    else if (event.key === "f") fullscreen(this.root);
    else if (event.key === "?") this.root.querySelector("[data-keys]").open ^= true;
    else return;
    event.preventDefault();
  }

  go(to, named = true) {
    if (to === this.at || !this.links[to]) return;
    this.links[this.at]?.removeAttribute("aria-current");
    this.at = to;
    const link = this.links[to];
    link.setAttribute("aria-current", "true");
    reveal(link, link.closest("nav"));
    reveal(link, link.closest("ol"));
    this.place.setAttribute("aria-label", link.dataset.words);
    for (const shown of this.root.querySelectorAll("[data-shown]")) shown.textContent = link.dataset.words;
    for (const other of this.root.querySelectorAll("a[data-beside]")) other.href = other.dataset.beside.replace("LEFT", link.dataset.image);
    clearTimeout(this.naming);
    if (named) history.replaceState(null, "", link.href);
    this.look(areaOf(location.hash));
  }

  look(area) {
    this.stage.show(pictureOf(this.links[this.at]), area);
  }

  // The address leads whoever is given it to the detail that is looked at.
  later() {
    clearTimeout(this.naming);
    this.naming = setTimeout(() => {
      const detail = this.stage.isWhole ? "" : fragmentOf(this.stage.seen);
      history.replaceState(null, "", this.links[this.at].href + detail);
    }, PAUSE);
  }
}

if (typeof document !== "undefined") {
  const root = document.querySelector("#viewer");
  if (root) root.viewer = new Viewer(root);
}
