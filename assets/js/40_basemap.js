/* The Natural Earth base map as a grid of canvas tiles: no picture is fetched, the world repeats, and a finer
   coast is fetched once from zoom 6.
   Uses: 20_translator, 30_lines. */
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
  const files = {};
  const file = (name) => (files[name] = files[name] ||
    app.json(app.known.files[`basemap/${name}.json`]).then(prepared).then((data) => (files[name].data = data)));

  const seam = (x) => x < 1e-6 || x > 1 - 1e-6;

  /* On which sides of a tile a point lies, as bits; two points with a bit in common have nothing of the tile between
     them. A tile of a near view has few points of the coasts that pass it: the others need not be drawn. */
  const MARGIN = 2;
  function sides(x, y, size) {
    return (x < -MARGIN ? 1 : x > size + MARGIN ? 2 : 0) | (y < -MARGIN ? 4 : y > size + MARGIN ? 8 : 0);
  }

  /* A ring to be filled. Of points beside the tile in a row, and of those closer than half a pixel of the screen, one
     stands for all. */
  function outline(context, ring, k, ox, oy, size) {
    const p = ring.points, near = 0.5 / (window.devicePixelRatio || 1);
    let px = p[0] * k - ox, py = p[1] * k - oy, run = sides(px, py, size), late = false, x = px, y = py;
    context.moveTo(px, py);
    for (let i = 2; i < p.length; i += 2) {
      const bx = x, by = y;
      x = p[i] * k - ox; y = p[i + 1] * k - oy;
      const side = sides(x, y, size);
      if (side & run) { run &= side; late = true; continue; }
      if (late) { context.lineTo(bx, by); px = bx; py = by; late = false; }
      run = side;
      if (Math.abs(x - px) < near && Math.abs(y - py) < near) continue;
      context.lineTo(x, y);
      px = x; py = y;
    }
    if (late) context.lineTo(x, y);
    context.closePath();
  }
  /* Borders leave out the seam where rings are cut at 180 degrees, and what is beside the tile. */
  function border(context, ring, k, ox, oy, size) {
    const p = ring.points;
    let x = p[0] * k - ox, y = p[1] * k - oy, side = sides(x, y, size), open = false;
    for (let i = 2; i < p.length; i += 2) {
      const bx = x, by = y, before = side;
      x = p[i] * k - ox; y = p[i + 1] * k - oy; side = sides(x, y, size);
      if ((side & before) || (seam(p[i]) && seam(p[i - 2]))) { open = false; continue; }
      if (!open) context.moveTo(bx, by);
      context.lineTo(x, y);
      open = true;
    }
  }

  function draw(context, data, style, coords, size) {
    const k = 256 * 2 ** coords.z;
    const tx = (coords.x * size) / k, ty = (coords.y * size) / k, ts = size / k;
    context.fillStyle = style.map.sea;
    context.fillRect(0, 0, size, size);
    const copy = Math.floor(tx);
    const box = [tx - copy, ty, tx - copy + ts, ty + ts];
    const ox = (tx - copy) * k, oy = ty * k;
    const seen = [];
    data.countries.forEach((c) => c.rings.forEach((r) => {
      const b = r.box;
      if (b[2] >= box[0] && b[0] <= box[2] && b[3] >= box[1] && b[1] <= box[3]) seen.push(r);
    }));
    context.beginPath();
    seen.forEach((r) => outline(context, r, k, ox, oy, size));
    context.fillStyle = style.map.land;
    context.fill("nonzero");
    context.beginPath();
    seen.forEach((r) => border(context, r, k, ox, oy, size));
    context.strokeStyle = style.map.border;
    context.lineWidth = coords.z < 3 ? 0.6 : 0.9;
    context.stroke();
  }

  /* Which country is under a point: even-odd over its rings. */
  function countryAt(lon, lat) {
    const data = files.coarse && files.coarse.data;
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

  /* Tiles are drawn one at a time: what the server has answered meanwhile, and the picture of it, come between them. */
  const waiting = [], bell = new MessageChannel();
  bell.port1.onmessage = () => {
    waiting.shift()();
    if (waiting.length) bell.port2.postMessage(null);
  };
  function turn(job) {
    if (waiting.push(job) === 1) bell.port2.postMessage(null);
  }

  function layer(getStyle) {
    const Grid = L.GridLayer.extend({
      createTile(coords, done) {
        const size = this.getTileSize().x, ratio = window.devicePixelRatio || 1;
        const tile = document.createElement("canvas");
        tile.width = tile.height = size * ratio;
        const name = coords.z >= FINE_ZOOM ? "fine" : "coarse";
        Promise.all([file(name), getStyle()]).then(([, style]) => turn(() => {
          if (tile.gone) return;
          const context = tile.getContext("2d");
          context.scale(ratio, ratio);
          draw(context, files[name].data, style, coords, size);
          done(null, tile);
        })).catch((error) => done(error, tile));
        return tile;
      },
    });
    const grid = new Grid({ tileSize: 256, noWrap: false, updateWhenZooming: false, keepBuffer: 1, pane: "tilePane" });
    return grid.on("tileunload", (event) => { event.tile.gone = true; });
  }

  app.basemap = { layer, countryAt };
})();
