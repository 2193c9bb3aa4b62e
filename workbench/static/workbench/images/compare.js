// Two pictures side by side, or the right one laid over the left. While they are tied, what is done on one is done on the
// other; untied, one is brought to stand as the other does, and tied again they keep that.

import { Stage } from "./stage.js";
import { connect, fullscreen, pictureOf } from "./viewer.js";

export class Pair {
  constructor(root) {
    this.root = root;
    this.tie = root.querySelector("[data-tie]");
    this.stages = [...root.querySelectorAll("[data-stage]")].map((place) => {
      const stage = new Stage(place);
      place.classList.add("live");
      place.tabIndex = 0;
      stage.show(pictureOf(place));
      return stage;
    });
    for (const [at, stage] of this.stages.entries()) {
      stage.addEventListener("act", (event) => this.tie.checked && this.stages[1 - at]?.act(event.detail, false));
      stage.element.addEventListener("keydown", (event) => this.key(event));
    }
    connect(root.querySelector("[data-tools]"), (act) => this.stages[0].act(act));
    root.querySelector("[data-fullscreen]").addEventListener("click", () => fullscreen(root));
    this.veil = root.querySelector("[data-veil]");
    this.laid = root.querySelector("[data-lay]");
    this.laid.addEventListener("change", () => this.lay());
    this.veil.addEventListener("input", () => this.lay());
    this.lay();
    for (const select of root.querySelectorAll("select[data-chooses]")) select.addEventListener("change", () => select.form.requestSubmit());
  }

  // Side by side, or one upon the other, through which one sees as far as the slider says.
  lay() {
    const over = this.laid.checked;
    this.root.classList.toggle("laid", over);
    this.veil.closest("label").hidden = !over;
    this.stages[1].element.style.opacity = over ? String(this.veil.value / 100) : "";
  }

  // Shows now the one, now the other: what differs jumps to the eye.
  blink() {
    this.laid.checked = true;
    this.veil.value = Number(this.veil.value) > 50 ? 0 : 100;
    this.lay();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "l") this.tie.checked = !this.tie.checked;
    else if (event.key === "o") this.laid.click();
    else if (event.key === "b") this.blink();
    else if (event.key === "f") fullscreen(this.root);
    else if (event.key === "?") this.root.querySelector("[data-keys]").open ^= true;
    else return;
    event.preventDefault();
  }
}

if (typeof document !== "undefined") {
  const root = document.querySelector("#compare");
  if (root) root.pair = new Pair(root);
}
