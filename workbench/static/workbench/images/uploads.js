// Sending large files over bad lines: in pieces, the server saying how far it has come, so that a broken line, a closed
// page or a night in between costs no more than the last piece. Nothing here touches the page.

export const LEAST_PIECE = 64 * 1024;
export const MOST_PIECE = 4 * 1024 * 1024;
const FIRST_PIECE = 512 * 1024;
// A piece should take about so long (ms): short enough to see it move, long enough not to be all headers.
const PACE = 1500;
const AT_ONCE = 2;

export function nextPiece(size, took) {
  const wanted = took > 0 ? size * Math.min(4, PACE / took) : size * 4;
  return Math.round(Math.min(Math.max(wanted, LEAST_PIECE), MOST_PIECE));
}

export function patience(failures) {
  return Math.min(30000, 1000 * 2 ** Math.max(0, failures - 1));
}

// By what a file is known again when it is chosen a second time, here or on another machine, with its name.
export function fingerprint(file) {
  return `${file.size}-${file.lastModified}`;
}

const same = (one, other) => one.name === other.name && fingerprint(one) === fingerprint(other);

// The server said no, in its own words: asking again would change nothing.
export class Refused extends Error {}
// The session ended.
export class LoggedOut extends Error {}
// The server knows nothing of this upload (any more).
export class Gone extends Error {}

// What the server is asked. Every answer says how far the file has come (offset), where its next piece goes (url), and
// what it is by now (status): no longer "arriving" once it is whole.
export class Line {
  constructor(address, token, ask = (...args) => fetch(...args)) {
    Object.assign(this, { address, token, ask });
  }

  begin(file, role) {
    const said = { name: file.name, size: file.size, token: fingerprint(file), role };
    return this.send(this.address, { method: "POST", body: JSON.stringify(said), headers: { "Content-Type": "application/json" } });
  }

  piece(address, offset, body, signal) {
    const headers = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
    return this.send(address, { method: "PATCH", body, signal, headers });
  }

  drop(address) {
    return this.send(address, { method: "DELETE", headers: {} });
  }

  async send(address, options) {
    const headers = { "X-CSRFToken": this.token(), Accept: "application/json", ...options.headers };
    const answer = await this.ask(address, { ...options, headers, redirect: "manual" });
    if (answer.status === 204) return {};
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    throw failure(answer, said);
  }
}

const PASSING = [408, 409, 423, 429];

function failure(answer, said) {
  if (answer.type === "opaqueredirect" || answer.status === 401) return new LoggedOut();
  if (answer.status === 404 && said.code === "gone") return new Gone();
  const passes = answer.status === 0 || answer.status >= 500 || PASSING.includes(answer.status);
  const error = passes ? new Error(said.message ?? "") : new Refused(said.message || String(answer.status));
  return Object.assign(error, { status: answer.status, offset: said.offset });
}

// One file on its way. State: waiting, sending, paused, broken, checking, refused. `turn` counts its beginnings, so that
// what was paused while the server was silent does not wake beside what was begun again.
export class Upload {
  constructor(file, line, changed, { sleep = (ms) => new Promise((done) => setTimeout(done, ms)), now = () => performance.now() } = {}) {
    Object.assign(this, { file, line, changed, sleep, now });
    this.role = "";
    this.offset = 0;
    this.failures = 0;
    this.turn = 0;
    this.words = "";
    this.state = "waiting";
    this.size = FIRST_PIECE;
  }

  get percent() {
    return this.file.size ? Math.floor((100 * this.offset) / this.file.size) : 0;
  }

  set(state, words = "") {
    this.state = state;
    this.words = words;
    this.changed(this);
  }

  pause(words = "") {
    if (!["waiting", "sending", "broken"].includes(this.state)) return;
    this.stop("paused", words);
    this.stopping?.abort();
  }

  // Ends the present run, and the sleep that it may be in.
  stop(state, words = "") {
    this.turn += 1;
    this.set(state, words);
    this.wake?.();
  }

  // Sends until the file is there, is refused, or is paused. Broken lines are tried again, ever more patiently.
  async run() {
    const turn = ++this.turn;
    this.set("sending");
    while (this.turn === turn) {
      try {
        return await this.reach(turn);
      } catch (error) {
        if (this.turn === turn) await this.failed(error);
      }
    }
    return null;
  }

  // Asks the server how far it has come with this file, which it knows again if it was begun before; then sends the rest.
  async reach(turn) {
    let said = await this.line.begin(this.file, this.role);
    while (this.turn === turn) {
      Object.assign(this, { id: said.id, address: said.url ?? this.address, offset: said.offset });
      if (said.status !== "arriving") return this.end(said);
      if (this.state !== "sending") this.set("sending");
      this.changed(this);
      said = await this.step();
      this.failures = 0;
    }
    return null;
  }

  async step() {
    const size = Math.min(this.size, this.file.size - this.offset);
    const started = this.now();
    this.stopping = new AbortController();
    const said = await this.line.piece(this.address, this.offset, this.file.slice(this.offset, this.offset + size), this.stopping.signal);
    this.size = nextPiece(Math.max(size, 1), this.now() - started);
    return said;
  }

  end(said) {
    this.turn += 1;
    this.set("checking");
    return said.id;
  }

  async failed(error) {
    if (error instanceof Refused) {
      this.turn += 1;
      this.set("refused", error.message);
    } else if (error instanceof LoggedOut) {
      this.pause("logged-out");
    } else {
      this.failures += 1;
      this.size = LEAST_PIECE;
      this.set("broken", error.status ? error.message : "");
      const woken = new Promise((wake) => (this.wake = wake));
      await Promise.race([woken, this.sleep(error.status === 409 || error instanceof Gone ? 100 : patience(this.failures))]);
    }
  }
}

// Uploads one after another, a few at once, in the order in which they were chosen.
export class Uploads {
  constructor(line, changed, options) {
    Object.assign(this, { line, changed, options });
    this.all = [];
    this.running = 0;
  }

  add(files, role = "") {
    const added = [...files].filter((file) => !this.all.some((one) => same(one.file, file) && one.state !== "refused"));
    const uploads = added.map((file) => new Upload(file, this.line, this.changed, this.options));
    for (const upload of uploads) upload.role = role;
    this.all.push(...uploads);
    for (const upload of uploads) this.changed(upload);
    this.next();
    return uploads;
  }

  resume(upload) {
    upload.stop("waiting");
    this.next();
  }

  // Gives a file up; what of it has arrived is thrown away.
  drop(upload) {
    upload.pause();
    this.all = this.all.filter((one) => one !== upload);
    if (upload.address && upload.state === "paused") this.line.drop(upload.address).catch(() => {});
  }

  get unfinished() {
    return this.all.filter((one) => !["checking", "refused"].includes(one.state));
  }

  next() {
    while (this.running < AT_ONCE) {
      const upload = this.all.find((one) => one.state === "waiting");
      if (!upload) return;
      this.running += 1;
      upload.run().finally(() => {
        this.running -= 1;
        this.next();
      });
    }
  }
}
