// Completes what is typed in a search box: titles and persons that begin so. Works with input methods, keyboard alone
// and screen readers (the combobox pattern of ARIA 1.2); without it the box is a plain form.

const PATIENCE = 120;

export function quoted(text) {
  return /["“”:：]/.test(text) ? text : `"${text}"`;
}

export function step(active, key, count) {
  if (count === 0) return -1;
  if (key === "ArrowDown") return active + 1 >= count ? -1 : active + 1;
  if (key === "ArrowUp") return active === -1 ? count - 1 : active - 1;
  return active;
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

export class Completion {
  constructor(input) {
    this.input = input;
    this.typed = input.value;
    this.active = -1;
    this.asked = 0;
    this.list = element("ul", { role: "listbox", id: `${input.id}-list`, class: "completions", "aria-label": input.labels[0]?.textContent ?? "" });
    this.list.hidden = true;
    this.status = element("p", { role: "status", class: "hidden-visually" });
    input.form.append(this.list, this.status);
    for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) input.setAttribute(key, value);
    input.addEventListener("input", (event) => event.isComposing || this.later());
    input.addEventListener("compositionend", () => this.later());
    input.addEventListener("keydown", (event) => event.isComposing || this.press(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  later() {
    this.typed = this.input.value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(this.typed.trim()), PATIENCE);
  }

  async ask(text) {
    const turn = ++this.asked;
    if (text === "") return this.close();
    const address = new URL(this.input.dataset.suggest, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) return this.close();
      const found = await answer.json();
      if (turn === this.asked && document.activeElement === this.input) this.show(found);
    } catch {
      this.close();
    }
  }

  show(found) {
    this.list.replaceChildren(...found.suggestions.map((one, at) => {
      const option = element("li", { role: "option", id: `${this.list.id}-${at}`, "aria-selected": "false", "data-text": one.text });
      option.append(element("span", { class: "serif", lang: "zh-Hant" }, one.text), element("span", { class: "soft" }, one.note));
      return option;
    }));
    this.active = -1;
    this.status.textContent = found.status;
    this.open(found.suggestions.length > 0);
  }

  open(yes) {
    this.list.hidden = !yes;
    this.input.setAttribute("aria-expanded", String(yes));
    if (!yes) {
      this.active = -1;
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.open(false);
  }

  press(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.input.value = this.typed;
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !this.list.hidden) {
      event.preventDefault();
      this.mark(step(this.active, event.key, this.list.children.length));
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.list.children[this.active]);
    }
  }

  mark(at) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = at;
    const option = this.list.children[at];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
      this.input.value = option.dataset.text;
    } else {
      this.input.removeAttribute("aria-activedescendant");
      this.input.value = this.typed;
    }
  }

  choose(option) {
    if (!option) return;
    this.input.value = quoted(option.dataset.text);
    this.close();
    this.input.form.requestSubmit();
  }
}

if (typeof document !== "undefined") {
  for (const input of document.querySelectorAll("input[data-suggest]")) new Completion(input);
}
