// Two pictures side by side. While they are tied, what is done on one is done on the other; untied, one is brought to
// stand as the other does, and tied again they keep that.

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
    for (const select of root.querySelectorAll("select[data-chooses]")) select.addEventListener("change", () => select.form.requestSubmit());
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "l") this.tie.checked = !this.tie.checked;
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
