/* Ribbons of streams on the canvas (app/drawing/ribbons.py draws them in files).
   Uses: 30_lines, 50_canvas. */
(function () {
  "use strict";
  const app = window.app;
  const { world, lengths, trace, gap } = app.lines;
  const measures = app.known.measures.stream;

  /* Stretches in world widths with their boxes, once for each network. */
  function placed(network) {
    network.world = network.world || network.stretches.map(([, , points]) => {
      const line = points.map(([lon, lat]) => world(lon, lat)), [xs, ys] = [0, 1].map((axis) => line.map((p) => p[axis]));
      return { line, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
    });
    return network.world;
  }

  /* Unit vectors along a line in pixels, one for each point. */
  const along = (line) => line.map((p, i) => {
    const a = line[Math.max(0, i - 1)], b = line[Math.min(line.length - 1, i + 1)], d = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    return [(b[0] - a[0]) / d, (b[1] - a[1]) / d];
  });

  /* A line with no step longer than so many px: a ribbon bends between its ends. */
  function finer(line, step) {
    const out = [line[0]];
    for (let i = 1; i < line.length; i++) {
      const [a, b] = [line[i - 1], line[i]], n = Math.min(40, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / step));
      for (let k = 1; k <= n; k++) out.push([a[0] + ((b[0] - a[0]) * k) / n, a[1] + ((b[1] - a[1]) * k) / n]);
    }
    return out;
  }

  const ease = (t) => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));

  /** What is drawn of a row of ribbons: its middle line for each, in pixels. `turnings` are the directions at the junctions.
      @param {Point[]} line  @param {Ribbon[]} row  @param {number} unit  @param {[Point | null, Point | null]} turnings */
  function shapes(line, row, unit, turnings) {
    const isHairline = row.reduce((sum, ribbon) => sum + ribbon.value, 0) * unit <= measures.hairline;
    const fine = isHairline ? line : finer(line, measures.step), gone = lengths(fine), whole = gone[gone.length - 1], reach = Math.min(measures.blend, whole / 2);
    const own = along(fine);
    const bent = isHairline ? own : own.map((direction, i) => {
      const [side, near] = gone[i] < whole / 2 ? [turnings[0], gone[i]] : [turnings[1], whole - gone[i]], t = ease(near / (reach || 1));
      if (!side || t >= 1) return direction;
      const x = side[0] * (1 - t) + direction[0] * t, y = side[1] * (1 - t) + direction[1] * t, d = Math.hypot(x, y) || 1;
      return [x / d, y / d];
    });
    return row.map((ribbon) => {
      const width = Math.max(measures.hairline, ribbon.value * unit);
      const points = fine.map((p, i) => {
        const [from, near] = gone[i] < whole / 2 ? [ribbon.start, gone[i]] : [ribbon.end, whole - gone[i]], t = ease(near / (reach || 1));
        const aside = measures.apart + (from * (1 - t) + ribbon.inner * t + ribbon.value / 2) * unit;
        return [p[0] - bent[i][1] * aside, p[1] + bent[i][0] * aside];
      });
      return { ribbon, width, points };
    });
  }

  /** The arrowhead at the end of a row, of which `middle` is the middle line: its base and its tip.
      @param {Point[]} middle  @param {number} width  @returns {Point[]} */
  function head(middle, width) {
    const [[x0, y0], [x1, y1]] = middle.slice(-2), d = Math.hypot(x1 - x0, y1 - y0) || 1, [ux, uy] = [(x1 - x0) / d, (y1 - y0) / d];
    const [least, more, long] = measures.head, half = Math.max(least, width / 2 + more);
    return [[x1 - uy * half, y1 + ux * half], [x1 + ux * half * long, y1 + uy * half * long], [x1 + uy * half, y1 - ux * half]];
  }

  /* Where along a ribbon a name is tried, its middle first. */
  const SEATS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
  /** Where a name of a width may stand on a ribbon: x, y and the angle; only on pieces that are nearly straight.
      @param {Point[]} points  @param {number} wide  @returns {[number, number, number][]} */
  function seats(points, wide) {
    const gone = lengths(points), whole = gone[gone.length - 1];
    return SEATS.map((share) => share * whole).filter((middle) => middle >= wide / 2 && middle <= whole - wide / 2).flatMap((middle) => {
      const [x0, y0] = app.lines.at(points, gone, middle - wide / 2), [x1, y1] = app.lines.at(points, gone, middle + wide / 2);
      if (Math.hypot(x1 - x0, y1 - y0) < measures.straight * wide) return [];
      const angle = Math.atan2(y1 - y0, x1 - x0);
      return [/** @type {[number, number, number]} */ ([(x0 + x1) / 2, (y0 + y1) / 2, angle + (Math.abs(angle) > Math.PI / 2 ? Math.PI : 0)])];
    });
  }

  /* Of some directed stretches those at whose end nothing sails on: they lead into a port. */
  function ports(stretches, ends) {
    const leaving = new Map(), all = [...stretches];
    all.forEach((stretch) => { const [first] = ends(stretch); leaving.set(first, [...(leaving.get(first) || []), stretch]); });
    return new Set(all.filter((stretch) => (leaving.get(ends(stretch)[1]) || []).every((other) => other === -stretch)));
  }

  /* The direction at each junction: that of the thickest stretch there. */
  function directionsAt(rows, network, pixels) {
    const best = new Map();
    rows.forEach((row, stretch) => {
      const sum = row.reduce((all, ribbon) => all + ribbon.value, 0), [a, b] = network.stretches[Math.abs(stretch) - 1], line = pixels(stretch);
      const [first, last] = stretch > 0 ? [a, b] : [b, a], directions = along(line);
      [[first, directions[0]], [last, directions[directions.length - 1]]].forEach(([junction, direction]) => {
        if (!best.has(junction) || best.get(junction).sum < sum) best.set(junction, { sum, direction });
      });
    });
    return (junction, own) => {
      const { direction } = best.get(junction), same = direction[0] * own[0] + direction[1] * own[1];
      return same < -0.3 ? [-direction[0], -direction[1]] : same < 0.3 ? own : direction;
    };
  }

  /** Every ribbon in pixels, the widest last.
      @param {any} streams  @param {Projection} projection  @param {Frame} frame */
  function shaped(streams, projection, frame) {
    const { network, ribbons, unit } = streams, world_ = placed(network), rows = new Map(), out = [], cut = 60;
    ribbons.forEach((ribbon) => (rows.has(ribbon.stretch) ? rows.get(ribbon.stretch).push(ribbon) : rows.set(ribbon.stretch, [ribbon])));
    const lines = new Map();
    const pixels = (stretch) => {
      if (!lines.has(stretch)) {
        const line = world_[Math.abs(stretch) - 1].line.map((p) => projection.of(p));
        lines.set(stretch, stretch > 0 ? line : line.reverse());
      }
      return lines.get(stretch);
    };
    const turning = directionsAt(rows, network, pixels);
    const into = ports(rows.keys(), (stretch) => { const [a, b] = network.stretches[Math.abs(stretch) - 1]; return stretch > 0 ? [a, b] : [b, a]; });
    rows.forEach((row, stretch) => {
      const { box } = world_[Math.abs(stretch) - 1];
      const [top, bottom] = [box[1], box[3]].map((y) => y * projection.k - projection.y);
      if (bottom < frame.box[1] - cut || top > frame.box[3] + cut) return;
      const seen = app.canvas.turns(projection, frame, box[0], box[2]);
      if (!seen.length) return;
      const line = pixels(stretch), own = along(line), [a, b] = network.stretches[Math.abs(stretch) - 1], [first, last] = stretch > 0 ? [a, b] : [b, a];
      const drawn = shapes(line, row, unit, [turning(first, own[0]), turning(last, own[own.length - 1])]);
      seen.forEach((turn) => {
        const moved = turn ? drawn.map((shape) => ({ ...shape, points: shape.points.map(([x, y]) => [x + turn * projection.k, y]) })) : drawn;
        out.push({ stretch, shapes: moved, width: row.reduce((sum, ribbon) => sum + ribbon.value * unit, 0), ends: into.has(stretch) });
      });
    });
    return out.sort((a, b) => a.width - b.width);
  }

  const stroke = (context, shape, look, cap = "round") => strokes(context, [shape], look, cap);
  /* Ribbons of one look, status and width, as one path. */
  function strokes(context, alike, look, cap = "round") {
    const { ribbon: { line }, width } = alike[0];
    context.strokeStyle = look;
    context.lineJoin = "round";
    context.lineCap = line === "travelled" && width >= measures.thin ? cap : "butt";
    context.lineWidth = width;
    const alpha = context.globalAlpha, thin = width < measures.thin;
    if (line !== "travelled" && !thin) context.globalAlpha = alpha * measures.intended;
    if (width <= measures.quiet) context.globalAlpha = alpha * measures.hairline_alpha;
    context.setLineDash(line === "travelled" || !thin ? [] : line === "intended" ? measures.dash : measures.dots);
    context.beginPath();
    alike.forEach(({ points }) => points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y))));
    context.stroke();
    if (line !== "travelled" && !thin) {
      context.globalAlpha = alpha; context.lineWidth = measures.thread; context.setLineDash(line === "intended" ? measures.dash : measures.dots);
      context.stroke();
    }
    context.setLineDash([]);
    context.globalAlpha = alpha;
  }

  /* Hairlines are most of all ribbons: those that look the same are one path. */
  function hairlines(context, rows, streams, style) {
    const looks = new Map();
    rows.forEach((row) => row.shapes.filter((shape) => shape.width <= measures.quiet).forEach((shape) => {
      const look = `${colour(shape.ribbon, streams, style)}|${shape.ribbon.line}|${shape.width}`;
      if (!looks.has(look)) looks.set(look, []);
      looks.get(look).push(shape);
    }));
    looks.forEach((alike, look) => strokes(context, alike, look.split("|")[0]));
  }

  /* Chevrons along what is wide enough: which way it goes. */
  function chevrons(context, row, style) {
    const middle = row.shapes[Math.floor(row.shapes.length / 2)].points, gone = lengths(middle), whole = gone[gone.length - 1], size = Math.min(measures.chevron[1], row.width * 0.4);
    const wide = row.shapes.map((shape) => shape.points);
    if (row.width < measures.chevron[0] || whole < measures.room) return;
    context.strokeStyle = style.map.casing; context.lineWidth = 1.6; context.lineJoin = "miter";
    for (let reach = Math.min(measures.every, whole) / 2; reach < whole - 8; reach += measures.every) {
      const i = Math.max(1, gone.findIndex((d) => d >= reach)), outer = wide[0][i], inner = wide[wide.length - 1][i];
      const x = (outer[0] + inner[0]) / 2, y = (outer[1] + inner[1]) / 2, dx = middle[i][0] - middle[i - 1][0], dy = middle[i][1] - middle[i - 1][1], d = Math.hypot(dx, dy) || 1;
      const [ux, uy] = [dx / d, dy / d];
      context.beginPath();
      context.moveTo(x - ux * size - uy * size, y - uy * size + ux * size);
      context.lineTo(x, y);
      context.lineTo(x - ux * size + uy * size, y - uy * size - ux * size);
      context.stroke();
    }
  }

  /* The head of a row that leads into a port, in the colour of its widest ribbon. */
  function tip(context, row, streams, style) {
    const widest = row.shapes.reduce((best, shape) => (shape.width > best.width ? shape : best));
    context.beginPath();
    head(row.shapes[Math.floor(row.shapes.length / 2)].points, row.width).forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.strokeStyle = style.map.casing; context.lineWidth = 1; context.stroke();
    context.fillStyle = colour(widest.ribbon, streams, style); context.fill();
  }

  /** @param {CanvasRenderingContext2D} context  @param {any[]} rows  @param {any} streams  @param {Style} style  @param {number} alpha */
  function draw(context, rows, streams, style, alpha) {
    context.globalAlpha = alpha;
    /* All casings first: where stretches meet, that of one would cut the end of the other. */
    rows.filter((row) => row.width >= measures.thin).forEach((row) => row.shapes.forEach(({ points, width }) => {
      trace(context, points);
      context.strokeStyle = style.map.casing; context.lineWidth = width + 2; context.lineJoin = "round"; context.lineCap = "butt"; context.stroke();
    }));
    hairlines(context, rows, streams, style);
    rows.forEach((row) => row.shapes.filter((shape) => shape.width > measures.quiet).forEach((shape) => stroke(context, shape, colour(shape.ribbon, streams, style))));
    rows.forEach((row) => chevrons(context, row, style));
    rows.filter((row) => row.ends && !streams.palette && row.width >= measures.thin).forEach((row) => tip(context, row, streams, style));
    context.globalAlpha = 1;
  }
  /** Streams of a scene, what is lit of them over the rest; the rows that were drawn.
      @param {CanvasRenderingContext2D} context  @param {any} scene  @param {Projection} projection  @param {Frame} frame */
  function drawAll(context, { streams, style }, projection, frame) {
    if (!streams) return [];
    const rows = shaped(streams, projection, frame);
    draw(context, rows, streams, style, streams.lit ? measures.faded : 1);
    if (streams.lit) draw(context, shaped(streams.lit, projection, frame), streams.lit, style, 1);
    return rows;
  }
  function colour(ribbon, streams, style) {
    if (streams.palette) return streams.palette[ribbon.group];
    return streams.coloured === "departure" ? style.streams[ribbon.group] : style.modes.maritime.colour;
  }

  /** The stretch under a point, the widest first; those alone that are so wide.
      @param {any[]} rows  @param {Point} p  @param {number} least */
  function under(rows, p, least) {
    for (let i = rows.length - 1; i >= 0 && rows[i].width >= least; i--)
      if (rows[i].shapes.some(({ points, width }) => isNear(p, points, Math.max(4, width / 2 + 2)))) return rows[i].stretch;
    return null;
  }
  function isNear(p, points, reach) {
    for (let i = 1; i < points.length; i++) {
      const a = points[i - 1], b = points[i];
      if (Math.min(a[0], b[0]) - reach > p[0] || Math.max(a[0], b[0]) + reach < p[0] || Math.min(a[1], b[1]) - reach > p[1] || Math.max(a[1], b[1]) + reach < p[1]) continue;
      if (gap(p, a, b) <= reach) return true;
    }
    return false;
  }

  /* A sample for the legend, by the very code of the map. */
  function sample(context, width, look, line) {
    const row = { width, shapes: [{ ribbon: { line, group: 0 }, width, points: [[2, 12], [42, 12]] }] };
    stroke(context, row.shapes[0], look, "butt");
  }

  app.ribbons = { shapes, head, seats, ports, shaped, drawAll, under, sample };
})();
