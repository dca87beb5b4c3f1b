// Icons and names, painted over the dots of a chart: those in sight, where they are large enough to see.

/** How large a dot and a letter must be on the screen, in pixels, to be more than a blur. */
const ICON = 5, LETTER = 4;
const FONT = 13, LINE = 15, ROOM = 4;

export class Faces {
  /** @param {any} network @param {Record<string, {icon: string, colour: string}>} looks */
  constructor(network, looks) {
    this.network = network;
    /** @type {Map<string, HTMLImageElement>} */ this.icons = new Map();
    for (const { icon } of Object.values(looks)) this.#load(icon);
    this.ink = this.halo = "";
  }

  /** @param {string} icon */
  #load(icon) {
    const image = new Image();
    image.addEventListener("load", () => this.network.redraw());
    image.src = icon;
    this.icons.set(icon, image);
  }

  /** @param {CanvasRenderingContext2D} pen in the places of the chart @param {Map<string, any>} dressed
   * @param {{from: {x: number, y: number}, to: {x: number, y: number}}} sight */
  paint(pen, dressed, { from, to }) {
    const scale = this.network.getScale();
    if (18 * scale < ICON && FONT * scale < LETTER) return;
    pen.font = `${FONT}px arial`;
    [pen.textAlign, pen.textBaseline, pen.lineJoin] = ["center", "top", "round"];
    for (const [id, spot] of Object.entries(this.network.getPositions())) {
      const node = dressed.get(id), room = 60 + (node?.size ?? 0);
      const seen = spot.x > from.x - room && spot.x < to.x + room && spot.y > from.y - room && spot.y < to.y + room;
      if (seen && node.icon) this.#face(pen, node, spot, scale);
    }
  }

  /** @param {CanvasRenderingContext2D} pen @param {any} node @param {{x: number, y: number}} spot @param {number} scale */
  #face(pen, { icon, size, says }, { x, y }, scale) {
    const image = this.icons.get(icon);
    if (size * scale >= ICON && image?.complete) {
      pen.fillStyle = "#ffffff";
      pen.beginPath();
      pen.arc(x, y, size - 1, 0, 2 * Math.PI);
      pen.fill();
      pen.drawImage(image, x - size, y - size, 2 * size, 2 * size);
    }
    if (FONT * scale < LETTER) return;
    [pen.lineWidth, pen.strokeStyle, pen.fillStyle] = [3, this.halo, this.ink];
    says.split("\n").forEach((/** @type {string} */ line, /** @type {number} */ at) => {
      pen.strokeText(line, x, y + size + ROOM + at * LINE);
      pen.fillText(line, x, y + size + ROOM + at * LINE);
    });
  }
}
