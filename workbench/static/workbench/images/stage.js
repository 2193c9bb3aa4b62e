// One picture on a canvas that is moved by hand, wheel, fingers and keys. It tells whoever listens what the reader did
// ("act": moved, zoomed, turned, whole), so that a second stage can do the same.

import { framing, kept, moved, percent, seen, turned, whole, wholeScale, zoomed } from "./viewport.js";
import { described, factorFor, Tiles, wanted } from "./tiles.js";

const STEP = 1.25;
const STRIDE = 64;
const FEW_TILES = 24;

// What a key does on a stage; null is for keys that are none of its business.
export function actOfKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const stride = event.shiftKey ? STRIDE * 5 : STRIDE;
  const acts = {
    ArrowLeft: { name: "move", dx: stride, dy: 0 },
    ArrowRight: { name: "move", dx: -stride, dy: 0 },
    ArrowUp: { name: "move", dx: 0, dy: stride },
    ArrowDown: { name: "move", dx: 0, dy: -stride },
    "+": { name: "zoom", factor: STEP },
    "=": { name: "zoom", factor: STEP },
    "-": { name: "zoom", factor: 1 / STEP },
    _: { name: "zoom", factor: 1 / STEP },
    0: { name: "whole" },
    1: { name: "real" },
    r: { name: "turn", degrees: 90 },
    R: { name: "turn", degrees: -90 },
  };
  return acts[event.key] ?? null;
}

export function factorOfWheel(event) {
  const pixels = event.deltaY * [1, 16, 400][event.deltaMode];
  return Math.exp(-Math.max(-240, Math.min(240, pixels)) * (event.ctrlKey ? 0.01 : 0.0015));
}

export class Stage extends EventTarget {
  constructor(element) {
    super();
    this.element = element;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.element.append(this.canvas);
    this.pen = this.canvas.getContext("2d");
    this.screen = { width: 1, height: 1 };
    this.picture = null;
    this.view = null;
    this.under = null;
    this.pointers = new Map();
    this.tiles = new Tiles(() => this.later());
    new ResizeObserver(() => this.resize()).observe(element);
    element.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    element.addEventListener("pointerdown", (event) => this.down(event));
    element.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel"]) element.addEventListener(name, (event) => this.up(event));
    element.addEventListener("dblclick", (event) => this.act({ name: "zoom", factor: event.shiftKey ? 0.5 : 2, at: this.at(event) }));
    element.addEventListener("keydown", (event) => this.key(event));
    this.resize();
  }

  // Shows a picture, or an area of it: `page` is a small one of the whole, shown until the tiles are there.
  async show({ info, page, width, height }, area = null) {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.tiles = new Tiles(() => this.later());
    this.picture = { width, height, tile: null, factors: [], base: "" };
    this.under = null;
    this.view = area ? framing(area, this.picture, this.screen) : whole(this.picture, this.screen);
    this.element.dataset.state = "loading";
    this.changed();
    const under = new Image();
    under.onload = () => {
      if (turn !== this.turn) return;
      this.under = under;
      this.later();
    };
    under.src = page;
    try {
      const answer = await fetch(info, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = described(await answer.json(), answer.url);
      if (turn !== this.turn) return;
      this.picture = found;
      this.view = kept(this.view, this.picture, this.screen);
      this.element.dataset.state = "shown";
      this.changed();
    } catch {
      if (turn === this.turn) this.element.dataset.state = "coarse";
    }
  }

  resize() {
    const before = this.picture && wholeScale(this.picture, this.screen, this.view.turn);
    this.screen = { width: Math.max(1, this.element.clientWidth), height: Math.max(1, this.element.clientHeight) };
    this.ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(this.screen.width * this.ratio);
    this.canvas.height = Math.round(this.screen.height * this.ratio);
    if (!this.picture) return;
    const wasWhole = Math.abs(before - this.view.scale) < 1e-6 * before;
    this.view = wasWhole ? whole(this.picture, this.screen, this.view.turn) : kept(this.view, this.picture, this.screen);
    this.changed();
  }

  get isWhole() {
    const fitting = wholeScale(this.picture, this.screen, this.view.turn);
    return this.view.scale <= fitting * (1 + 1e-6);
  }

  get seen() {
    return seen(this.view, this.picture, this.screen);
  }

  at(event) {
    const box = this.element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  // Does what a reader did here or, with `told` false, what they did on the stage beside it.
  act(act, told = true) {
    if (!this.picture) return;
    const { view, picture, screen } = this;
    const acts = {
      move: () => moved(view, picture, screen, act.dx, act.dy),
      zoom: () => zoomed(view, picture, screen, act.factor, act.at),
      turn: () => turned(view, picture, screen, act.degrees),
      whole: () => whole(picture, screen, view.turn),
      real: () => zoomed(view, picture, screen, 1 / (view.scale * this.ratio)),
    };
    this.view = acts[act.name]();
    this.changed();
    if (told) this.dispatchEvent(new CustomEvent("act", { detail: act }));
  }

  key(event) {
    const act = actOfKey(event);
    if (!act) return;
    event.preventDefault();
    this.act(act);
  }

  wheel(event) {
    event.preventDefault();
    this.act({ name: "zoom", factor: factorOfWheel(event), at: this.at(event) });
  }

  down(event) {
    if (event.button !== 0) return;
    this.element.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.at(event));
    this.element.classList.add("held");
  }

  drag(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.at(event);
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, now);
    if (!other) {
      this.act({ name: "move", dx: now.x - before.x, dy: now.y - before.y });
      return;
    }
    const spread = (point) => Math.max(8, Math.hypot(point.x - other.x, point.y - other.y));
    this.act({ name: "zoom", factor: spread(now) / spread(before), at: { x: (before.x + other.x) / 2, y: (before.y + other.y) / 2 } });
    this.act({ name: "move", dx: (now.x - before.x) / 2, dy: (now.y - before.y) / 2 });
  }

  up(event) {
    this.pointers.delete(event.pointerId);
    if (!this.pointers.size) this.element.classList.remove("held");
  }

  changed() {
    this.later();
    this.dispatchEvent(new CustomEvent("view", { detail: { percent: percent(this.view) } }));
  }

  later() {
    this.pending ??= requestAnimationFrame(() => {
      this.pending = null;
      this.draw();
    });
  }

  draw() {
    if (!this.picture) return;
    const { pen, view, picture, screen, ratio } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.translate(this.canvas.width / 2, this.canvas.height / 2);
    pen.rotate((view.turn * Math.PI) / 180);
    pen.scale(view.scale * ratio, view.scale * ratio);
    pen.translate(-view.x, -view.y);
    if (this.under) pen.drawImage(this.under, 0, 0, picture.width, picture.height);
    if (!picture.tile) return;
    const area = this.seen;
    const best = factorFor(picture, view.scale * ratio);
    const tiles = wanted(picture, best, area);
    this.tiles.want(tiles);
    const lap = 0.5 / (view.scale * ratio);
    for (const factor of picture.factors.filter((factor) => factor >= best).reverse()) {
      for (const tile of factor === best ? tiles : this.coarser(factor, area)) {
        const image = this.tiles.get(tile);
        if (image) pen.drawImage(image, tile.x, tile.y, tile.width + lap, tile.height + lap);
      }
    }
  }

  // Levels above the wanted one are drawn from what is there, so that zooming in never shows a hole.
  coarser(factor, area) {
    const tiles = wanted(this.picture, factor, area);
    return tiles.length <= FEW_TILES ? tiles : [];
  }
}
