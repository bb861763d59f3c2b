/* The Natural Earth base map on one canvas: no picture is fetched, the world repeats, and a finer coast is fetched once
   from zoom 6; until it is there, the coarse one is drawn.
   Uses: 20_translator, 30_lines, 38_canvas_layer. */
(function () {
  "use strict";
  const app = window.app;
  const FINE_ZOOM = 6;

  /* A ring's box in world widths, made when its file comes; its points are made when it is first drawn. */
  class Ring {
    constructor(flat, scale) {
      let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
      for (let i = 0; i < flat.length; i += 2) {
        const x = flat[i], y = flat[i + 1];
        if (x < x0) x0 = x;
        if (x > x1) x1 = x;
        if (y < y0) y0 = y;
        if (y > y1) y1 = y;
      }
      const [west, north] = app.lines.world(x0 / scale, y1 / scale), [east, south] = app.lines.world(x1 / scale, y0 / scale);
      this.flat = flat; this.scale = scale; this.box = [west, north, east, south];
    }
    get points() {
      if (!this.made) {
        this.made = new Float64Array(this.flat.length);
        for (let i = 0; i < this.flat.length; i += 2)
          [this.made[i], this.made[i + 1]] = app.lines.world(this.flat[i] / this.scale, this.flat[i + 1] / this.scale);
        this.flat = null;
      }
      return this.made;
    }
  }
  const prepared = (body) => ({
    countries: body.countries.map(({ code, rings }) => ({ code, rings: rings.map((flat) => new Ring(flat, body.scale)) })),
  });
  const asked = {}, loaded = {};
  const load = (name) => (asked[name] = asked[name] ||
    app.json(app.known.files[`basemap/${name}.json`]).then((body) => { loaded[name] = prepared(body); }));

  const seam = (x) => x < 1e-6 || x > 1 - 1e-6;

  /* On which sides of the frame a point lies, as bits; two points with a bit in common have nothing of the frame between
     them. A near view has few points of the coasts that pass it: the others need not be drawn. */
  const MARGIN = 2;
  function sides(x, y, frame) {
    return (x < -MARGIN ? 1 : x > frame.width + MARGIN ? 2 : 0) | (y < -MARGIN ? 4 : y > frame.height + MARGIN ? 8 : 0);
  }

  /* A ring to be filled, which closes it: `closePath` would measure all that the path holds, ring after ring. Of points
     beside the frame in a row, and of those closer than half a pixel of the screen, one stands for all. */
  function outline(context, ring, k, ox, oy, frame) {
    const p = ring.points, near = 0.5 / frame.ratio;
    let px = p[0] * k - ox, py = p[1] * k - oy, run = sides(px, py, frame), late = false, x = px, y = py;
    context.moveTo(px, py);
    for (let i = 2; i < p.length; i += 2) {
      const bx = x, by = y;
      x = p[i] * k - ox; y = p[i + 1] * k - oy;
      const side = sides(x, y, frame);
      if (side & run) { run &= side; late = true; continue; }
      if (late) { context.lineTo(bx, by); px = bx; py = by; late = false; }
      run = side;
      if (Math.abs(x - px) < near && Math.abs(y - py) < near) continue;
      context.lineTo(x, y);
      px = x; py = y;
    }
    if (late) context.lineTo(x, y);
  }
  /* Borders leave out the seam where rings are cut at 180 degrees, what is beside the frame, and points closer than half a
     pixel of the screen to the one before. */
  function border(context, ring, k, ox, oy, frame) {
    const p = ring.points, near = 0.5 / frame.ratio;
    let x = p[0] * k - ox, y = p[1] * k - oy, side = sides(x, y, frame), open = false, px = x, py = y;
    for (let i = 2; i < p.length; i += 2) {
      const bx = x, by = y, before = side;
      x = p[i] * k - ox; y = p[i + 1] * k - oy; side = sides(x, y, frame);
      if ((side & before) || (seam(p[i]) && seam(p[i - 2]))) { open = false; continue; }
      if (!open) { context.moveTo(bx, by); px = bx; py = by; open = true; }
      if (i < p.length - 2 && Math.abs(x - px) < near && Math.abs(y - py) < near) continue;
      context.lineTo(x, y);
      px = x; py = y;
    }
  }

  /* Rings that are seen, each with where its copy of the world begins in px. */
  function seen(countries, { k, x, y }, frame) {
    const [west, north, east, south] = [x, y, x + frame.width, y + frame.height].map((v) => v / k);
    const out = [];
    for (let copy = Math.floor(west); copy <= Math.floor(east); copy++)
      countries.forEach(({ rings }) => rings.forEach((ring) => {
        const [left, top, right, bottom] = ring.box;
        if (right + copy >= west && left + copy <= east && bottom >= north && top <= south) out.push([ring, x - copy * k]);
      }));
    return out;
  }

  function draw(context, data, style, projection, frame) {
    context.fillStyle = style.map.sea;
    context.fillRect(0, 0, frame.width, frame.height);
    if (!data) return;
    const { k, y } = projection, rings = seen(data.countries, projection, frame);
    context.beginPath();
    rings.forEach(([ring, x]) => outline(context, ring, k, x, y, frame));
    context.fillStyle = style.map.land;
    context.fill("nonzero");
    context.beginPath();
    rings.forEach(([ring, x]) => border(context, ring, k, x, y, frame));
    context.strokeStyle = style.map.border;
    context.lineWidth = k < 256 * 8 ? 0.6 : 0.9;
    context.stroke();
  }

  /* Countries in colours of their own (`colours`: by code), with `edge` between them. Returns by code the middle of the
     largest part of each, in world widths; not of those too small to be seen. */
  const LEAST = 7; /* px */
  function shade(context, colours, edge, projection, frame) {
    const middles = new Map();
    context.strokeStyle = edge; context.lineWidth = 0.7;
    loaded.coarse.countries.forEach((country) => {
      if (!colours.has(country.code)) return;
      const area = ({ box: [west, north, east, south] }) => (east - west) * (south - north);
      const { box } = country.rings.reduce((most, ring) => (area(ring) > area(most) ? ring : most));
      if (Math.max(box[2] - box[0], box[3] - box[1]) * projection.k >= LEAST) middles.set(country.code, [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]);
      context.fillStyle = colours.get(country.code);
      const rings = seen([country], projection, frame);
      context.beginPath();
      rings.forEach(([ring, x]) => outline(context, ring, projection.k, x, projection.y, frame));
      context.fill("nonzero");
      context.beginPath();
      rings.forEach(([ring, x]) => border(context, ring, projection.k, x, projection.y, frame));
      context.stroke();
    });
    return middles;
  }

  /* Which country is under a point: even-odd over its rings. */
  function countryAt(lon, lat) {
    const data = loaded.coarse;
    if (!data) return null;
    const [x0, y] = app.lines.world(lon, lat);
    const x = x0 - Math.floor(x0);
    const hit = data.countries.find((c) => {
      let inside = false;
      c.rings.forEach((ring) => {
        const { box } = ring;
        if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) return;
        const p = ring.points;
        for (let i = 0, j = p.length - 2; i < p.length; j = i, i += 2)
          if (p[i + 1] > y !== p[j + 1] > y && x < ((p[j] - p[i]) * (y - p[i + 1])) / (p[j + 1] - p[i + 1]) + p[i])
            inside = !inside;
      });
      return inside;
    });
    return hit && !hit.code.startsWith("_") ? hit.code : null;
  }

  /* The base map under a map: it is drawn once it is told its style, and again when that changes; `drawn` says that there
     is land to be seen. */
  function under(map) {
    let style, canvas;
    const draws = (context, projection, frame) => {
      const name = projection.k >= 256 * 2 ** FINE_ZOOM ? "fine" : "coarse";
      new Set(["coarse", name]).forEach((wanted) => loaded[wanted] || load(wanted).then(() => canvas.redraw(), (error) => console.warn(error.message)));
      draw(context, loaded[name] || loaded.coarse, style, projection, frame);
      base.drawn = Boolean(loaded.coarse);
    };
    const base = { drawn: false, dress(found) {
      style = found;
      if (canvas) canvas.redraw();
      else canvas = new app.CanvasLayer(draws, { ground: true }).addTo(map);
    } };
    return base;
  }

  app.basemap = { under, countryAt, shade, ready: () => load("coarse") };
})();
