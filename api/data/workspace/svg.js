// The chart as it lies on the page, as a drawing of lines and words: every text goes in escaped, nothing from elsewhere.

const ROOM = 70, AROUND = 18, FOOT = 54;
/** What the canvas draws, with its place. @typedef {{id: string, x: number, y: number, label: string, look: any}} Drawn */
/** @typedef {{from: string, to: string, label: string, width: number, dashes: number[]|boolean, bend: number, colour: string}} Line */

/** @param {Drawn[]} nodes @param {Line[]} lines @param {string[]} foot lines below the drawing @returns {string} */
export function svgOf(nodes, lines, foot) {
  const spots = new Map(nodes.map((node) => [node.id, node]));
  const xs = nodes.map(({ x }) => x), ys = nodes.map(({ y }) => y);
  const [left, top] = [least(xs) - ROOM, least(ys) - ROOM];
  const wide = Math.max(ROOM - least(xs.map((x) => -x)) - left, 480), high = ROOM - least(ys.map((y) => -y)) - top;
  const drawn = lines.map((line) => link(line, spots.get(line.from), spots.get(line.to)));
  const size = `${tenth(wide)} ${tenth(high + FOOT)}`;
  return [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${tenth(left)} ${tenth(top)} ${size}" font-family="sans-serif">`,
    `<rect x="${tenth(left)}" y="${tenth(top)}" width="${tenth(wide)}" height="${tenth(high + FOOT)}" fill="#ffffff"/>`,
    ...drawn, ...nodes.map(node), ...foot.map((text, at) => words(text, left + 10, top + high + 18 + 18 * at, 11, "start")), "</svg>"].join("\n");
}

/** @param {number} value */
const tenth = (value) => Math.round(value * 10) / 10;

/** @param {number[]} numbers */
const least = (numbers) => numbers.reduce((a, b) => Math.min(a, b), Infinity);

/** Text that stays text; signs that no XML may hold are left out. @param {string} text */
export function escaped(text) {
  // eslint-disable-next-line no-control-regex
  const held = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
  return held.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** @param {string} text @param {number} x @param {number} y @param {number} size @param {string} anchor */
function words(text, x, y, size, anchor = "middle") {
  const halo = 'stroke="#ffffff" stroke-width="3" paint-order="stroke"';
  return text.split("\n").map((line, at) =>
    `<text x="${tenth(x)}" y="${tenth(y + at * size * 1.2)}" font-size="${size}" text-anchor="${anchor}" fill="#14202b" ${halo}>${escaped(line)}</text>`).join("");
}

/** @param {Drawn} drawn */
function node({ x, y, label, look }) {
  if (!look.image) return box(x, y, label, look);
  const corner = AROUND - 4;
  return `<circle cx="${tenth(x)}" cy="${tenth(y)}" r="${AROUND}" fill="#ffffff" stroke="${escaped(look.colour)}" stroke-width="3"/>`
    + `<image x="${tenth(x - corner)}" y="${tenth(y - corner)}" width="${2 * corner}" height="${2 * corner}" href="${escaped(look.image)}"/>`
    + words(label, x, y + AROUND + 15, 13);
}

/** @param {number} x @param {number} y @param {string} label @param {any} look */
function box(x, y, label, look) {
  const lines = label.split("\n"), wide = 12 + 7.5 * Math.max(...lines.map((line) => line.length)), high = 12 + 16 * lines.length;
  const frame = look.shape === "text" ? "" : `<rect x="${tenth(x - wide / 2)}" y="${tenth(y - high / 2)}" width="${tenth(wide)}" height="${high}" rx="6" fill="${escaped(look.fill)}" stroke="#4a5a68"/>`;
  return frame + words(label, x, y - high / 2 + 18, 13);
}

/** @param {Line} line @param {Drawn} [from] @param {Drawn} [to] */
function link({ label, width, dashes, bend, colour }, from, to) {
  if (!from || !to) return "";
  const middle = { x: (from.x + to.x) / 2 - bend * (to.y - from.y), y: (from.y + to.y) / 2 + bend * (to.x - from.x) };
  const [a, b] = [rim(from, middle), rim(to, middle)];
  const broken = Array.isArray(dashes) ? ` stroke-dasharray="${dashes.join(" ")}"` : "";
  return `<path d="M${tenth(a.x)} ${tenth(a.y)} Q${tenth(middle.x)} ${tenth(middle.y)} ${tenth(b.x)} ${tenth(b.y)}" fill="none" stroke="${escaped(colour)}" stroke-width="${tenth(width)}"${broken}/>`
    + arrow(b, middle, colour) + words(label, (a.x + 2 * middle.x + b.x) / 4, (a.y + 2 * middle.y + b.y) / 4, 11);
}

/** @param {{x: number, y: number}} end @param {{x: number, y: number}} towards */
function rim(end, towards) {
  const far = Math.max(Math.hypot(towards.x - end.x, towards.y - end.y), 1);
  return { x: end.x + AROUND * (towards.x - end.x) / far, y: end.y + AROUND * (towards.y - end.y) / far };
}

/** @param {{x: number, y: number}} tip @param {{x: number, y: number}} from @param {string} colour */
function arrow(tip, from, colour) {
  const turn = Math.atan2(tip.y - from.y, tip.x - from.x);
  const corner = (/** @type {number} */ by) => `${tenth(tip.x - 9 * Math.cos(turn + by))} ${tenth(tip.y - 9 * Math.sin(turn + by))}`;
  return `<path d="M${tenth(tip.x)} ${tenth(tip.y)} L${corner(0.4)} L${corner(-0.4)} Z" fill="${escaped(colour)}"/>`;
}
