/* Corridor paths, and the card's small map with the chain of one event. */
(function () {
  "use strict";
  const Atlas = window.Atlas;

  /* Nodes joined by gentle arcs in world widths; `stops` of the corridor are the indexes of its nodes. */
  Atlas.corridorPath = function (nodes) {
    const points = [];
    const stops = [];
    let turn = 0;
    nodes.forEach((node, i) => {
      const p = Atlas.lines.world(node.lon, node.lat);
      if (i) {
        const before = points[points.length - 1];
        while (p[0] + turn - before[0] > 0.5) turn -= 1;
        while (p[0] + turn - before[0] < -0.5) turn += 1;
        const b = [p[0] + turn, p[1]];
        const c = [(before[0] + b[0]) / 2 - (b[1] - before[1]) * 0.12, (before[1] + b[1]) / 2 + (b[0] - before[0]) * 0.12];
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
    const base = Atlas.basemap.layer(() => Atlas.style(Atlas.param("theme") || "light")).addTo(map);
    let scene = null;
    const canvas = new Atlas.overlay.Canvas((context, projector, frame) => {
      if (!scene) return;
      Atlas.overlay.drawFlows(context, Atlas.overlay.shaped(scene, projector, frame), scene);
      const p = Atlas.lines.world(scene.seizure.lon, scene.seizure.lat);
      Atlas.overlay.turns(projector, frame, p[0], p[0]).forEach((turn) => {
        const [x, y] = projector.of([p[0] + turn, p[1]]);
        const kind = ["sea", "region", "country"].includes(scene.seizure.precision) ? scene.seizure.precision : "point";
        Atlas.shapes.seizure(context, kind, x, y, scene.style, true);
      });
      [...scene.ends].reverse().forEach((end) => Atlas.overlay.turns(projector, frame, end.p[0], end.p[0]).forEach((turn) => {
        const [x, y] = projector.of([end.p[0] + turn, end.p[1]]);
        Atlas.shapes.filled(context, scene.style.roles[end.role].shape, x, y, 5, scene.style.roles[end.role].colour, scene.style.map.halo);
      }));
    }).addTo(map);

    async function show() {
      const holder = map.getContainer().closest("[data-event]");
      if (!holder) return;
      const theme = Atlas.param("theme") || "light";
      const [style, body] = await Promise.all([Atlas.style(theme),
        Atlas.json(`/layers/chain.json?event=${encodeURIComponent(holder.dataset.event)}&lang=${Atlas.param("lang") || "en"}`)]);
      const ends = body.lines.flatMap((l) => [
        { p: Atlas.lines.world(...l.points[0]), role: l.origin_role }, { p: Atlas.lines.world(...l.points[l.points.length - 1]), role: l.target_role }])
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
  Atlas.chain = { attach };
})();
