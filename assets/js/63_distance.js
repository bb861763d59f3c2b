/* A distance between two points of the map: by the shortest sea lane, and as the crow flies. It is drawn until Escape, the next
   one, or another tool.
   Uses: 20_translator, 60_map, 61_area. */
(function () {
  "use strict";
  const app = window.app;
  const MILE = 1.852;
  let found = null;

  /** @param {Point[]} points */
  async function show(points) {
    const text = points.map(([lon, lat]) => `${lon.toFixed(4)},${lat.toFixed(4)}`).join("|"), { words } = app.map;
    const body = await app.json(`/layers/distance.json?ends=${text}`).catch(() => null);
    if (!body || !app.map) return;
    const far = (key, km) => words.say(key, { km: words.number(km), nmi: words.number(km / MILE) });
    const crow = { kind: "arrow", points: body.crow, text: far("distance.crow", body.crow_km) };
    /* The words of the second stand at its other end. */
    const lane = body.lane ? { kind: "arrow", points: [...body.lane].reverse(), text: far("distance.lane", body.lane_km) } : null;
    found = [crow, ...(lane ? [lane] : [])];
    app.map.canvas.redraw();
    app.area.say(`${found.map((mark) => mark.text).join(" · ")}. ${lane ? words.say("distance.note", { approach: words.number(body.approach_km) }) : words.say("distance.none")}`);
  }
  function clear() {
    if (!found || !app.map) return Boolean((found = null));
    found = null;
    app.area.say("");
    app.map.canvas.redraw();
    return true;
  }
  L.Map.addInitHook(/** @this {any} */ function () {
    if (this.getContainer().id === "map") this.on("unload", () => { found = null; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && clear()) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);

  app.distance = { show, clear, marks: () => found || [] };
})();
