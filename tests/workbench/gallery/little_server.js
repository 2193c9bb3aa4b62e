// A server in a few lines that keeps what came: it answers as census.images.uploading does, and fails as it is told to.
// Part of a function body: `m` is the module of uploads, `given` has the size of the file and the faults.

const bytes = new Uint8Array(given.size).map((_, i) => (i * 31) % 251);
const file = new File([bytes], "map.tif", { lastModified: 5 });
const kept = [];
const log = [];
const roles = [];
const faults = [...(given.faults ?? [])];

function say(status, said) {
  return new Response(JSON.stringify(said), { status, headers: { "Content-Type": "application/json" } });
}

function told() {
  return { id: "i", url: "/u/i", offset: kept.length, status: kept.length === given.size ? "checking" : "arriving" };
}

async function take(options, fault) {
  const offset = Number(options.headers["Upload-Offset"]);
  if (offset !== kept.length) return say(409, { code: "offset", offset: kept.length });
  const piece = new Uint8Array(await options.body.arrayBuffer());
  for (const byte of fault?.half ? piece.slice(0, piece.length / 2) : piece) kept.push(byte);
  if (fault) throw new TypeError("the answer was lost");
  return say(200, told());
}

async function ask(_address, options) {
  log.push(`${options.method} ${options.headers["Upload-Offset"] ?? ""}`.trim());
  const fault = faults.length && options.method === (faults[0].on ?? "PATCH") ? faults.shift() : null;
  if (fault?.line) throw new TypeError("network");
  if (fault?.status) return say(fault.status, fault.said ?? {});
  if (options.method === "POST") {
    roles.push(JSON.parse(options.body).role);
    return say(201, told());
  }
  if (options.method === "DELETE") return new Response(null, { status: 204 });
  return take(options, fault);
}

const states = [];
const slept = [];
let time = 0;
const options = { sleep: async (ms) => { slept.push(ms); }, now: () => (time += 750) };

function changed(upload) {
  if (states.at(-1) !== upload.state) states.push(upload.state);
}

const uploads = new m.Uploads(new m.Line("/u/", () => "token", ask), changed, options);

async function ended() {
  while (!["checking", "refused", "paused"].includes(one.state)) await new Promise((done) => setTimeout(done, 1));
}

const [one] = uploads.add([file], given.role ?? "");
await ended();
const whole = kept.length === given.size && kept.every((byte, i) => byte === bytes[i]);
