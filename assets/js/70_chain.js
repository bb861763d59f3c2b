/* Corridor paths, and the card's small map with the chain of one event.
   Uses: 10_address, 20_translator, 30_lines, 35_shapes, 38_canvas_layer, 40_basemap, 50_canvas. */
(function () {
  "use strict";
  const app = window.app;

  /* The legs of a corridor in world widths; `stops` are the indexes of its nodes. */
  app.corridorPath = function (corridor) {
    const points = corridor.legs.flatMap((leg, i) => leg.slice(i ? 1 : 0).map(([lon, lat]) => app.lines.world(lon, lat)));
    let at = 0;
    corridor.stops = [0, ...corridor.legs.map((leg) => (at += leg.length - 1))];
    return points;
  };

  function attach(map) {
    const base = app.basemap.under(map);
    let scene = null;
    const canvas = new app.CanvasLayer((context, projection, frame) => {
      if (!scene) return;
      app.canvas.drawFlows(context, app.canvas.shaped(scene, projection, frame), scene, projection);
      const p = app.lines.world(scene.seizure.lon, scene.seizure.lat);
      app.canvas.turns(projection, frame, p[0], p[0]).forEach((turn) => {
        const [x, y] = projection.of([p[0] + turn, p[1]]);
        const kind = ["sea", "region", "country"].includes(scene.seizure.precision) ? scene.seizure.precision : "point";
        app.shapes.seizure(context, kind, x, y, scene.style, true);
      });
      [...scene.ends].reverse().forEach((end) => app.canvas.turns(projection, frame, end.p[0], end.p[0]).forEach((turn) => {
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
      base.dress(style);
      canvas.redraw();
      map.getContainer().dataset.legs = body.lines.length;
    }
    show().catch((error) => console.warn(error.message));
  }
  app.chain = { attach };
})();
