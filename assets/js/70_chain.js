/* Corridor paths, and the card's small map with the chain of one event.
   Uses: 10_address, 20_translator, 30_lines, 35_shapes, 40_basemap, 50_overlay. */
(function () {
  "use strict";
  const app = window.app;

  /* Nodes joined by gentle arcs in world widths; `stops` of the corridor are the indexes of its nodes. */
  app.corridorPath = function (nodes) {
    const points = [];
    const stops = [];
    let turn = 0;
    nodes.forEach((node, i) => {
      const p = app.lines.world(node.lon, node.lat);
      if (i) {
        const before = points[points.length - 1];
        while (p[0] + turn - before[0] > 0.5) turn -= 1;
        while (p[0] + turn - before[0] < -0.5) turn += 1;
        const b = [p[0] + turn, p[1]];
        const c = [(before[0] + b[0]) / 2 - (b[1] - before[1]) * app.known.measures.corridor.bend, (before[1] + b[1]) / 2 + (b[0] - before[0]) * app.known.measures.corridor.bend];
        for (let s = 1; s <= 16; s++) {
          const t = s / 16, u = 1 - t;
          points.push([u * u * before[0] + 2 * u * t * c[0] + t * t * b[0], u * u * before[1] + 2 * u * t * c[1] + t * t * b[1]]);
        }
      } else points.push(p);
      stops.push(points.length - 1);
    });
    nodes.stops = stops;
    return points;
  };

  function attach(map) {
    const base = app.basemap.layer(() => app.style(app.param("theme") || "light")).addTo(map);
    let scene = null;
    const canvas = new app.overlay.Canvas((context, projection, frame) => {
      if (!scene) return;
      app.overlay.drawFlows(context, app.overlay.shaped(scene, projection, frame), scene, projection);
      const p = app.lines.world(scene.seizure.lon, scene.seizure.lat);
      app.overlay.turns(projection, frame, p[0], p[0]).forEach((turn) => {
        const [x, y] = projection.of([p[0] + turn, p[1]]);
        const kind = ["sea", "region", "country"].includes(scene.seizure.precision) ? scene.seizure.precision : "point";
        app.shapes.seizure(context, kind, x, y, scene.style, true);
      });
      [...scene.ends].reverse().forEach((end) => app.overlay.turns(projection, frame, end.p[0], end.p[0]).forEach((turn) => {
        const [x, y] = projection.of([end.p[0] + turn, end.p[1]]);
        app.shapes.filled(context, scene.style.roles[end.role].shape, x, y, 5, scene.style.roles[end.role].colour, scene.style.map.halo);
      }));
    }).addTo(map);

    async function show() {
      const holder = map.getContainer().closest("[data-event]");
      if (!holder) return;
      const theme = app.param("theme") || "light";
      const [style, body] = await Promise.all([app.style(theme),
        app.json(`/layers/chain.json?event=${encodeURIComponent(holder.dataset.event)}&lang=${app.param("lang") || "en"}`)]);
      const end = (/** @type {Point} */ point, role) => ({ p: app.lines.world(...point), role });
      const ends = body.lines.flatMap((l) => [end(l.points[0], l.origin_role), end(l.points[l.points.length - 1], l.target_role)])
        .filter((e) => e.role !== "seizure");
      scene = { ...body, style: { ...style, width: [3, 3] }, metric: null, full: 1, gap: 7, ends };
      const points = body.lines.flatMap((l) => l.points.map(([lon, lat]) => [lat, lon]));
      points.push([body.seizure.lat, body.seizure.lon]);
      map.invalidateSize();
      map.fitBounds(L.latLngBounds(points), { padding: [26, 26], maxZoom: 5, animate: false });
      base.redraw();
      canvas.redraw();
      map.getContainer().dataset.legs = body.lines.length;
    }
    show().catch((error) => console.warn(error.message));
  }
  app.chain = { attach };
})();
