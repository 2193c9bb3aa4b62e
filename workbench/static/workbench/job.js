// Follows one job: asks for its state, moves the bar, and loads the page anew once the job has ended.

const PATIENCE = [500, 1000, 1000, 2000];

export function nextDelay(asked, failures) {
  if (failures > 0) return Math.min(30000, 2000 * 2 ** failures);
  return PATIENCE[Math.min(asked, PATIENCE.length - 1)];
}

export function show(state, page) {
  page.querySelector("#job-state").textContent = state.label;
  page.querySelector("#job-progress").value = state.percent;
  page.querySelector("#job-message").textContent = state.message;
  const log = page.querySelector("#job-log");
  if (log.textContent !== state.log) {
    const atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 4;
    log.textContent = state.log;
    if (atEnd) log.scrollTop = log.scrollHeight;
  }
}

async function follow(url) {
  let asked = 0;
  let failures = 0;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, nextDelay(asked, failures)));
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const state = await answer.json();
      failures = 0;
      asked += 1;
      if (state.finished) {
        location.reload();
        return;
      }
      show(state, document);
    } catch {
      failures += 1;
    }
  }
}

const job = typeof document === "undefined" ? null : document.querySelector("#job");
if (job) follow(job.dataset.stateUrl);
