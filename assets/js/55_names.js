/* Names on the map: nodes first, then countries by size at sensible zooms; no name ever covers another.
   Uses: 30_lines, 35_shapes, 50_canvas, 51_ribbons. Calls later: 56_overlays. */
(function () {
  "use strict";
  const app = window.app;

  const COVERING = ".mapbar, .map-buttons, .filters, .explore .side, .explore .head-words, .explore .legend, .explore .foot, .edge";
  /** The boxes of what lies on a map, in its pixels.
      @param {HTMLElement} map  @returns {Box[]} */
  function controls(map) {
    const at = map.getBoundingClientRect();
    /* What is folded has a box, too, and covers nothing. */
    const shown = [...document.querySelectorAll(COVERING)].filter((control) => control.checkVisibility());
    return shown.map((control) => {
      const box = control.getBoundingClientRect();
      return [box.left - at.left, box.top - at.top, box.right - at.left, box.bottom - at.top];
    });
  }

  /* The part of the canvas that can be seen, without what lies under the map's controls. */
  class Room {
    /** @param {Frame} frame  @param {Box[]} under */
    constructor(frame, under) {
      const { x, y } = frame.pad;
      /** @type {Box[]} */
      this.boxes = under.map((box) => [box[0] + x, box[1] + y, box[2] + x, box[3] + y]);
      /** @type {Box} */
      this.edge = [x, y, frame.width - x, frame.height - y];
    }
    /** Whether a box is seen in whole and lies on nothing.
        @param {Box} b */
    free(b) {
      const e = this.edge;
      if (b[0] < e[0] || b[1] < e[1] || b[2] > e[2] || b[3] > e[3]) return false;
      return !this.boxes.some((o) => b[0] < o[2] && b[2] > o[0] && b[1] < o[3] && b[3] > o[1]);
    }
    /** @param {Box} b */
    take(b) { this.boxes.push(b); }
  }

  /* A name with its halo is drawn once and then laid down as a picture: stroking letters took most of a frame. */
  const kept = new Map();
  const MOST = 1500, EDGE = 4;
  document.fonts.addEventListener("loadingdone", () => kept.clear());

  function picture(font, text, halo, ink) {
    const key = [font, text, halo, ink].join("|");
    if (kept.has(key)) return kept.get(key);
    const ratio = window.devicePixelRatio || 1, canvas = document.createElement("canvas"), context = canvas.getContext("2d");
    context.font = font;
    const width = context.measureText(text).width, height = 1.6 * parseFloat(font.match(/([\d.]+)px/)[1]);
    canvas.width = Math.ceil((width + 2 * EDGE) * ratio); canvas.height = Math.ceil((height + 2 * EDGE) * ratio);
    context.scale(ratio, ratio);
    Object.assign(context, { font, textBaseline: "middle", lineJoin: "round", lineWidth: 3.4, strokeStyle: halo, fillStyle: ink, globalAlpha: 0.9 });
    context.strokeText(text, EDGE, EDGE + height / 2);
    context.globalAlpha = 1;
    context.fillText(text, EDGE, EDGE + height / 2);
    if (kept.size >= MOST) kept.delete(kept.keys().next().value);
    const made = { canvas, width, height, across: canvas.width / ratio, down: canvas.height / ratio, ratio };
    kept.set(key, made);
    return made;
  }

  /* What has found its place: its picture, where it lies, and whose it is ("node:EC", "flow:EC>BE|air|travelled"; a
     country's is nobody's). */
  function placed(context, text, x, y, style, ink, of, alpha) {
    const made = picture(context.font, text, style.map.halo, ink), whole = (v) => Math.round(v * made.ratio) / made.ratio;
    const left = context.textAlign === "center" ? x - made.width / 2 : x;
    return { made, x: whole(left - EDGE), y: whole(y - made.height / 2 - EDGE), of, alpha: alpha || 1 };
  }
  /* Lays names down; of those that are somebody's only where that one is still drawn. */
  function write(context, labels, drawn) {
    labels.forEach(({ made, x, y, of, alpha, angle }) => {
      if (of && !drawn.has(of)) return;
      context.globalAlpha = alpha;
      if (!angle) return void context.drawImage(made.canvas, x, y, made.across, made.down);
      context.save();
      context.translate(x + made.across / 2, y + made.down / 2); context.rotate(angle);
      context.drawImage(made.canvas, -made.across / 2, -made.down / 2, made.across, made.down);
      return context.restore();
    });
    context.globalAlpha = 1;
  }

  /* Try right, left, above and below the mark; give up rather than overlap. */
  /** @param {CanvasRenderingContext2D} context  @param {Room} room  @param {Mark<MapNode>} mark  @param {string} text
      @param {number} size  @returns {Box | undefined} */
  function beside(context, room, mark, text, size) {
    const w = context.measureText(text).width, h = size * 1.25, g = mark.r + 4;
    const places = [[mark.x + g, mark.y - h / 2], [mark.x - g - w, mark.y - h / 2],
      [mark.x - w / 2, mark.y - g - h], [mark.x - w / 2, mark.y + g],
      [mark.x + g * 0.7, mark.y - g * 0.7 - h], [mark.x - g * 0.7 - w, mark.y - g * 0.7 - h],
      [mark.x + g * 0.7, mark.y + g * 0.7], [mark.x - g * 0.7 - w, mark.y + g * 0.7]];
    const found = places.map(([x, y]) => /** @type {Box} */ ([x - 2, y, x + w + 2, y + h])).find((b) => room.free(b));
    if (found) room.take(found);
    return found;
  }

  /** @param {CanvasRenderingContext2D} context  @param {Room} room  @param {Mark<MapNode>[]} marks  @param {Scene} scene
      @returns {Label[]} */
  function nodes(context, room, marks, scene) {
    const size = scene.projector ? 20 : 12;
    context.font = `600 ${size}px ${app.font}`;
    context.textAlign = "left"; context.textBaseline = "middle";
    /* Faded marks may lie under a name: a selection is read first. */
    marks.filter((m) => !m.dim).forEach((m) => room.take([m.x - m.r * 0.8, m.y - m.r * 0.8, m.x + m.r * 0.8, m.y + m.r * 0.8]));
    const most = scene.projector ? 7 : scene.zoom < 3 ? 16 : scene.zoom < 5 ? 40 : 200;
    const named = new Set(), out = [];
    [...marks].sort((a, b) => b.r - a.r).forEach((mark) => {
      if (named.size >= most || mark.dim) return;
      const box = beside(context, room, mark, mark.data.name, size);
      if (!box) return;
      out.push(placed(context, mark.data.name, box[0] + 2, (box[1] + box[3]) / 2, scene.style, scene.style.map.ink, "node:" + mark.data.key));
      named.add(mark.data.key);
    });
    return out;
  }

  /* Before it names of nodes alone are read: another name beside them would be a distraction. */
  const NAMES_FROM = 4;
  /** A country is named when it is about as wide as its name: area grows with four to the zoom.
      @param {CanvasRenderingContext2D} context  @param {Room} room  @param {Scene} scene  @param {Projection} projection
      @param {Frame} frame  @param {Set<string>} taken  @returns {Label[]} */
  function countries(context, room, scene, projection, frame, taken) {
    const out = [];
    if (!scene.words || scene.projector) return out;
    const size = 11;
    context.font = `${size}px ${app.font}`;
    context.textAlign = "center"; context.textBaseline = "middle";
    Object.entries(scene.words.countries).sort((a, b) => b[1].area - a[1].area).forEach(([code, c]) => {
      if (scene.zoom < NAMES_FROM || c.area * 4 ** scene.zoom < 3000 || taken.has(code)) return;
      const p = app.lines.world(c.lon, c.lat), w = context.measureText(c.name).width;
      app.canvas.turns(projection, frame, p[0], p[0]).forEach((turn) => {
        const [x, y] = projection.of([p[0] + turn, p[1]]);
        const box = /** @type {Box} */ ([x - w / 2 - 3, y - size, x + w / 2 + 3, y + size]);
        if (!room.free(box)) return;
        room.take(box);
        out.push(placed(context, c.name, x, y, scene.style, scene.style.map.label, null, 0.85));
      });
    });
    return out;
  }

  /** On the projector nothing is told only by hover: the widest flows carry their value. Beside streams, which have the scale,
      a number at a thin line would seem to be theirs.
      @param {CanvasRenderingContext2D} context  @param {Room} room  @param {Stroke[]} strokes  @param {Scene} scene
      @returns {Label[]} */
  function values(context, room, strokes, scene) {
    const out = [], said = new Set();
    /* A flow's number is that of all its events: beside a selection of some of them it would contradict it. */
    if (!scene.projector || scene.streams || !scene.words || !scene.metric || (scene.lit && !scene.whole)) return out;
    context.font = `700 18px ${app.font}`;
    context.textAlign = "center"; context.textBaseline = "middle";
    strokes.forEach((stroke) => {
      const value = stroke.data[scene.metric];
      if (said.size >= 7 || said.has(stroke.data.key) || value === null || (scene.lit && !scene.lit(stroke.data))) return;
      const text = scene.metric === "events" ? scene.words.number(value) : scene.words.kg(value);
      const w = context.measureText(text).width / 2 + 5, along = app.lines.lengths(stroke.stroke);
      const spot = [0.5, 0.4, 0.6, 0.3, 0.7].map((t) => app.lines.at(stroke.stroke, along, t * along[along.length - 1]))
        .find(([x, y]) => room.free([x - w, y - 12, x + w, y + 12]));
      if (!spot) return;
      room.take([spot[0] - w, spot[1] - 12, spot[0] + w, spot[1] + 12]);
      said.add(stroke.data.key);
      out.push(placed(context, text, spot[0], spot[1], scene.style, scene.style.map.ink, "flow:" + stroke.data.key));
    });
    return out;
  }

  /* The name of each departure that has a colour, along its widest ribbon where there is room for it; beside thicker ones it
     would seem to be theirs. */
  const NAMED = 40, [LETTERS, PART, LEAST] = app.known.measures.stream.named;
  function departures(context, room, scene, projection, frame, { streamRows, data }) {
    const out = [], size = scene.projector ? 16 : 11;
    if (!scene.streams || !data.streams || scene.streams.coloured !== "departure") return out;
    /* Of what is lit its own ribbons alone: the others are faded. */
    const rows = scene.streams.lit ? app.ribbons.shaped(scene.streams.lit, projection, frame) : streamRows;
    context.font = `600 ${size}px ${app.font}`;
    context.textAlign = "center"; context.textBaseline = "middle";
    data.streams.colours.slice(0, -1).forEach(({ name }, group) => {
      const wide = context.measureText(name).width, own = rows.flatMap((row) => row.shapes.filter(({ ribbon, width }) => ribbon.group === group && (width >= LETTERS * size || (width >= LEAST && width >= PART * row.width))));
      const spots = own.sort((a, b) => b.width - a.width).slice(0, NAMED).flatMap((shape) => app.ribbons.seats(shape.points, wide + size));
      const found = spots.map(([x, y, angle]) => ({ x, y, angle, box: around(x, y, angle, wide, size) })).find(({ box }) => room.free(box));
      if (!found) return;
      room.take(found.box);
      out.push({ ...placed(context, name, found.x, found.y, scene.style, scene.style.streams[group], null, 1), angle: found.angle });
    });
    return out;
  }
  /** The box around a line of text that is turned about its middle.  @returns {Box} */
  function around(x, y, angle, wide, size) {
    const cos = Math.abs(Math.cos(angle)), sin = Math.abs(Math.sin(angle)), across = (wide * cos + size * sin) / 2, down = (wide * sin + size * cos) / 2;
    return [x - across, y - down, x + across, y + down];
  }

  /* Every name of a scene, the most needed ones first: nodes, departures, what flows are worth, shapes of overlays, countries. */
  function all(context, scene, projection, frame, { marks, strokes, groups, under, owner }) {
    const room = new Room(frame, under);
    groups.forEach((m) => room.take([m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r]));
    const taken = new Set(marks.map((m) => m.data.key)), own = nodes(context, room, marks, scene);
    const sailed = departures(context, room, scene, projection, frame, owner);
    const worth = values(context, room, strokes, scene), shapes = app.overlays.names(context, room, scene, projection, frame, owner);
    return [...own, ...sailed, ...worth, ...shapes, ...countries(context, room, scene, projection, frame, taken)];
  }

  app.names = { Room, beside, controls, placed, all, write };
})();
