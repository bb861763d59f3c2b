/* What of the world a map shows: the start view, clear of the panels that lie on the map, and the view in the hash. */
(function () {
  "use strict";
  const app = window.app;
  const SCALED_FROM = 4;
  const HOME = [[-37, -108], [60, 48]];

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

  /* Zoom, latitude and longitude of the hash; null where it has none. */
  /** @returns {[number, number, number] | null} */
  function ofHash() {
    const figure = "(-?\\d{1,6}(?:\\.\\d+)?)", found = window.location.hash.match(new RegExp(`^#${figure}/${figure}/${figure}$`));
    const parts = found ? found.slice(1).map(Number) : [];
    if (!found || Math.abs(parts[1]) > 85) return null;
    return [Math.max(2, Math.min(12, parts[0])), parts[1], ((((parts[2] + 180) % 360) + 360) % 360) - 180];
  }

  /* A scale bar, true at the latitude in the middle; on a map of the world there is none that is. */
  function scale(map) {
    const bar = L.control.scale({ imperial: false, maxWidth: 110, position: "bottomleft" }).addTo(map);
    const show = () => { bar.getContainer().hidden = map.getZoom() < SCALED_FROM; };
    map.on("zoomend", show);
    show();
  }

  app.viewport = { scale, covered, home, ofHash };
})();
