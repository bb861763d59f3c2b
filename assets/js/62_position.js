/* Where on the globe: the position of the pointer (decimal degrees, degrees with minutes and seconds, MGRS) and a net of
   degrees.
   Uses: 11_storage, 30_lines, 35_shapes, 59_viewport, 60_map. */
(function () {
  "use strict";
  const app = window.app;
  const FORMS = ["decimal", "dms", "mgrs"], NORTH = 84, SOUTH = -80; /* MGRS ends there */
  const STEPS = [30, 15, 10, 5, 2, 1, 0.5, 0.25, 0.1, 0.05], ROOM = 110; /* px that a cell of the net has at least */

  /* ---- the position in three forms ---- */
  const turned = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
  const side = (degrees, [plus, minus]) => (degrees < 0 ? minus : plus);
  function decimal(lat, lon, words) {
    const figure = (degrees) => new Intl.NumberFormat(words.language, { minimumFractionDigits: 4, maximumFractionDigits: 4 }).format(Math.abs(degrees));
    return `${words.say(side(lat, ["area.north", "area.south"]), { n: figure(lat) })} ${words.say(side(lon, ["area.east", "area.west"]), { n: figure(lon) })}`;
  }
  /* Whole seconds: 59.6" is the next minute. */
  function dms(lat, lon, words) {
    const part = (degrees) => {
      const all = Math.round(Math.abs(degrees) * 3600), two = (n) => String(n).padStart(2, "0");
      return `${Math.floor(all / 3600)}°${two(Math.floor(all / 60) % 60)}′${two(all % 60)}″`;
    };
    const letter = (key) => words.say(key, { n: "" }).replace("°", "").trim();
    return `${part(lat)} ${letter(side(lat, ["area.north", "area.south"]))} ${part(lon)} ${letter(side(lon, ["area.east", "area.west"]))}`;
  }
  /* To ten metres: the pointer is no finer. */
  const mgrs = (lat, lon) => (lat > NORTH || lat < SOUTH ? "–" : window.mgrs.forward([lon, lat], 4).replace(/^(\d+[A-Z])([A-Z]{2})(\d{4})(\d{4})$/, "$1 $2 $3 $4"));
  const forms = { decimal, dms, mgrs };
  const chosen = () => (FORMS.includes(app.preferred("position")) ? app.preferred("position") : FORMS[0]);
  function written(form, lat, lon, words) { return forms[form](lat, turned(lon), words); }

  L.Map.addInitHook(/** @this {any} */ function () {
    if (this.getContainer().id !== "map") return;
    /** @type {HTMLButtonElement} */
    const box = L.DomUtil.create("button", "map-position", this.getContainer());
    let at = null;
    const show = () => { if (at && app.map && app.map.words) { box.textContent = written(chosen(), at.lat, at.lng, app.map.words); box.title = app.map.words.say("map.position_next"); } };
    box.type = "button";
    L.DomEvent.disableClickPropagation(box);
    box.addEventListener("click", () => { app.prefer("position", FORMS[(FORMS.indexOf(chosen()) + 1) % FORMS.length]); show(); });
    this.on("mousemove", (event) => { at = event.latlng; show(); });
  });

  /* ---- a net of degrees ---- */
  /** @param {CanvasRenderingContext2D} context  @param {any} owner  @param {Projection} projection  @param {Frame} frame */
  function graticule(context, owner, projection, frame) {
    if (!owner.on("graticule")) return;
    const step = STEPS.filter((degrees) => (projection.k * degrees) / 360 >= ROOM).pop() || STEPS[0], { map, words } = owner, b = map.getBounds();
    const { first, last } = app.viewport.covered(map), [left, foot] = [frame.pad.x + first[0] + 6, frame.height - frame.pad.y - last[1] - 6];
    const ink = owner.style.map.label, each = (from, to, act) => { for (let i = Math.ceil(from / step); i * step <= to; i += 1) act(+(i * step).toFixed(4)); };
    const figure = (degrees) => words.number(Math.abs(degrees), step < 1 ? 2 : 0), place = (lon, lat) => projection.of(app.lines.world(lon, lat));
    Object.assign(context, { strokeStyle: ink, fillStyle: ink, lineWidth: 0.6, globalAlpha: 0.45, textBaseline: "bottom", textAlign: "left", font: `11px ${app.font}` });
    const line = (a, c) => { context.beginPath(); context.moveTo(a[0], a[1]); context.lineTo(c[0], c[1]); context.stroke(); };
    const name = (text, x, y) => { context.globalAlpha = 1; context.fillText(text, x, y); context.globalAlpha = 0.45; };
    each(b.getWest(), b.getEast(), (lon) => {
      const [x] = place(lon, 0), own = turned(lon);
      line([x, 0], [x, frame.height]);
      name(words.say(own < 0 ? "area.west" : "area.east", { n: figure(own) }), x + 3, foot);
    });
    each(Math.max(-85, b.getSouth()), Math.min(85, b.getNorth()), (lat) => {
      const [, y] = place(0, lat);
      line([0, y], [frame.width, y]);
      name(words.say(lat < 0 ? "area.south" : "area.north", { n: figure(lat) }), left, y - 2);
    });
    context.globalAlpha = 1;
  }

  app.position = { written, graticule };
})();
