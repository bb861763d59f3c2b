/* The Natural Earth base map as a grid of canvas tiles: no picture is fetched, the world repeats, and a finer
   coast is fetched once from zoom 6. */
(function () {
  "use strict";
  const Atlas = window.Atlas;
  const FINE_ZOOM = 6;

  /* Rings as world coordinates with their boxes, made once per file. */
  function prepared(body) {
    const countries = body.countries.map((country) => ({
      code: country.code,
      rings: country.rings.map((flat) => {
        const points = new Float64Array(flat.length);
        let x0 = 9, y0 = 9, x1 = -9, y1 = -9;
        for (let i = 0; i < flat.length; i += 2) {
          const [x, y] = Atlas.lines.world(flat[i] / body.scale, flat[i + 1] / body.scale);
          points[i] = x; points[i + 1] = y;
          x0 = Math.min(x0, x); x1 = Math.max(x1, x); y0 = Math.min(y0, y); y1 = Math.max(y1, y);
        }
        return { points, box: [x0, y0, x1, y1] };
      }),
    }));
    return { countries };
  }
  const files = {};
  const file = (name) => (files[name] = files[name] ||
    Atlas.json(`/assets/basemap/${name}.json`).then(prepared).then((data) => (files[name].data = data)));

  const seam = (x) => x < 1e-6 || x > 1 - 1e-6;

  function outline(context, ring, k, ox, oy) {
    const p = ring.points;
    context.moveTo(p[0] * k - ox, p[1] * k - oy);
    for (let i = 2; i < p.length; i += 2) context.lineTo(p[i] * k - ox, p[i + 1] * k - oy);
  }
  /* Borders leave out the seam where rings are cut at 180 degrees. */
  function border(context, ring, k, ox, oy) {
    const p = ring.points;
    let open = false;
    for (let i = 0; i < p.length; i += 2) {
      const cut = i > 0 && seam(p[i]) && seam(p[i - 2]);
      if (!open || cut) context.moveTo(p[i] * k - ox, p[i + 1] * k - oy);
      else context.lineTo(p[i] * k - ox, p[i + 1] * k - oy);
      open = true;
    }
  }

  function draw(context, data, style, coords, size) {
    const k = 256 * 2 ** coords.z;
    const tx = (coords.x * size) / k, ty = (coords.y * size) / k, ts = size / k;
    context.fillStyle = style.map.sea;
    context.fillRect(0, 0, size, size);
    const turn = Math.floor(tx);
    const box = [tx - turn, ty, tx - turn + ts, ty + ts];
    const ox = (tx - turn) * k, oy = ty * k;
    const seen = [];
    data.countries.forEach((c) => c.rings.forEach((r) => {
      const b = r.box;
      if (b[2] >= box[0] && b[0] <= box[2] && b[3] >= box[1] && b[1] <= box[3]) seen.push(r);
    }));
    context.beginPath();
    seen.forEach((r) => outline(context, r, k, ox, oy));
    context.fillStyle = style.map.land;
    context.fill("nonzero");
    context.beginPath();
    seen.forEach((r) => border(context, r, k, ox, oy));
    context.strokeStyle = style.map.border;
    context.lineWidth = coords.z < 3 ? 0.6 : 0.9;
    context.stroke();
  }

  /* Which country is under a point: even-odd over its rings. */
  function countryAt(lon, lat) {
    const data = files.coarse && files.coarse.data;
    if (!data) return null;
    const [x0, y] = Atlas.lines.world(lon, lat);
    const x = x0 - Math.floor(x0);
    const hit = data.countries.find((c) => {
      let inside = false;
      c.rings.forEach(({ points: p, box }) => {
        if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) return;
        for (let i = 0, j = p.length - 2; i < p.length; j = i, i += 2)
          if (p[i + 1] > y !== p[j + 1] > y && x < ((p[j] - p[i]) * (y - p[i + 1])) / (p[j + 1] - p[i + 1]) + p[i])
            inside = !inside;
      });
      return inside;
    });
    return hit && !hit.code.startsWith("_") ? hit.code : null;
  }

  function layer(getStyle) {
    const Grid = L.GridLayer.extend({
      createTile(coords, done) {
        const size = this.getTileSize().x, ratio = window.devicePixelRatio || 1;
        const tile = document.createElement("canvas");
        tile.width = tile.height = size * ratio;
        const name = coords.z >= FINE_ZOOM ? "fine" : "coarse";
        Promise.all([file(name), getStyle()]).then(([, style]) => {
          const context = tile.getContext("2d");
          context.scale(ratio, ratio);
          draw(context, files[name].data, style, coords, size);
          done(null, tile);
        }).catch((error) => done(error, tile));
        return tile;
      },
    });
    return new Grid({ tileSize: 256, noWrap: false, updateWhenZooming: false, keepBuffer: 1, pane: "tilePane" });
  }

  Atlas.basemap = { layer, countryAt };
})();
