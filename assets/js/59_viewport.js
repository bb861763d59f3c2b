/* What of the world a map shows: the start view, clear of the panels that lie on the map, and the view in the hash. */
(function () {
  "use strict";
  const app = window.app;
  const SCALED_FROM = 4;
  const HOME = [[-37, -108], [60, 48]];
  const MOST_NORTH = 85;

  /** @typedef {[number, number]} Pair */
  /* What panels leave free of a map: px at its left and top, and at its right and bottom. */
  /** @param {any} map  @returns {{ first: Pair, last: Pair }} */
  function covered(map) {
    const box = map.getContainer().getBoundingClientRect();
    const edge = (selector) => { const part = document.querySelector(selector), at = part && part.getBoundingClientRect(); return at && at.width > 60 && at.height > 20 ? at : null; };
    const [left, right, foot] = [".filters", ".explore .side", ".explore .foot"].map(edge);
    const aside = (at) => at && at.height > box.height / 2 && at.width < box.width / 2;
    return { first: [aside(left) ? left.right - box.left : 0, 0],
      last: [aside(right) ? box.right - right.left : 0, foot && foot.top < box.bottom ? box.bottom - foot.top : 0] };
  }

  function home(map, animate) {
    const { first, last } = covered(map);
    map.fitBounds(HOME, { animate: animate !== false, paddingTopLeft: first, paddingBottomRight: last });
  }

  /* What is seen between the panels as a text: west, south, east, north. A hair less, so that the map that shows them
     again comes to the same zoom and not to the next one below. */
  const HAIR = 0.01;
  /** @param {any} map */
  function bounds(map) {
    const size = map.getSize(), { first, last } = covered(map), [wide, high] = [size.x - first[0] - last[0], size.y - first[1] - last[1]];
    const at = (x, y) => map.containerPointToLatLng([first[0] + wide * x, first[1] + high * y]);
    const a = at(HAIR, 1 - HAIR), b = at(1 - HAIR, HAIR), turn = 360 * Math.round((a.lng + b.lng) / 720);
    const lat = (degrees) => Math.max(-MOST_NORTH, Math.min(MOST_NORTH, degrees));
    return [a.lng - turn, lat(a.lat), b.lng - turn, lat(b.lat)].map((degrees) => +degrees.toFixed(3)).join(",");
  }
  /* Such a text as bounds of Leaflet, or null. Links and slides of earlier editions have zoom, latitude and longitude. */
  /** @param {string} text */
  function read(text) {
    const figures = text.split(/[,/]/).map(Number), sane = figures.every(Number.isFinite);
    if (!sane || !/^[-\d.,]+$|^[-\d./]+$/.test(text)) return null;
    if (text.includes(",") && figures.length === 4) {
      const [west, south, east, north] = figures;
      return south < north && west < east && east - west <= 1080 && Math.max(-south, north) <= MOST_NORTH ? { bounds: [[south, west], [north, east]] } : null;
    }
    if (figures.length !== 3 || Math.abs(figures[1]) > MOST_NORTH || Math.abs(figures[2]) > 100000) return null;
    return { zoom: Math.max(0, Math.min(20, figures[0])), middle: [figures[1], ((((figures[2] + 180) % 360) + 360) % 360) - 180] };
  }
  /* The view in the hash; null where it has none. */
  const ofHash = () => {
    const view = window.location.hash.length > 1 ? read(window.location.hash.slice(1)) : null;
    return view && view.zoom !== undefined ? { ...view, zoom: Math.max(2, Math.min(12, view.zoom)) } : view;
  };
  function show(map, view) {
    if (!view.bounds) return map.setView(view.middle, view.zoom, { animate: false });
    const { first, last } = covered(map);
    return map.fitBounds(view.bounds, { animate: false, paddingTopLeft: first, paddingBottomRight: last });
  }

  /* A scale bar, true at the latitude in the middle; on a map of the world there is none that is. */
  function scale(map) {
    const bar = L.control.scale({ imperial: false, maxWidth: 110, position: "bottomleft" }).addTo(map);
    const hide = () => { bar.getContainer().hidden = map.getZoom() < SCALED_FROM; };
    map.on("zoomend", hide);
    hide();
  }

  app.viewport = { scale, covered, home, bounds, read, show, ofHash };
})();
