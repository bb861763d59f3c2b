/* Annotations (the marks of a slide) on the map: arrow, note, area. Drawn as app/drawing/annotations.py draws them in files.
   Uses: 30_lines, 35_shapes, 50_canvas. Calls later: 60_map. */
(function () {
  "use strict";
  const app = window.app;
  const { world, arrow, trace } = app.lines;
  const measures = app.known.measures.slide;

  /** @param {Scene} scene */
  const sizeOf = (scene) => measures.type[Number(scene.projector)];

  /** The text in lines of at most so many px; a word that is longer than a line is broken, and what does not fit in all lines
      ends with an ellipsis (as app/drawing/text_width.py).
      @param {CanvasRenderingContext2D} context  @param {string} text  @param {number} most  @returns {string[]} */
  function wrapped(context, text, most) {
    const fits = (/** @type {string} */ line) => context.measureText(line).width <= most;
    const rest = text.split(/\s+/).filter(Boolean).flatMap((word) => pieces(word, fits)), out = [];
    while (rest.length && out.length < measures.lines) {
      let line = rest.shift();
      while (rest.length && fits(`${line} ${rest[0]}`)) line += ` ${rest.shift()}`;
      out.push(line);
    }
    if (rest.length) out[out.length - 1] = shortened(`${out[out.length - 1]} ${rest[0]}`, fits);
    return out;
  }
  function pieces(word, fits) {
    const out = [""];
    for (const sign of word) {
      if (out[out.length - 1] && !fits(out[out.length - 1] + sign)) out.push("");
      out[out.length - 1] += sign;
    }
    return out;
  }
  function shortened(text, fits) {
    let kept = text;
    while (kept && !fits(`${kept}…`)) kept = kept.slice(0, -1);
    return `${kept.trimEnd()}…`;
  }

  /** Words in a box whose middle is near a point, kept on the canvas.
      @param {CanvasRenderingContext2D} context  @param {string} text  @param {number} x  @param {number} y  @param {Scene} scene
      @param {Frame} frame */
  function say(context, text, x, y, scene, frame) {
    if (!text) return;
    const size = sizeOf(scene), pad = size * 0.5, ink = scene.style.map.ink;
    context.font = `600 ${size}px ${app.font}`;
    const lines = wrapped(context, text, measures.wrap * size);
    const wide = Math.max(...lines.map((line) => context.measureText(line).width)) + 2 * pad, high = lines.length * size * 1.25 + pad;
    const left = Math.max(frame.pad.x + 4, Math.min(frame.width - frame.pad.x - wide - 4, x - wide / 2));
    const top = Math.max(frame.pad.y + 4, Math.min(frame.height - frame.pad.y - high - 4, y - high / 2));
    context.fillStyle = scene.style.map.halo; context.strokeStyle = ink; context.lineWidth = 1.2;
    context.beginPath(); context.roundRect(left, top, wide, high, 3); context.fill(); context.stroke();
    context.fillStyle = ink; context.textAlign = "left"; context.textBaseline = "middle";
    lines.forEach((line, i) => context.fillText(line, left + pad, top + pad / 2 + (i + 0.5) * size * 1.25));
  }

  function lined(context, points, wide, scene, dash) {
    context.lineJoin = "round"; context.lineCap = "butt";
    trace(context, points); context.strokeStyle = scene.style.map.halo; context.lineWidth = wide + measures.casing; context.stroke();
    trace(context, points); context.strokeStyle = scene.style.map.ink; context.lineWidth = wide; context.setLineDash(dash || []); context.stroke();
    context.setLineDash([]);
  }

  const draw = {
    arrow(context, pixels, text, scene, frame) {
      const wide = measures.arrow[Number(scene.projector)], made = pixels.length > 1 && arrow(pixels, wide, 0, 2);
      if (made) {
        lined(context, made.stroke, wide, scene);
        context.beginPath(); made.tip.forEach((p, i) => (i ? context.lineTo(p[0], p[1]) : context.moveTo(p[0], p[1]))); context.closePath();
        context.strokeStyle = scene.style.map.halo; context.lineWidth = 3; context.stroke();
        context.fillStyle = scene.style.map.ink; context.fill();
      } else dot(context, pixels[0], scene);
      const [a, b] = [pixels[0], pixels[pixels.length - 1]];
      say(context, text, a[0] - Math.sign(b[0] - a[0]) * 6, a[1] + (b[1] >= a[1] ? -1 : 1) * sizeOf(scene) * 1.3, scene, frame);
    },
    note(context, pixels, text, scene, frame) {
      const [x, y] = pixels[0], [near, far] = measures.note;
      dot(context, pixels[0], scene);
      lined(context, [[x + near, y - near], [x + far, y - far]], measures.note_line, scene);
      say(context, text, x + far, y - far - sizeOf(scene), scene, frame);
    },
    area(context, pixels, text, scene, frame, holes) {
      const closed = [pixels, ...holes].map((ring) => [...ring, ring[0]]);
      context.beginPath();
      closed.forEach((ring) => ring.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y))));
      context.fillStyle = scene.style.map.ink; context.globalAlpha = 0.1; context.fill("evenodd"); context.globalAlpha = 1;
      closed.forEach((ring) => lined(context, ring, measures.area_line, scene, measures.area_dash));
      if (!text) return;
      const xs = pixels.map((p) => p[0]), top = Math.min(...pixels.map((p) => p[1]));
      say(context, text, (Math.min(...xs) + Math.max(...xs)) / 2, top, scene, frame);
    },
  };
  function dot(context, [x, y], scene) {
    context.beginPath(); context.arc(x, y, measures.dot, 0, 2 * Math.PI);
    context.fillStyle = scene.style.map.ink; context.fill();
    context.strokeStyle = scene.style.map.halo; context.lineWidth = 1.5; context.stroke();
  }

  /** @param {CanvasRenderingContext2D} context  @param {SlideMark[]} marks  @param {Scene} scene  @param {Projection} projection
      @param {Frame} frame  @returns {number} */
  function drawAnnotations(context, marks, scene, projection, frame) {
    let drawn = 0;
    marks.forEach((mark) => {
      const [points, ...holes] = [mark.points, ...(mark.holes || [])].map((ring) => ring.map(([lon, lat]) => world(lon, lat)));
      let [west, east] = [Infinity, -Infinity];
      points.forEach(([x]) => { west = Math.min(west, x); east = Math.max(east, x); });
      app.canvas.turns(projection, frame, west, east).forEach((turn) => {
        const placed = (ring) => ring.map((p) => projection.of([p[0] + turn, p[1]]));
        draw[mark.kind](context, placed(points), mark.text, scene, frame, holes.map(placed));
        drawn += 1;
      });
    });
    return drawn;
  }

  /* ---- drawing one by hand: points are gathered by clicks until the mark has as many as it wants ---- */
  const NEEDS = { arrow: 2, note: 1, area: 60 };
  let hand = null;

  function begin(kind, finished) { hand = { kind, points: [], finished }; redraw(); }
  function stop() { hand = null; redraw(); }
  function redraw() {
    if (!app.map) return;
    app.map.map.getContainer().classList.toggle("drawing", Boolean(hand));
    app.map.map.doubleClickZoom[hand ? "disable" : "enable"]();
    app.map.canvas.redraw();
  }
  /* Whether a click on the map was one for the hand. */
  function clicked(event) {
    if (!hand) return false;
    const first = hand.points[0];
    const back = first && app.map.map.latLngToContainerPoint([first[1], first[0]]).distanceTo(event.containerPoint) < 12;
    if (hand.kind === "area" && hand.points.length > 2 && back) { finish(); return true; }
    hand.points.push([+event.latlng.lng.toFixed(4), +event.latlng.lat.toFixed(4)]);
    if (hand.points.length >= NEEDS[hand.kind]) finish(); else redraw();
    return true;
  }
  function finish() {
    const done = hand;
    if (!done || done.points.length < (done.kind === "area" ? 3 : NEEDS[done.kind])) return;
    hand = null;
    redraw();
    done.finished({ kind: done.kind, points: turned(done.points), text: "" });
  }
  /* The first point lies on the globe, the others where they were drawn beside it. */
  function turned(points) {
    const away = Math.round(points[0][0] / 360) * 360;
    return points.map(([lon, lat]) => [+(lon - away).toFixed(4), lat]);
  }
  const draft = () => (hand && hand.points.length ? [{ kind: hand.kind === "area" && hand.points.length < 3 ? "arrow" : hand.kind, points: hand.points, text: "" }] : []);

  app.annotations = { drawAnnotations, begin, stop, finish, clicked, draft, busy: () => Boolean(hand) };
})();
