/* An area of the map: drawn by hand as rectangle, polygon or lasso, it becomes a part of the filter; the area of the filter
   is outlined on the map.
   Uses: 10_address, 60_map. Calls later: 63_distance. */
(function () {
  "use strict";
  const app = window.app;
  const MOST = 60; /* corners, as core.area.MOST_CORNERS */
  const TWO = ["rectangle", "distance"]; /* what two points make */
  const STILL = 6, CLOSE = 12; /* px: a press that does not move, a click on the first corner */
  const FINE = 7; /* the zoom from which corners have four digits; before it a hand is not so fine */

  /** @type {{ tool: string, points: Point[], free: Point | null, from: Point | null, begun: boolean } | null} */
  let hand = null;
  let swallow = false; /* the click that follows the press which ended a shape */

  const map = () => app.map.map;
  const edges = ([a, b], [c, d]) => /** @type {Point[]} */ ([[a, b], [c, b], [c, d], [a, d]]);

  /** @param {HTMLElement} button */
  function begin(button) {
    if (!app.map || !app.map.words) return;
    stop();
    app.distance.clear();
    const drawer = button.closest("details.drawer");
    if (drawer) drawer.removeAttribute("open");
    document.documentElement.classList.remove("filters");
    hand = { tool: button.dataset.tool, points: [], free: null, from: null, begun: false };
    map().dragging.disable(); map().doubleClickZoom.disable(); map().boxZoom.disable();
    map().getContainer().classList.add("drawing");
    say(app.map.words.say(`area.hint_${hand.tool}`));
    map().getContainer().focus({ preventScroll: true });
  }
  function stop() {
    if (!hand) return;
    hand = null;
    map().dragging.enable(); map().doubleClickZoom.enable(); map().boxZoom.enable();
    map().getContainer().classList.remove("drawing");
    say("");
    app.map.canvas.redraw();
  }
  function say(text) {
    if (!app.map) return;
    const box = map().getContainer(), hint = box.querySelector(".area-hint") || L.DomUtil.create("p", "area-hint", box);
    hint.setAttribute("role", "status");
    hint.textContent = text;
  }

  /* ---- what is drawn becomes the filter ---- */
  const round = (degrees) => +degrees.toFixed(map().getZoom() < FINE ? 2 : 4);
  /** @param {Point[]} points */
  function finish(points) {
    const { tool } = hand;
    stop();
    if (tool === "distance") return void app.distance.show(points);
    const away = points.length ? Math.round(points[0][0] / 360) * 360 : 0;
    const corners = points.map(([lon, lat]) => `${round(lon - away)},${round(Math.max(-85, Math.min(85, lat)))}`);
    if (new Set(corners).size < 2) return undefined;
    const [kept] = /^(seized|departs|arrives|passes):/.exec(app.param("area") || "") || [""];
    return app.set({ area: kept + corners.join("|"), sel: null, card: null });
  }
  /* The lasso as at most so many corners: the less a corner stands out, the sooner it goes. */
  function thinned(points) {
    let grain = 0.5, out = points;
    while (out.length > MOST) { out = L.LineUtil.simplify(points.map(([x, y]) => L.point(x, y)), grain).map(({ x, y }) => [x, y]); grain *= 1.5; }
    return out;
  }
  const degrees = (pixels) => pixels.map(([x, y]) => { const at = map().containerPointToLatLng([x, y]); return [at.lng, at.lat]; });
  function close() {
    if (hand.tool === "polygon" && hand.points.length > 2) finish(hand.points);
  }

  /* ---- the hand: points of a rectangle and a polygon are degrees, those of a lasso pixels until it ends ---- */
  const at = (event) => { const box = map().getContainer().getBoundingClientRect(); return /** @type {Point} */ ([event.clientX - box.left, event.clientY - box.top]); };
  function down(event) {
    swallow = false;
    if (!hand || hand.from || event.button || event.target.closest("button, a, summary")) return;
    hand.from = at(event);
    /* The hand is followed over panels, too. */
    map().getContainer().setPointerCapture(event.pointerId);
    if (hand.tool === "lasso") hand.points = [hand.from];
    if (TWO.includes(hand.tool) && !hand.points.length) hand.points = degrees([hand.from]);
  }
  function move(event) {
    if (!hand) return;
    const pixel = at(event), { points } = hand, last = points[points.length - 1];
    if (hand.tool === "lasso" && hand.from && Math.hypot(pixel[0] - last[0], pixel[1] - last[1]) > 3) points.push(pixel);
    hand.free = degrees([pixel])[0];
    if (points.length) app.map.canvas.redraw();
  }
  function up(event) {
    if (!hand || !hand.from) return;
    const pixel = at(event), moved = Math.hypot(pixel[0] - hand.from[0], pixel[1] - hand.from[1]) > STILL;
    const [point] = degrees([pixel]), { tool, points } = hand;
    hand.from = null;
    swallow = true;
    /* A lasso may end where it began. */
    if (tool === "lasso") return points.length > 2 ? finish(degrees(thinned(points))) : (points.length = 0);
    if (TWO.includes(tool)) {
      if (moved || hand.begun) return finish([points[0], point]);
      hand.begun = true;
      return null;
    }
    if (points.length > 2 && near(points[0], pixel)) return close();
    if (!points.length || !near(points[points.length - 1], pixel)) points.push(point);
    if (points.length >= MOST) close(); else app.map.canvas.redraw();
    return null;
  }
  /* The browser took the pointer away: what it had begun is begun again. */
  function lost() {
    if (!hand) return;
    hand.from = null;
    if (hand.tool === "lasso") hand.points.length = 0;
    app.map.canvas.redraw();
  }
  const near = ([lon, lat], [x, y]) => map().latLngToContainerPoint([lat, lon]).distanceTo([x, y]) < CLOSE;

  const keys = { Escape: stop, Enter: () => close() };
  document.addEventListener("keydown", (event) => {
    const here = app.map && (event.target === document.body || map().getContainer().contains(event.target));
    if (!hand || !keys[event.key] || (event.key === "Enter" && !(here && hand.tool === "polygon" && hand.points.length > 2))) return;
    keys[event.key]();
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  L.Map.addInitHook(/** @this {any} */ function () {
    if (this.getContainer().id !== "map") return;
    const box = this.getContainer();
    const take = (name, act) => box.addEventListener(name, act, true);
    take("pointerdown", down); take("pointermove", move); take("pointerup", up); take("pointercancel", lost);
    take("dblclick", () => hand && close());
    take("click", (event) => { if (hand || swallow) { event.stopImmediatePropagation(); swallow = false; } });
    this.on("unload", () => { hand = null; });
  });

  /* ---- what is outlined: the area of the filter, and what the hand has drawn so far ---- */
  /** @param {any} owner  @returns {SlideMark[]} */
  function outlines(owner) {
    const { polygons } = owner.data.area || { polygons: [] }, drawn = draft();
    return [...polygons, ...(drawn.length > 1 ? [[drawn]] : [])].map(([points, ...holes]) => ({ kind: /** @type {SlideMark["kind"]} */ (points.length > 2 ? "area" : "arrow"), points, holes, text: "" }));
  }
  /** @returns {Point[]} */
  function draft() {
    if (!hand || !hand.points.length) return [];
    if (hand.tool === "lasso") return degrees(hand.points);
    if (!hand.free) return hand.points;
    return hand.tool === "rectangle" ? edges(hand.points[0], hand.free) : [...hand.points, hand.free];
  }

  app.actions.area = begin;
  app.area = { outlines, say, busy: () => Boolean(hand) };
})();
