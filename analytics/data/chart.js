// Draws the chart from the page's own data. It asks nothing of any network, and puts every
// text in place as text: a name can never become markup.
"use strict";
(() => {
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

  // What holds for all of a kind, or for everything, is said once.
  const colours = Object.fromEntries(Object.entries(data.colours).map(([kind, border]) =>
    [kind, { border, background: "#ffffff", highlight: { border: "#d4380d", background: "#ffffff" } }]));
  const font = { color: ink, strokeWidth: 3, strokeColor: halo };
  const nodes = data.nodes.map((n) => ({
    id: n.id, label: n.label, x: n.x, y: n.y, image: data.icons[n.kind],
    size: n.id === data.focus ? 30 : 20, borderWidth: n.id === data.focus ? 4 : 2,
    color: colours[n.kind], title: n.lines.join("\n"),
  }));
  const edges = data.edges.map((e, at) => ({
    id: at, from: e.from, to: e.to, label: e.label, title: e.lines.join("\n"),
    width: Math.min(1 + Math.log2(e.count), 6), dashes: e.dashes,
    smooth: e.bend === 0 ? false : { enabled: true, roundness: Math.abs(e.bend),
                                     type: e.bend > 0 ? "curvedCW" : "curvedCCW" },
  }));

  const network = new vis.Network(
    document.getElementById("chart"),
    { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) },
    { physics: false, layout: { improvedLayout: false },
      nodes: { shape: "circularImage", font: { ...font, size: 13 } },
      edges: { arrows: "to", color: { color: soft, highlight: "#d4380d" },
               font: { ...font, size: 11, align: "middle" } },
      interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false },
                     tooltipDelay: 120, hideEdgesOnDrag: data.nodes.length > 600 } });
  network.on("select", (chosen) => {
    if (chosen.nodes.length) {
      const n = data.nodes.find((node) => node.id === chosen.nodes[0]);
      tell(n.lines);
    } else if (chosen.edges.length) {
      tell(data.edges[chosen.edges[0]].lines);
    }
  });
  network.once("afterDrawing", () => { document.documentElement.dataset.drawn = "yes"; });
  network.fit();
  const focus = data.nodes.find((node) => node.id === data.focus);
  if (focus) {
    network.selectNodes([focus.id]);
    tell(focus.lines);
  }
})();
