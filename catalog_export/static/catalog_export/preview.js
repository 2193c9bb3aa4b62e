// Sets the first pages anew while a profile or a front text is being changed: one request at a time, the last wish wins.
const form = document.querySelector("form[data-preview]");
const shown = document.getElementById("preview");
const PAUSE = 150;
let timer = 0;
let running = null;

async function show() {
  if (running) running.abort();
  running = new AbortController();
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), signal: running.signal });
    if (answer.ok) shown.innerHTML = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
});
