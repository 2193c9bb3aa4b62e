// Which tiles of a picture are wanted for a view, and what their addresses are: IIIF Image API 3, level 0, so only the
// tiles and sizes that info.json names are there.

const SHARPER = 1.05;

// Reads what is needed of info.json. Tiles are asked for where info.json itself was found: its id may name the server
// as the world knows it, which is not always how this reader came here.
export function described(info, address) {
  const tiles = info.tiles?.[0];
  return {
    base: address.replace(/\/info\.json([?#].*)?$/, ""),
    width: info.width,
    height: info.height,
    tile: tiles ? { width: tiles.width, height: tiles.height ?? tiles.width } : null,
    factors: tiles ? [...tiles.scaleFactors].sort((one, other) => one - other) : [],
  };
}

// The coarsest level that is still as fine as the screen: `scale` is in device pixels for one pixel of the picture.
export function factorFor(picture, scale) {
  const fine = picture.factors.filter((factor) => 1 / factor >= scale / SHARPER);
  return fine.length ? fine[fine.length - 1] : picture.factors[0];
}

export function tileAt(picture, factor, column, row) {
  const x = column * picture.tile.width * factor;
  const y = row * picture.tile.height * factor;
  const width = Math.min(picture.tile.width * factor, picture.width - x);
  const height = Math.min(picture.tile.height * factor, picture.height - y);
  return { x, y, width, height, factor, address: addressOf(picture, { x, y, width, height }, factor) };
}

export function addressOf(picture, area, factor) {
  const size = `${Math.ceil(area.width / factor)},${Math.ceil(area.height / factor)}`;
  return `${picture.base}/${area.x},${area.y},${area.width},${area.height}/${size}/0/default.jpg`;
}

// The tiles of one level that an area of the picture touches, those nearest to its middle first.
export function wanted(picture, factor, area) {
  if (!picture.tile || area.width <= 0 || area.height <= 0) return [];
  const across = picture.tile.width * factor;
  const down = picture.tile.height * factor;
  const found = [];
  for (let row = Math.floor(area.y / down); row * down < area.y + area.height; row += 1) {
    for (let column = Math.floor(area.x / across); column * across < area.x + area.width; column += 1) found.push(tileAt(picture, factor, column, row));
  }
  const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  const distance = (tile) => Math.hypot(tile.x + tile.width / 2 - middle.x, tile.y + tile.height / 2 - middle.y);
  return found.sort((one, other) => distance(one) - distance(other));
}

// Fetches tiles, few at a time, those that are wanted now before all others, and keeps the ones last used.
export class Tiles {
  constructor(arrived, { atOnce = 6, most = 160, make = () => new Image() } = {}) {
    Object.assign(this, { arrived, atOnce, most, make });
    this.known = new Map();
    this.queue = [];
    this.running = 0;
  }

  want(tiles) {
    this.queue = tiles.filter((tile) => !this.known.has(tile.address));
    this.next();
  }

  get(tile) {
    const found = this.known.get(tile.address);
    if (!found?.ready) return null;
    this.known.delete(tile.address);
    this.known.set(tile.address, found);
    return found.picture;
  }

  next() {
    while (this.running < this.atOnce && this.queue.length) this.fetch(this.queue.shift());
    this.forget();
  }

  fetch(tile) {
    const entry = { ready: false, picture: this.make() };
    const done = (ready) => {
      entry.ready = ready;
      this.running -= 1;
      if (ready) this.arrived();
      this.next();
    };
    this.running += 1;
    this.known.set(tile.address, entry);
    entry.picture.decoding = "async";
    entry.picture.onload = () => done(true);
    entry.picture.onerror = () => done(false);
    entry.picture.src = tile.address;
  }

  forget() {
    for (const [address, entry] of this.known) {
      if (this.known.size <= this.most) return;
      if (entry.ready) this.known.delete(address);
    }
  }
}
