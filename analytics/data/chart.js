// Draws the chart from the page's own data. It asks nothing of any network, and puts every
// text in place as text: a name can never become markup.
"use strict";
(() => {
  // The tables below wait until the chart is on the screen; without this script they are just there.
  document.documentElement.classList.add("drawing");
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = dark ? "#e8eef3" : "#14202b";
  const halo = dark ? "#10171e" : "#ffffff";
  const soft = dark ? "#8fa1b0" : "#66788a";

  const about = document.getElementById("about");
  const tell = (lines) => {
    about.replaceChildren(...lines.map((line) => {
      const row = document.createElement("p");
      row.textContent = line;
      return row;
    }));
  };

  // What holds for all of a kind, or for everything, is said once. Names and icons are painted over
  // dots and lines, those in sight, and where they are more than a blur: the library would measure
  // and paint every one of them at each change.
  const CHOSEN = "#d4380d", ICON = 5, LETTER = 4, NAME = 13, WORDS = 11, BLANK = 90;
  const colours = Object.fromEntries(Object.entries(data.colours).map(([kind, border]) =>
    [kind, { border, background: "#ffffff", highlight: { border: CHOSEN, background: "#ffffff" } }]));
  const bends = new Map();
  const bent = (bend) => {
    if (bend === 0) return false;
    if (!bends.has(bend)) {
      bends.set(bend, { enabled: true, roundness: Math.abs(bend), type: bend > 0 ? "curvedCW" : "curvedCCW" });
    }
    return bends.get(bend);
  };
  const sizeOf = (n) => (n.id === data.focus ? 30 : 20);
  const nodes = data.nodes.map((n) => ({
    id: n.id, x: n.x, y: n.y, size: sizeOf(n), borderWidth: n.id === data.focus ? 4 : 2,
    color: colours[n.kind], title: n.lines.join("\n"),
  }));
  const edges = data.edges.map((e, at) => ({
    id: at, from: e.from, to: e.to, title: e.lines.join("\n"), dashes: e.dashes,
    width: Math.min(1 + Math.log2(e.count), 6), smooth: bent(e.bend),
  }));

  const place = document.getElementById("chart"), large = data.nodes.length > 600;
  let dragged = false;
  const network = new vis.Network(
    place,
    { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) },
    { physics: false, layout: { improvedLayout: false },
      nodes: { shape: "dot" }, edges: { arrows: "to", color: { color: soft, highlight: CHOSEN } },
      interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false },
                     tooltipDelay: 120, hideEdgesOnDrag: large } });

  const icons = Object.fromEntries(Object.entries(data.icons).map(([kind, source]) =>
    [kind, Object.assign(new Image(), { src: source })]));
  // Before they can be painted the chart may be on the screen already, too small for them.
  Promise.all(Object.values(icons).map((image) => image.decode())).then(() => {
    if (legible()) network.redraw();
  });
  const legible = () => sizeOf({}) * network.getScale() >= ICON || NAME * network.getScale() >= LETTER;
  const write = (pen, text, size, x, y) => {
    pen.font = `${size}px arial`;
    pen.strokeText(text, x, y);
    pen.fillText(text, x, y);
  };
  const face = (pen, n, { x, y }, scale) => {
    const size = sizeOf(n), image = icons[n.kind];
    if (size * scale >= ICON && image.complete) pen.drawImage(image, x - size, y - size, 2 * size, 2 * size);
    if (NAME * scale >= LETTER) write(pen, n.label, NAME, x, y + size + NAME);
  };
  const words = (pen, e, at, from, to) => {
    const { x, y } = network.body.edges[at].edgeType.getPoint(0.5);
    const slope = Math.atan2(to.y - from.y, to.x - from.x);
    pen.save();
    pen.translate(x, y);
    pen.rotate(Math.abs(slope) > Math.PI / 2 ? slope + Math.PI : slope);
    write(pen, e.label, WORDS, 0, 0);
    pen.restore();
  };
  const paint = (pen) => {
    if (!legible()) return;
    const scale = network.getScale();
    const from = network.DOMtoCanvas({ x: 0, y: 0 });
    const to = network.DOMtoCanvas({ x: place.clientWidth, y: place.clientHeight });
    const seen = (spot) => spot && spot.x > from.x - BLANK && spot.x < to.x + BLANK
      && spot.y > from.y - BLANK && spot.y < to.y + BLANK;
    [pen.textAlign, pen.textBaseline, pen.lineJoin] = ["center", "middle", "round"];
    [pen.lineWidth, pen.strokeStyle, pen.fillStyle] = [3, halo, ink];
    const spots = network.getPositions();
    if (WORDS * scale >= LETTER && !(dragged && large)) {
      data.edges.forEach((e, at) => {
        const one = spots[e.from], two = spots[e.to];
        if (one && two && (seen(one) || seen(two))) words(pen, e, at, one, two);
      });
    }
    for (const n of data.nodes) if (seen(spots[n.id])) face(pen, n, spots[n.id], scale);
  };
  network.on("dragStart", () => { dragged = true; });
  network.on("dragEnd", () => { dragged = false; });
  network.on("afterDrawing", paint);
  network.on("select", (chosen) => {
    if (chosen.nodes.length) {
      const n = data.nodes.find((node) => node.id === chosen.nodes[0]);
      tell(n.lines);
    } else if (chosen.edges.length) {
      tell(data.edges[chosen.edges[0]].lines);
    }
  });
  network.once("afterDrawing", () => {
    document.documentElement.dataset.drawn = "yes";
    requestAnimationFrame(() => setTimeout(() => document.documentElement.classList.remove("drawing")));
  });
  network.fit();
  const focus = data.nodes.find((node) => node.id === data.focus);
  if (focus) {
    network.selectNodes([focus.id]);
    tell(focus.lines);
  }
})();
