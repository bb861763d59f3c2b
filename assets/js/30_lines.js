/* Geometry of a drawn flow, in pixels: side by side offsets, trimmed ends, arrowheads, nearest line. */
(function () {
  "use strict";
  const app = window.app;
  const measures = app.known.measures.line;

  /** Web Mercator in world widths; longitudes may run past 180.
      @param {number} lon  @param {number} lat  @returns {Point} */
  function world(lon, lat) {
    const s = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
    return [(lon + 180) / 360, 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)];
  }

  /** The fewest points of a path that stay within a distance of all of it. A coast that a lane follows has ten points on
      one pixel of a map of the world, and every one is a joint to be drawn.
      After D. H. Douglas and T. K. Peucker, Algorithms for the reduction of the number of points, 1973.
      @param {Point[]} points  @param {number} near  @returns {Point[]} */
  function simple(points, near) {
    const last = points.length - 1;
    if (last < 2) return points;
    const off = points.map((p) => gap(p, points[0], points[last])), far = Math.max(...off), cut = off.indexOf(far);
    if (far <= near) return [points[0], points[last]];
    return [...simple(points.slice(0, cut + 1), near).slice(0, -1), ...simple(points.slice(cut), near)];
  }

  /** How far along a path each of its points lies.
      @param {Point[]} points  @returns {number[]} */
  function lengths(points) {
    const out = [0];
    for (let i = 1; i < points.length; i++)
      out.push(out[i - 1] + Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]));
    return out;
  }

  /** A path shifted to its right: opposite directions part, and flows of one pair lie side by side. It begins and ends
      where it did.
      @param {Point[]} points  @param {number} shift  @returns {Point[]} */
  function beside(points, shift) {
    if (!shift || points.length < 2) return points;
    const along = lengths(points);
    const total = along[along.length - 1] || 1;
    return points.map((p, i) => {
      const a = points[Math.max(0, i - 1)];
      const b = points[Math.min(points.length - 1, i + 1)];
      const dx = b[0] - a[0], dy = b[1] - a[1], d = Math.hypot(dx, dy) || 1;
      const swell = Math.min(1, measures.swell * Math.sin((Math.PI * along[i]) / total));
      return [p[0] - (dy / d) * shift * swell, p[1] + (dx / d) * shift * swell];
    });
  }

  /** The point of a path at a distance from its start; `along` are its lengths.
      @param {Point[]} points  @param {number[]} along  @param {number} reach  @returns {Point} */
  function at(points, along, reach) {
    let i = 1;
    while (i < along.length - 1 && along[i] < reach) i++;
    const span = along[i] - along[i - 1] || 1;
    const t = (reach - along[i - 1]) / span;
    return [points[i - 1][0] + (points[i][0] - points[i - 1][0]) * t,
            points[i - 1][1] + (points[i][1] - points[i - 1][1]) * t];
  }

  /** The part of a path between two distances from its ends; null where nothing is left.
      @param {Point[]} points  @param {number} head  @param {number} tail  @returns {Point[] | null} */
  function trimmed(points, head, tail) {
    const along = lengths(points);
    const total = along[along.length - 1];
    if (total <= head + tail + 1) return null;
    const middle = points.filter((_, i) => along[i] > head && along[i] < total - tail);
    return [at(points, along, head), ...middle, at(points, along, total - tail)];
  }

  /** Stroke without its tip, and the arrowhead as a triangle; null when the line is too short to draw.
      @param {Point[]} points  @param {number} wide  @param {number} head  @param {number} tail
      @returns {{ stroke: Point[], tip: Point[] } | null} */
  function arrow(points, wide, head, tail) {
    const [long, half] = [measures.tip_long, measures.tip_half].map(([least, plus, times]) => Math.max(least, plus + times * wide));
    const body = trimmed(points, head, tail) || trimmed(points, 0, 0);
    if (!body) return null;
    const along = lengths(body);
    const total = along[along.length - 1];
    const size = Math.min(long, total * measures.tip_share);
    const tip = body[body.length - 1];
    const base = at(body, along, total - size);
    const dx = tip[0] - base[0], dy = tip[1] - base[1], d = Math.hypot(dx, dy) || 1;
    const nx = (-dy / d) * half, ny = (dx / d) * half;
    const stroke = trimmed(body, 0, size * measures.tip_covers) || [body[0], base];
    return { stroke, tip: [tip, [base[0] + nx, base[1] + ny], [base[0] - nx, base[1] - ny]] };
  }

  /** From which to which part of itself a segment lies in a box; null where no part of it does.
      After Y.-D. Liang and B. A. Barsky, A new concept and method for line clipping, 1984.
      @param {Point} a  @param {Point} b  @param {Box} box  @returns {[number, number] | null} */
  function inside(a, b, box) {
    let from = 0, to = 1;
    for (let side = 0; side < 4; side++) {
      const axis = side % 2, sign = side < 2 ? -1 : 1;
      const step = sign * (b[axis] - a[axis]), room = sign * (box[side] - a[axis]);
      if (step === 0 && room < 0) return null;
      if (step < 0) from = Math.max(from, room / step);
      if (step > 0) to = Math.min(to, room / step);
    }
    return from < to ? [from, to] : null;
  }

  /** The runs of a path that lie in a box, and how far from its start each begins, for its dashes. Near a place a lane
      across an ocean is some hundred thousand pixels long: dashing all of it took most of a frame.
      @param {Point[]} points  @param {Box} box  @returns {Run[]} */
  function runs(points, box) {
    /** @type {Run[]} */
    const out = [];
    /** @type {Run | null} */
    let run = null;
    let along = 0;
    for (let i = 1; i < points.length; i++) {
      const a = points[i - 1], b = points[i], dx = b[0] - a[0], dy = b[1] - a[1], far = Math.hypot(dx, dy);
      const part = inside(a, b, box);
      /** @type {(t: number) => Point} */
      const spot = (t) => [a[0] + dx * t, a[1] + dy * t];
      if (!part) run = null;
      else {
        if (!run || part[0] > 0) out.push((run = { points: [spot(part[0])], along: along + part[0] * far }));
        run.points.push(spot(part[1]));
        if (part[1] < 1) run = null;
      }
      along += far;
    }
    return out;
  }

  /** Distance of a point from a segment.
      @param {Point} point  @param {Point} a  @param {Point} b */
  function gap(point, a, b) {
    const dx = b[0] - a[0], dy = b[1] - a[1];
    const t = Math.max(0, Math.min(1, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(point[0] - a[0] - t * dx, point[1] - a[1] - t * dy);
  }

  /** Distance of a point from a path.
      @param {Point} point  @param {Point[]} points */
  function distance(point, points) {
    let best = Infinity;
    for (let i = 1; i < points.length; i++) best = Math.min(best, gap(point, points[i - 1], points[i]));
    return best;
  }

  /** Px of a line: linear in the value up to the scale's full value, then clamped.
      @param {number | null | undefined} value  @param {number} full  @param {[number, number]} range */
  function width(value, full, range) {
    if (value === null || value === undefined) return range[0];
    return range[0] + (range[1] - range[0]) * Math.min(1, value / full);
  }

  /** @param {CanvasRenderingContext2D} context  @param {Point[]} points */
  function trace(context, points) {
    context.beginPath();
    points.forEach((p, i) => (i ? context.lineTo(p[0], p[1]) : context.moveTo(p[0], p[1])));
  }

  /** @param {CanvasRenderingContext2D} context  @param {Stroke} stroke  @param {number[]} dash */
  function ran(context, stroke, dash) {
    context.setLineDash(dash);
    stroke.runs.forEach((run) => {
      context.lineDashOffset = run.along;
      trace(context, run.points);
      context.stroke();
    });
  }

  /** One stroke as the style table has it: casing, stroke with the status dash, inlay with the mode's rhythm; of its
      line what can be seen (`runs`). A casing of no width is none.
      @param {CanvasRenderingContext2D} context  @param {Stroke} stroke  @param {Style} style  @param {number} scale */
  function paint(context, stroke, style, scale) {
    const mode = style.modes[stroke.mode], w = stroke.width, colour = stroke.colour || mode.colour;
    const status = style.lines[stroke.line].map((part) => Math.max(part * w, part > 1 ? measures.dash_least : measures.dot_least));
    const dash = stroke.data && stroke.data.known === false ? measures.unknown_dash : status;
    context.lineJoin = "round";
    context.lineCap = stroke.line === "inferred" ? "round" : "butt";
    if (stroke.line === "travelled" && scale && !stroke.hairline) {
      context.strokeStyle = style.map.casing;
      context.lineWidth = w + 2 * scale * measures.casing;
      context.globalAlpha *= measures.casing_alpha;
      ran(context, stroke, []);
      context.globalAlpha /= measures.casing_alpha;
    }
    context.strokeStyle = colour;
    context.lineWidth = w;
    ran(context, stroke, dash);
    if (mode.inlay.length && !stroke.hairline) {
      context.strokeStyle = style.map.casing;
      context.lineWidth = Math.max(measures.inlay_least, w * measures.inlay);
      ran(context, stroke, mode.inlay);
    }
    context.setLineDash([]);
    context.lineDashOffset = 0;
    if (!stroke.tip) return;
    context.beginPath();
    stroke.tip.forEach((p, i) => (i ? context.lineTo(p[0], p[1]) : context.moveTo(p[0], p[1])));
    context.closePath();
    context.fillStyle = colour;
    context.fill();
  }

  app.lines = { world, simple, beside, trimmed, arrow, runs, gap, distance, width, paint, trace, lengths, at };
})();
