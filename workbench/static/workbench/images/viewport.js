// Where one looks on a picture. A view is the point of the picture in the middle of the screen (x, y), how many screen
// pixels one pixel of the picture takes (scale), and how far the picture is turned (degrees, clockwise). Nothing here
// knows of the page: views go in, views come out.

const CLOSEST = 8;
const FARTHEST = 0.5;

const radians = (degrees) => (degrees * Math.PI) / 180;
const bounded = (value, least, most) => Math.min(Math.max(value, least), most);

function rotated(x, y, degrees) {
  const cos = Math.cos(radians(degrees));
  const sin = Math.sin(radians(degrees));
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

export function wholeScale(picture, screen, turn = 0) {
  const lying = Math.abs(Math.sin(radians(turn))) > 0.5;
  const width = lying ? picture.height : picture.width;
  const height = lying ? picture.width : picture.height;
  return Math.min(screen.width / width, screen.height / height);
}

export function whole(picture, screen, turn = 0) {
  return { x: picture.width / 2, y: picture.height / 2, scale: wholeScale(picture, screen, turn), turn };
}

export function kept(view, picture, screen) {
  const fitting = wholeScale(picture, screen, view.turn);
  return {
    x: bounded(view.x, 0, picture.width),
    y: bounded(view.y, 0, picture.height),
    scale: bounded(view.scale, Math.min(fitting, 1) * FARTHEST, Math.max(fitting, CLOSEST)),
    turn: ((view.turn % 360) + 360) % 360,
  };
}

export function toPicture(view, screen, point) {
  const from = rotated(point.x - screen.width / 2, point.y - screen.height / 2, -view.turn);
  return { x: view.x + from.x / view.scale, y: view.y + from.y / view.scale };
}

export function toScreen(view, screen, point) {
  const from = rotated((point.x - view.x) * view.scale, (point.y - view.y) * view.scale, view.turn);
  return { x: from.x + screen.width / 2, y: from.y + screen.height / 2 };
}

export function moved(view, picture, screen, dx, dy) {
  const by = rotated(dx, dy, -view.turn);
  return kept({ ...view, x: view.x - by.x / view.scale, y: view.y - by.y / view.scale }, picture, screen);
}

// The point of the picture beneath `point` stays there.
export function zoomed(view, picture, screen, factor, point = { x: screen.width / 2, y: screen.height / 2 }) {
  const beneath = toPicture(view, screen, point);
  const scale = kept({ ...view, scale: view.scale * factor }, picture, screen).scale;
  const from = rotated(point.x - screen.width / 2, point.y - screen.height / 2, -view.turn);
  return kept({ ...view, scale, x: beneath.x - from.x / scale, y: beneath.y - from.y / scale }, picture, screen);
}

// A whole picture that is turned is seen whole again; a detail stays the detail that it is.
export function turned(view, picture, screen, degrees) {
  const turn = (((view.turn + degrees) % 360) + 360) % 360;
  const isWhole = Math.abs(view.scale - wholeScale(picture, screen, view.turn)) < 1e-6 * view.scale;
  return isWhole ? whole(picture, screen, turn) : kept({ ...view, turn }, picture, screen);
}

// What of the picture is on the screen, as an upright rectangle of whole pixels within it.
export function seen(view, picture, screen) {
  const corners = [[0, 0], [screen.width, 0], [0, screen.height], [screen.width, screen.height]].map(([x, y]) => toPicture(view, screen, { x, y }));
  const left = bounded(Math.floor(Math.min(...corners.map((corner) => corner.x))), 0, picture.width);
  const top = bounded(Math.floor(Math.min(...corners.map((corner) => corner.y))), 0, picture.height);
  const right = bounded(Math.ceil(Math.max(...corners.map((corner) => corner.x))), 0, picture.width);
  const bottom = bounded(Math.ceil(Math.max(...corners.map((corner) => corner.y))), 0, picture.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

// Looks at an area of the picture, as near as all of it is seen.
export function framing(area, picture, screen, turn = 0) {
  const view = { x: area.x + area.width / 2, y: area.y + area.height / 2, scale: wholeScale(area, screen, turn), turn };
  return kept(view, picture, screen);
}

// An area as the part of an address after #: xywh=12,40,300,200 (W3C Media Fragments); null for what is none.
export function areaOf(fragment) {
  const found = /^#?xywh=(?:pixel:)?(\d{1,7}),(\d{1,7}),(\d{1,7}),(\d{1,7})$/.exec(fragment);
  if (!found) return null;
  const [x, y, width, height] = found.slice(1).map(Number);
  return width && height ? { x, y, width, height } : null;
}

export function fragmentOf(area) {
  return `#xywh=${area.x},${area.y},${area.width},${area.height}`;
}

export function percent(view) {
  return Math.round(view.scale * 100);
}
