/* One canvas over the base map with flows, corridors, nodes and seizures (names: 55_names.js).
   Drawing knows nothing of fetching; `scene` is given whole, and what is made of a line or a corridor is kept on it. Those
   that draw marks return them, as what lies under the pointer.
   Uses: 30_lines, 35_shapes. Calls later: 52_apart, 53_stream_scene, 70_chain, 79_picks. */
(function () {
  "use strict";
  const app = window.app;
  const { world, simple, beside, arrow, runs, trace } = app.lines;
  const { line: lineMeasures, mark: markMeasures, corridor: corridorMeasures } = app.known.measures;

  /** World copies (whole turns) in which something between x0 and x1 can be seen.
      @param {Projection} projection  @param {Frame} frame  @param {number} x0  @param {number} x1 */
  function turns(projection, frame, x0, x1) {
    const from = Math.ceil(projection.x / projection.k - x1), to = Math.floor((projection.x + frame.width) / projection.k - x0);
    const out = [];
    for (let t = from; t <= to && out.length < 6; t++) out.push(t);
    return out;
  }

  /** Sea lanes bundle where many leave one place. They part like a fan: ordered by bearing, clockwise to the
      right of travel. A pair with traffic both ways keeps to its own side instead.
      @param {Flow[]} flows  @returns {Flow[]} */
  function fanned(flows) {
    const has = new Set(flows.map((l) => l.origin + ">" + l.target));
    const groups = new Map();
    flows.forEach((flow) => {
      flow.fan = 0;
      if (flow.mode !== "maritime" || has.has(flow.target + ">" + flow.origin)) return;
      if (!groups.has(flow.origin)) groups.set(flow.origin, new Map());
      const group = groups.get(flow.origin);
      if (!group.has(flow.target)) group.set(flow.target, []);
      group.get(flow.target).push(flow);
    });
    groups.forEach((group) => {
      const bearing = ([flow]) => {
        const a = flow.points[0], b = flow.points[flow.points.length - 1];
        return (Math.atan2(b[0] - a[0], b[1] - a[1]) + 2 * Math.PI) % (2 * Math.PI);
      };
      [...group.values()].sort((a, b) => bearing(a) - bearing(b)).forEach((same, i, all) => same.forEach((flow) => {
        flow.fan = i - (all.length - 1) / 2;
      }));
    });
    return flows;
  }

  /** A flow in world widths, made when it is first drawn, and the box it fills.
      @param {Flow} flow  @returns {Flow} */
  function placed(flow) {
    if (flow.world) return flow;
    flow.world = flow.points.map(([lon, lat]) => world(lon, lat));
    const [xs, ys] = [0, 1].map((axis) => flow.world.map((p) => p[axis]));
    return Object.assign(flow, { box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] });
  }

  /* Flow lines as strokes in pixels, largest first so that small ones lie on top and can be picked; those alone that
     come into the frame's box. MARGIN is more than a stroke is shifted and wide; NEAR is less than anyone sees, and so
     is a STEP of its width. */
  const MARGIN = 80, NEAR = 0.3, STEP = 1 / 8, MOST_SHAPES = 200;
  /** @param {Scene} scene  @param {Projection} projection  @param {Frame} frame  @returns {Stroke[]} */
  function shaped(scene, projection, frame) {
    const out = [], visible = /** @type {Box} */ (frame.box.map((v, side) => v + (side < 2 ? -MARGIN : MARGIN)));
    const [low, high] = scene.style.width, [top, end] = [visible[1], visible[3]].map((y) => (projection.y + y) / projection.k);
    const spread = Math.min(lineMeasures.fan_most, lineMeasures.fan * projection.k / 1000);
    const viewKey = [projection.k, projection.x, projection.y, scene.gap, ...visible].join();
    scene.lines.forEach((flow) => {
      const path = (scene.streams && app.streamScene.curve(scene.streams.network, flow)) || flow, { box } = placed(path);
      if (box[3] < top || box[1] > end) return;
      const value = scene.metric ? flow[scene.metric] : null;
      const hairline = Boolean(scene.streams) || flow.mode === "unknown" || flow.known === false;
      const raw = Math.round(app.lines.width(value, scene.full, [low, high]) / STEP) * STEP;
      const thin = scene.streams ? Math.max(lineMeasures.unknown, Math.round(app.lines.width(value, scene.full, lineMeasures.beside) / STEP) * STEP) : lineMeasures.unknown;
      const width = hairline ? thin : scene.style.modes[flow.mode].inlay.length ? Math.max(raw, scene.style.inlayFloor) : raw;
      const most = lineMeasures.aside[flow.room === false ? 0 : 1];
      const shift = Math.max(-most, Math.min(most, (flow.slot || 0) * (width + lineMeasures.apart) + width / 2 + 1 + (flow.fan || 0) * spread));
      turns(projection, frame, box[0], box[2]).forEach((turn) => {
        const shape = cachedShape(path, viewKey, `${turn}|${width}|${shift}`, () => shapeOf(path, turn, width, shift, projection, scene.gap, visible));
        if (shape) out.push({ ...shape, turn, width, line: flow.line, mode: flow.mode, colour: flow.colour, hairline, data: flow });
      });
    });
    return out.sort((a, b) => b.width - a.width);
  }
  /** @param {Flow} flow  @param {number} turn  @param {number} width  @param {number} shift  @param {Projection} projection
      @param {number} gap  @param {Box} visible  @returns {Shape | null} */
  function shapeOf(flow, turn, width, shift, projection, gap, visible) {
    const pixels = flow.world.map((p) => projection.of([p[0] + turn, p[1]]));
    const parts = arrow(simple(beside(pixels, shift), NEAR), width, gap, gap + 1), seen = parts ? runs(parts.stroke, visible) : [];
    return seen.length ? { ...parts, runs: seen } : null;
  }
  /** While the time moves a line has few widths, and the view is one: each shape is made once.
      @param {Flow} flow  @param {string} viewKey  @param {string} name  @param {() => Shape | null} make */
  function cachedShape(flow, viewKey, name, make) {
    if (flow.viewKey !== viewKey || flow.shapes.size > MOST_SHAPES) Object.assign(flow, { viewKey, shapes: new Map() });
    if (!flow.shapes.has(name)) flow.shapes.set(name, make());
    return flow.shapes.get(name);
  }

  /** How a consignment reached the sea from an inland end, or came from it, is not known: a dashed hairline.
      @param {CanvasRenderingContext2D} context  @param {Stroke[]} strokes  @param {Scene} scene  @param {Projection} projection */
  function drawApproaches(context, strokes, scene, projection) {
    context.strokeStyle = scene.style.map.label; context.lineWidth = lineMeasures.unknown; context.setLineDash(lineMeasures.unknown_dash);
    strokes.filter(({ data }) => data.approach && (!scene.lit || scene.lit(data))).forEach(({ data, turn }) => data.approach.forEach((line) => {
      trace(context, line.map(([lon, lat]) => { const [x, y] = world(lon, lat); return projection.of([x + turn, y]); }));
      context.stroke();
    }));
    context.setLineDash([]);
  }

  /** @param {CanvasRenderingContext2D} context  @param {Stroke[]} strokes  @param {Scene} scene  @param {Projection} projection */
  function drawFlows(context, strokes, scene, projection) {
    drawApproaches(context, strokes, scene, projection);
    strokes.forEach((stroke, i) => {
      const lit = !scene.lit || scene.lit(stroke.data);
      /* At rest the largest dozen are read, the others are there. */
      const rest = scene.streams ? lineMeasures.beside_alpha : i < lineMeasures.largest ? 0.8 : lineMeasures.quiet;
      context.globalAlpha = scene.over ? (scene.over === stroke.data.key ? 1 : lineMeasures.faded) : lit ? (scene.lit ? 0.95 : rest) : 0.1;
      app.lines.paint(context, stroke, scene.style, scene.plain ? 0 : 1);
    });
    context.globalAlpha = 1;
  }

  /** Corridors are statements, not counts: a thin open line with its nodes as dots.
      @param {CanvasRenderingContext2D} context  @param {Scene} scene  @param {Projection} projection  @param {Frame} frame */
  function drawCorridors(context, scene, projection, frame) {
    const strokes = [];
    (scene.corridors || []).forEach((corridor) => {
      if (!corridor.world) { corridor.world = app.corridorPath(corridor); }
      const xs = corridor.world.map((p) => p[0]);
      turns(projection, frame, Math.min(...xs), Math.max(...xs)).forEach((turn) => {
        const pixels = corridor.world.map((p) => projection.of([p[0] + turn, p[1]]));
        strokes.push({ stroke: pixels, data: corridor });
        const lit = scene.card === "corridor:" + corridor.id;
        context.globalAlpha = lit ? 1 : (scene.card || "").startsWith("corridor:") ? 0.18 : 0.6;
        context.lineCap = "round"; context.lineJoin = "round";
        trace(context, pixels);
        context.strokeStyle = scene.style.map.halo; context.lineWidth = lit ? 7 : corridorMeasures.halo; context.stroke();
        trace(context, pixels);
        context.strokeStyle = scene.style.map.corridor; context.lineWidth = lit ? 3 : corridorMeasures.line;
        context.setLineDash(corridorMeasures.dash); context.stroke(); context.setLineDash([]);
        corridor.stops.forEach((i) => {
          app.shapes.shapes.circle(context, pixels[i][0], pixels[i][1], lit ? 4 : corridorMeasures.stop);
          context.fillStyle = scene.style.map.corridor; context.fill();
        });
      });
    });
    context.globalAlpha = 1;
    return strokes;
  }

  /** Px of a node: its area grows with its largest role.
      @param {MapNode} node  @param {number} largest  @param {boolean} projectorTheme */
  function nodeRadius(node, largest, projectorTheme) {
    const n = Math.max(...Object.values(node.roles));
    const [least, times] = markMeasures.node;
    return (projectorTheme ? markMeasures.node_projector : 1) * (least + times * Math.sqrt(n / largest));
  }

  /** @param {CanvasRenderingContext2D} context  @param {Scene} scene  @param {Projection} projection  @param {Frame} frame
      @returns {Mark<MapNode>[]} */
  function drawNodes(context, scene, projection, frame) {
    const largest = Math.max(1, ...scene.nodes.map((n) => Math.max(...Object.values(n.roles))));
    const marks = [];
    [...scene.nodes].reverse().forEach((node) => {
      const p = world(node.lon, node.lat);
      turns(projection, frame, p[0], p[0]).forEach((turn) => {
        const [x, y] = projection.of([p[0] + turn, p[1]]);
        const r = nodeRadius(node, largest, scene.projector);
        const dim = scene.litNode && !scene.litNode(node);
        context.globalAlpha = dim ? 0.25 : 1;
        app.shapes.node(context, x, y, r, node.roles, scene.style);
        marks.push({ x, y, r, data: node, dim });
      });
    });
    context.globalAlpha = 1;
    return marks;
  }

  /** Marks of seizures on the page, before they are drawn: a group that is fanned out stays under its events.
      @param {Scene} scene  @param {Projection} projection  @param {Frame} frame  @returns {SeizureMark[]} */
  function seizureMarks(scene, projection, frame) {
    return (scene.groups || []).flatMap((group) => turns(projection, frame, group.x, group.x).flatMap((turn) => {
      const [x, y] = projection.of([group.x + turn, group.y]), { n } = group, big = scene.style.mark, r = app.shapes.radius(n, big);
      const open = scene.opened && scene.opened.cell === group.cell && scene.opened.events.length > 1;
      if (!open) return [{ x, y, r, n, big, stays: n === 1 && group.kind === "point", data: group }];
      const event = { r: app.shapes.radius(1, big), n: 1, big, stays: true, from: { x, y } };
      return [...spiral(scene.opened.events, x, y).map((at) => ({ ...event, x: at.x, y: at.y, data: { ...group, n: 1, event: at.event } })),
        { x, y, r: 4, n, big, stays: true, open, data: group }];
    }));
  }
  /** @param {CanvasRenderingContext2D} context  @param {Scene} scene  @param {Projection} projection  @param {Frame} frame
      @returns {Mark<Group>[]} */
  function drawSeizures(context, scene, projection, frame) {
    const marks = app.apart(seizureMarks(scene, projection, frame)), { style } = scene;
    marks.filter((mark) => mark.from).forEach(({ x, y, from }) => {
      context.beginPath(); context.moveTo(from.x, from.y); context.lineTo(x, y);
      context.strokeStyle = style.map.label; context.lineWidth = 0.8; context.stroke();
    });
    return marks.map((mark) => {
      const { x, y, n, big, data: group } = mark;
      if (mark.open) return mark;
      if (n > 1) app.shapes.cluster(context, group, x, y, style, scene.words.number(n), big);
      else if (app.picks.has(group.event)) ring(context, x, y, mark.r + 4, style);
      if (n === 1) app.shapes.seizure(context, group.kind, x, y, style, scene.card === "event:" + group.event, big);
      return { x, y, r: Math.max(8, mark.r), data: group };
    });
  }

  /** A seizure that was picked by hand.
      @param {CanvasRenderingContext2D} context  @param {number} x  @param {number} y  @param {number} r  @param {Style} style */
  function ring(context, x, y, r, style) {
    context.beginPath(); context.arc(x, y, r, 0, 2 * Math.PI);
    context.lineWidth = 4; context.strokeStyle = style.map.halo; context.stroke();
    context.lineWidth = 1.8; context.strokeStyle = style.map.ink; context.stroke();
  }

  /** Events at one point open as a spiral round it.
      @param {string[]} events  @param {number} x  @param {number} y */
  function spiral(events, x, y) {
    return events.map((event, i) => {
      const angle = i * 0.72 + 0.4, reach = 26 + i * 2.6;
      return { event, x: x + reach * Math.cos(angle), y: y + reach * Math.sin(angle) };
    });
  }

  app.canvas = { fanned, shaped, drawFlows, drawCorridors, drawNodes, drawSeizures, nodeRadius, turns };
})();
