/* Overlays of one's own: tiles and shapes by Leaflet itself, under what this program draws (in files: app/drawing/overlays.py).
   Uses: 10_address, 20_translator, 30_lines, 35_shapes, 50_canvas, 55_names. */
(function () {
  "use strict";
  const app = window.app;
  const { styles, alpha, point } = app.known.measures.overlay;
  /* The world is seen more than once where the window is wider than it. */
  const TURNS = [-360, 0, 360];

  /* What is on is what the address says; a theme or another style paints it anew. */
  function show(owner) {
    const wanted = owner.data.overlays ? owner.data.overlays.overlays : [], laid = (owner.laid = owner.laid || new Map());
    const keys = new Set(wanted.map((overlay) => overlay.key));
    [...laid].filter(([key]) => !keys.has(key)).forEach(([key, entry]) => { entry.layers.forEach((layer) => layer.remove()); laid.delete(key); });
    wanted.forEach((overlay) => {
      const entry = laid.get(overlay.key);
      if (!entry) return void lay(owner, overlay);
      entry.overlay = overlay;
      return entry.features && entry.layers.forEach((layer) => layer.setStyle((feature) => look(owner, overlay, feature)));
    });
  }
  async function lay(owner, overlay) {
    const entry = { overlay, layers: [], features: null };
    owner.laid.set(overlay.key, entry);
    if (overlay.kind === "tiles") entry.layers = tiles(owner, overlay);
    else {
      const found = await app.once(`/overlays/${overlay.key}/outlines.json`).catch(() => null);
      if (!found || owner.laid.get(overlay.key) !== entry) return;
      entry.features = found.features;
      entry.layers = TURNS.map((turn) => shapes(owner, entry.overlay, found, turn));
    }
    entry.layers.forEach((layer) => layer.addTo(owner.map));
    /* They arrive in any order, and lie on each other in that of their keys, as in files. */
    inOrder(owner).forEach(({ layers }) => layers.forEach((layer) => layer.bringToFront()));
    owner.draw();
  }

  const inOrder = (owner) => [...(owner.laid || new Map()).values()].sort((a, b) => (a.overlay.key < b.overlay.key ? -1 : 1));

  /* Under the canvas of flows, tiles under shapes. */
  function pane(map, name, height) {
    if (map.getPane(name)) return name;
    Object.assign(map.createPane(name).style, { zIndex: height, pointerEvents: "none" });
    return name;
  }
  /* Tiles of each copy of the world: Leaflet asks for those of one alone within bounds. Much finer tiles than the screen shows
     would be thousands: they come from a zoom before their coarsest on. */
  const Copy = L.TileLayer.extend({ _isValidTile(at) {
    const count = 2 ** at.z, turned = Object.assign(at.clone(), { x: ((at.x % count) + count) % count, z: at.z });
    return L.TileLayer.prototype._isValidTile.call(this, turned);
  } });
  function tiles(owner, { key, bounds: [west, south, east, north], zooms: [low, high] }) {
    return [new Copy(`/overlays/${key}/tiles/{z}/{x}/{y}`, {
      pane: pane(owner.map, "own-tiles", 210), minZoom: Math.max(0, low - 1), minNativeZoom: low, maxNativeZoom: high, noWrap: false,
      bounds: east - west > 359 ? undefined : [[south, west], [north, east]],
    })];
  }
  function shapes(owner, overlay, data, turn) {
    const name = pane(owner.map, "own-shapes", 250);
    owner.shapeCanvas = owner.shapeCanvas || L.canvas({ pane: name, padding: 0.12 });
    const options = { pane: name, renderer: owner.shapeCanvas, interactive: false };
    return L.geoJSON(data, {
      ...options, style: (feature) => ({ ...options, ...look(owner, overlay, feature) }),
      pointToLayer: (_feature, at) => L.circleMarker(at, { ...options, radius: point }),
      coordsToLatLng: ([lon, lat]) => L.latLng(lat, lon + turn),
    });
  }
  /* A point is a disc and a line has no inside, whatever the style is. */
  function look(owner, overlay, { geometry: { type } }) {
    const [weight, dash, fill] = styles[overlay.style], { ink } = owner.style.map;
    if (type.endsWith("Point")) return { stroke: false, fill: true, fillColor: ink, fillOpacity: 1 };
    return { color: ink, weight, dashArray: dash.join(" ") || null, opacity: alpha, fill: fill > 0 && type.endsWith("Polygon"), fillColor: ink, fillOpacity: fill };
  }
  /* A style in the legend. */
  function sample(context, style, kind) {
    const [width, dash, fill] = styles[kind], { ink } = style.map;
    Object.assign(context, { strokeStyle: ink, fillStyle: ink, lineWidth: width, globalAlpha: fill });
    if (fill) context.fillRect(2, 2, 28, 9);
    context.globalAlpha = alpha;
    context.setLineDash(dash); context.strokeRect(2, 2, 28, 9); context.setLineDash([]);
    context.globalAlpha = 1;
  }

  /* ---- the polygon at a place, the uppermost overlay first: even-odd over its rings ---- */
  function under(owner, { lng, lat }) {
    const lon = ((((lng + 180) % 360) + 360) % 360) - 180;
    const on = inOrder(owner).filter((entry) => entry.features).reverse();
    for (const { overlay, features } of on) {
      const hit = features.find((feature) => [lon, lon + 360, lon - 360].some((x) => holds(feature, x, lat)));
      if (hit) return { key: `overlay.${overlay.key}.${hit.properties.n}`, n: hit.properties.n, name: hit.properties.name, title: overlay.title };
    }
    return null;
  }
  function holds({ bbox, geometry: { type, coordinates } }, x, y) {
    if (x < bbox[0] || x > bbox[2] || y < bbox[1] || y > bbox[3] || !type.endsWith("Polygon")) return false;
    return (type === "Polygon" ? [coordinates] : coordinates).some((rings) => rings.reduce((inside, ring) => inside !== odd(ring, x, y), false));
  }
  function odd(ring, x, y) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [ax, ay] = ring[i], [bx, by] = ring[j];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  }
  /* A click takes a polygon as the area of the filter, with the relation that the filter has, or gives it up. */
  const relation = () => (/^(departs|arrives|passes):/.exec(app.param("area") || "") || [""])[0];
  const chosen = (key) => (app.param("area") || "") === relation() + key;
  const take = ({ key }) => app.set({ area: chosen(key) ? null : relation() + key, sel: null, card: null });
  const tip = ({ key, n, name, title }, words) => [name || words.say("overlay.number", { n: words.number(n) }), title, words.say(chosen(key) ? "overlay.clicked" : "overlay.click")];

  /* ---- names of shapes that are wider than their name, where nothing else stands ---- */
  function names(context, room, scene, projection, frame, owner) {
    const out = [];
    context.font = `11px ${app.font}`;
    context.textAlign = "center"; context.textBaseline = "middle";
    inOrder(owner).flatMap((entry) => entry.features || []).forEach(({ bbox, properties: { name, at } }) => {
      if (!name) return;
      const wide = context.measureText(name).width, p = app.lines.world(at[0], at[1]);
      if (((bbox[2] - bbox[0]) / 360) * projection.k < wide) return;
      app.canvas.turns(projection, frame, p[0], p[0]).forEach((turn) => {
        const [x, y] = projection.of([p[0] + turn, p[1]]), box = /** @type {Box} */ ([x - wide / 2 - 3, y - 8, x + wide / 2 + 3, y + 8]);
        if (!room.free(box)) return;
        room.take(box);
        out.push(app.names.placed(context, name, x, y, scene.style, scene.style.map.label, null, 0.95));
      });
    });
    return out;
  }

  app.overlays = { show, sample, under, take, tip, names };
})();
