/* Marks: a shape for each role, and for each precision of a seizure.
   Calls later: 60_map. */
(function () {
  "use strict";
  const app = window.app;
  const measures = app.known.measures.mark;
  const part = ([least, share], of) => Math.max(least, of * share);

  function polygon(context, points) {
    context.beginPath();
    points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
  }

  const shapes = {
    triangle: (c, x, y, r) => polygon(c, [[x, y - r * 1.15], [x + r * 1.05, y + r * 0.8], [x - r * 1.05, y + r * 0.8]]),
    diamond: (c, x, y, r) => polygon(c, [[x, y - r * 1.2], [x + r * 1.2, y], [x, y + r * 1.2], [x - r * 1.2, y]]),
    circle: (c, x, y, r) => { c.beginPath(); c.arc(x, y, r, 0, 2 * Math.PI); },
    square: (c, x, y, r) => { c.beginPath(); c.rect(x - r, y - r, 2 * r, 2 * r); },
    cross: (c, x, y, r) => {
      const a = r * 0.42, b = r * 1.1;
      polygon(c, [[x - a, y - b], [x + a, y - b], [x + a, y - a], [x + b, y - a], [x + b, y + a], [x + a, y + a],
        [x + a, y + b], [x - a, y + b], [x - a, y + a], [x - b, y + a], [x - b, y - a], [x - a, y - a]]);
    },
  };

  /** @param {CanvasRenderingContext2D} context  @param {string} shape  @param {number} x  @param {number} y  @param {number} r
      @param {string} fill  @param {string} halo */
  function filled(context, shape, x, y, r, fill, halo) {
    shapes[shape](context, x, y, r);
    context.lineWidth = 3;
    context.strokeStyle = halo;
    context.stroke();
    context.fillStyle = fill;
    context.fill();
  }

  /** @param {CanvasRenderingContext2D} context  @param {number} x  @param {number} y  @param {number} r  @param {string} fill */
  function disc(context, x, y, r, fill) {
    shapes.circle(context, x, y, r);
    context.fillStyle = fill;
    context.fill();
  }

  /** A node: the shape of its main role, of one that is not small inside a ring that shows the share of each role. The ring
      is what an inner disc leaves of slices: to stroke its arcs took longer.
      @param {CanvasRenderingContext2D} context  @param {number} x  @param {number} y  @param {number} r
      @param {Record<Role, number>} roles  @param {Style} style */
  function node(context, x, y, r, roles, style) {
    const has = Object.entries(roles).filter(([, n]) => n), total = has.reduce((sum, [, n]) => sum + n, 0);
    const { halo } = style.map, ring = part(measures.ring, r), colour = (/** @type {[string, number]} */ [role]) => style.roles[role].colour;
    const main = has.reduce((most, one) => (one[1] > most[1] ? one : most), has[0] || Object.entries(roles)[0]);
    if (r < measures.node_ringed) return filled(context, style.roles[main[0]].shape, x, y, r * 0.75, colour(main), halo);
    disc(context, x, y, r + 1.5, halo);
    if (has.length === 1) disc(context, x, y, r, colour(main));
    let from = -Math.PI / 2;
    if (has.length > 1) has.forEach((one) => {
      const to = from + (2 * Math.PI * one[1]) / total;
      context.beginPath();
      context.moveTo(x, y);
      context.arc(x, y, r, from, to);
      context.closePath();
      context.fillStyle = colour(one);
      context.fill();
      from = to;
    });
    if (has.length) disc(context, x, y, r - ring, halo);
    shapes[style.roles[main[0]].shape](context, x, y, part(measures.shape, r - ring));
    context.fillStyle = colour(main);
    context.fill();
  }

  const KIND = { point: "cross", sea: "circle", region: "square", country: "diamond" };
  /** Single seizures: a point is a cross; indicative positions are hollow and each kind has its own outline.
      @param {CanvasRenderingContext2D} context  @param {Kind} kind  @param {number} x  @param {number} y  @param {Style} style
      @param {boolean} chosen */
  function seizure(context, kind, x, y, style, chosen, big = 1) {
    const colour = style.roles.seizure.colour, halo = style.map.halo;
    if (kind === "point") return filled(context, "cross", x, y, big * (chosen ? 7.5 : measures.seizure), colour, halo);
    shapes[KIND[kind]](context, x, y, big * (chosen ? 7 : measures.seizure));
    context.lineWidth = 4.5; context.strokeStyle = halo; context.stroke();
    context.lineWidth = 1.8; context.strokeStyle = colour;
    context.setLineDash(kind === "country" ? [3, 2] : []);
    context.stroke();
    context.setLineDash([]);
  }

  /** Px of a seizure, and of a group of so many; `big` is how many times its usual size a theme's marks are.
      @param {number} n */
  const radius = (n, big = 1) => {
    const [least, times, most] = measures.group;
    return big * (n === 1 ? measures.seizure : least + Math.min(most, times * Math.log2(n)));
  };

  /** Seizures that are drawn as one mark, with their number.
      @param {CanvasRenderingContext2D} context  @param {Group} group  @param {number} x  @param {number} y  @param {Style} style
      @param {string} text  @param {number} big */
  function cluster(context, group, x, y, style, text, big) {
    const r = radius(group.n, big);
    const hollow = group.kind !== "point";
    shapes[hollow ? KIND[group.kind] : "circle"](context, x, y, r);
    context.fillStyle = hollow ? style.map.halo : style.roles.seizure.colour;
    context.globalAlpha = hollow ? 0.9 : 0.86;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.8;
    context.strokeStyle = hollow ? style.roles.seizure.colour : style.map.halo;
    context.stroke();
    context.fillStyle = hollow ? style.roles.seizure.colour : style.map.halo;
    context.font = `600 ${11 * big}px ${app.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, x, y + 0.5);
  }

  app.font = "Inter, 'DejaVu Sans', 'Segoe UI', system-ui, sans-serif";
  /* Canvas text asks for no font by itself: load it, then draw again. */
  document.fonts.load("600 12px Inter").then(() => app.map && app.map.canvas.redraw()).catch(() => null);
  app.shapes = { shapes, filled, node, seizure, cluster, radius, KIND };
})();
