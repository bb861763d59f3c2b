/* What lies outside the map's window: a filter whose events are elsewhere takes the map there once, and a pill at each edge
   says how many lie beyond it and leads to them. Events are counted where they were seized.
   Uses: 10_address, 59_viewport, 60_map. */
(function () {
  "use strict";
  const app = window.app;
  const SIDES = ["west", "east", "north", "south"];
  let went = null;

  /* The bare part of the map in px: left, top, right, bottom. */
  function bare(map) {
    const size = map.getSize(), { first, last } = app.viewport.covered(map);
    return [first[0], first[1], size.x - last[0], size.y - last[1]];
  }

  /** Nodes at which events were seized, by the side of the bare map beyond which they lie; `in` are those in sight.
      @param {any} owner */
  function bySide(owner) {
    const { map } = owner, [left, top, right, bottom] = bare(map), centre = map.getCenter().lng;
    /** @type {Record<string, { n: number, points: [number, number][] }>} */
    const found = {};
    ((owner.data.nodes || {}).nodes || []).filter((node) => node.roles.seizure).forEach((node) => {
      const lon = node.lon + 360 * Math.round((centre - node.lon) / 360), { x, y } = map.latLngToContainerPoint([node.lat, lon]);
      const side = x < left ? "west" : x > right ? "east" : y < top ? "north" : y > bottom ? "south" : "in";
      found[side] = found[side] || { n: 0, points: [] };
      found[side].n += node.roles.seizure;
      found[side].points.push([node.lat, lon]);
    });
    return found;
  }

  const fit = (map, points, animate) => {
    const { first, last } = app.viewport.covered(map);
    map.fitBounds(L.latLngBounds(points), { animate, maxZoom: 6, paddingTopLeft: [first[0] + 50, first[1] + 60], paddingBottomRight: [last[0] + 60, last[1] + 40] });
  };

  /* Once for each filter: the map goes where its events are, when none of them is in sight. A link to a view stays there,
     and so does a slide on the stage. */
  function seek(owner) {
    show(owner);
    const parts = [...new URLSearchParams(owner.query)].filter(([name]) => app.known.filters.includes(name));
    const key = new URLSearchParams(parts).toString(), sides = bySide(owner), all = Object.values(sides);
    const stays = went === null && Boolean(app.viewport.ofHash());
    if (key === went || owner.still || !all.length) return;
    went = key;
    if (sides.in || !key || stays || app.param("story")) return;
    owner.atHome = false;
    fit(owner.map, all.flatMap((side) => side.points), true);
  }

  function show(owner) {
    const box = document.getElementById("edges");
    if (!box || !owner.words) return;
    const sides = bySide(owner), all = Object.values(sides).reduce((sum, side) => sum + side.n, 0), { words } = owner;
    const pills = SIDES.filter((side) => sides[side] && !owner.still).map((side) => {
      const pill = Object.assign(document.createElement("button"), { type: "button", className: `edge ${side}`,
        textContent: words.say(`map.off_${side}`, { n: words.number(sides[side].n), all: words.number(all) }) });
      pill.addEventListener("click", () => { owner.atHome = false; fit(owner.map, sides[side].points, true); });
      return pill;
    });
    box.replaceChildren(...pills);
  }

  /* Panels that fold leave the map another part of the window. */
  window.addEventListener("resize", () => window.requestAnimationFrame(() => {
    if (!app.map || !app.map.scene) return;
    show(app.map);
    app.map.canvas.redraw();
  }));

  app.edges = { seek, show, bySide };
})();
