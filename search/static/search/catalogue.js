// What the pages of the catalogue gain from scripts: results change in place, and a citation is copied by a button.

import { Completion } from "./suggest.js";

export async function copy(button) {
  const text = document.getElementById(button.dataset.copies).textContent.trim();
  await navigator.clipboard.writeText(text);
  button.textContent = button.dataset.done;
  document.getElementById("copied")?.replaceChildren(button.dataset.done);
}

// Results that change in place keep the page's head: what leads back from there must lead to what is on the page now.
export function comeBack(page, address) {
  const chosen = page.querySelector(".who input[name=next]");
  if (chosen) chosen.value = address;
  const login = page.querySelector(".who a[href*='?next=']");
  if (login) login.setAttribute("href", `${login.getAttribute("href").split("?")[0]}?${new URLSearchParams({ next: address })}`);
}

export function here(place) {
  const asked = new URLSearchParams(place.search);
  asked.delete("hl");
  return place.pathname + (asked.toString() && `?${asked}`);
}

if (typeof document !== "undefined") {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button).catch(() => getSelection().selectAllChildren(document.getElementById(button.dataset.copies))));
  }
  for (const way of document.querySelectorAll(".who")) {
    for (const act of ["submit", "click"]) way.addEventListener(act, () => comeBack(document, here(location)), { capture: true });
  }
  // A change in place that fails says nothing: then the browser goes there itself, and shows whatever comes.
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, (event) => location.assign(event.detail.pathInfo.finalRequestPath ?? event.detail.pathInfo.requestPath));
  }
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "content" && document.activeElement !== document.body) return;
    for (const input of document.querySelectorAll("main input[data-suggest]:not([role])")) new Completion(input);
    document.querySelector("[data-focus]")?.focus({ preventScroll: true });
  });
}
