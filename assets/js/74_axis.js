/* The time axis under the pointer: a drag is a period, a click the events of a column, a rest says what the column holds.
   Uses: 10_address, 72_cube, 73_columns. Calls later: 75_time. */
(function () {
  "use strict";
  const app = window.app;
  const CLICK = 4, INKS = ["muted", "line", "soft", "panel", "accent", "ink"];
  let data = null, every = [], words = null, style = null, inks = {}, shaded = null;
  let canvas = null, tip = null, none = null, at = null;
  /* How large the place is, as it was told last: to ask for it would have the whole page laid out once more. */
  let size = [0, 0];
  /* The months left clear while the time moves, the column under the pointer, and where a drag began. */
  let clear = null, over = null, began = null;

  const box = () => document.getElementById("timeline");
  const monthOf = (tick) => `${Math.floor(tick / 12)}-${String((tick % 12) + 1).padStart(2, "0")}`;
  const key = (tick) => "month:" + (tick < 0 ? `${-tick}-??` : monthOf(tick));

  /* ---- what is shown ---- */
  /* An end of the filter's period in months and parts of one: a day is a part of its month. */
  function end(date, after) {
    if (!date) return null;
    if (date.length < 10) return after ? app.time.closes(date) + 1 : app.time.opens(date);
    const [year, month, day] = date.split("-").map(Number);
    return app.time.opens(date) + (day - (after ? 0 : 1)) / new Date(year, month, 0).getDate();
  }
  const period = () => (clear ? [clear[0], clear[1] + 1] : [end(app.param("from"), false), end(app.param("to"), true)]);

  function draw() {
    const holder = box();
    if (!holder || !data) return;
    if (!canvas || canvas.parentNode !== holder) attach(holder);
    const ratio = window.devicePixelRatio || 1, [width, height] = size;
    if (!width || !height) return;
    const [wide, tall] = size.map((length) => Math.round(length * ratio));
    if (canvas.width !== wide || canvas.height !== tall) Object.assign(canvas, { width: wide, height: tall });
    const context = canvas.getContext("2d"), sel = app.param("sel"), chosen = every.find((column) => key(column.tick) === sel);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (!at || at.data !== data || at.width !== width || at.height !== height) at = new app.columns.Layout(data, every, width, height);
    app.columns.paint(context, at, { words, style, inks, period: period(), over, tick: chosen ? chosen.tick : null });
  }

  /* The months of the address, with the words and the style that the map has been drawn with. */
  function show(next, said, styled) {
    [data, words, style] = [next, said, styled];
    every = app.columns.of(next);
    /* Of the theme that stands now: another may have been chosen meanwhile. */
    const shade = document.documentElement.dataset.theme;
    if (shade !== shaded) {
      const shades = getComputedStyle(document.documentElement);
      inks = Object.fromEntries(INKS.map((name) => [name, shades.getPropertyValue(`--${name}`).trim()]));
      shaded = shade;
    }
    hover(null);
    draw();
    if (!canvas) return;
    none.textContent = every.length ? "" : words.say("time.none");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${words.say("time.title")}: ${words.count(every.reduce((n, column) => n + column.n, 0))}`);
  }
  /* Some months are left clear while the time moves; null leaves the period of the address. */
  function leave(months) {
    clear = months;
    draw();
  }

  /* ---- pointer ---- */
  function attach(holder) {
    canvas = Object.assign(document.createElement("canvas"), { className: "time-axis" });
    tip = Object.assign(document.createElement("div"), { className: "map-tip time-tip" });
    none = Object.assign(document.createElement("p"), { className: "time-none hint" });
    holder.replaceChildren(canvas, tip, none);
    size = [holder.clientWidth, holder.clientHeight];
    new ResizeObserver((told) => {
      if (holder !== box()) return;
      const { width, height } = told[told.length - 1].contentRect;
      size = [Math.round(width), Math.round(height)];
      window.requestAnimationFrame(draw);
    }).observe(holder);
    const ends = { pointerenter: () => app.cube.load(app.query()), pointerleave: () => hover(null), pointerdown: down, pointermove: moved, pointerup: up, pointercancel: cancel };
    Object.entries(ends).forEach(([name, act]) => canvas.addEventListener(name, act));
  }
  function down(event) {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    began = event.offsetX;
  }
  function moved(event) {
    if (began === null) return hover(at && at.under(event.offsetX), event.offsetX);
    const drags = clear || Math.abs(event.offsetX - began) >= CLICK;
    return drags && at && at.axis && began < at.end && !app.time.playing() ? brush(covered(at.month(began), at.month(event.offsetX))) : undefined;
  }
  /* A brush covers the months whose middle it covers, and one at least. */
  function covered(a, b) {
    const [low, top] = [a, b].sort((x, y) => x - y), first = Math.min(Math.ceil(low - 0.5), at.axis.last);
    return [first, Math.max(first, Math.min(Math.ceil(top - 0.5) - 1, at.axis.last))];
  }
  /* Without a cube only the veils follow the brush. */
  function brush(months) {
    hover(null);
    if (app.time.move(...months)) clear = months;
    else leave(months);
  }
  function up(event) {
    const months = clear, clicked = began !== null && !months && at && at.under(event.offsetX);
    if (began === null) return;
    began = null;
    if (clicked) return void app.set({ sel: app.param("sel") === key(clicked.tick) ? null : key(clicked.tick), card: null });
    if (!months || app.time.playing()) return;
    app.time.pick(...months);
    if (!app.time.moving()) leave(null);
  }
  function cancel() {
    began = null;
    if (app.time.playing()) return;
    app.time.still();
    leave(null);
  }

  /* ---- what a column says: all of it, and each mode ---- */
  function hover(column, x) {
    if (!canvas) return;
    canvas.style.cursor = column ? "pointer" : "crosshair";
    if (column !== over) {
      over = column;
      draw();
      tell(column);
    }
    if (column) tip.style.left = Math.max(4, Math.min(x + 14, box().clientWidth - tip.offsetWidth - 6)) + "px";
  }
  function tell(column) {
    tip.classList.toggle("on", Boolean(column));
    if (!column) return;
    const said = (part) => `${words.count(part.n)} · ${words.kg(part.kg)}`;
    const line = (tag, className, textContent) => Object.assign(document.createElement(tag), { className, textContent });
    const modes = [...column.parts].reverse().map((part) => line("div", `dot-${part.mode}`, `${words.say("mode." + part.mode)}: ${said(part)}`));
    tip.replaceChildren(line("strong", "", named(column.tick)), line("div", "", said(column)), ...modes);
  }
  function named(tick) {
    if (tick < 0) return `${-tick} · ${words.say("time.undated_axis")}`;
    const month = new Date(Date.UTC(Math.floor(tick / 12), tick % 12)).toLocaleDateString(words.language, { month: "long", year: "numeric", timeZone: "UTC" });
    return data.filling !== null && tick >= data.filling ? words.say("time.filling", { month }) : month;
  }

  app.axis = {
    show, leave,
    /* What is drawn, for tests. */
    stats: () => at && { n: every.reduce((n, column) => n + column.n, 0), columns: every.length, left: at.left, end: at.end, step: at.step, axis: at.axis, period: period() },
  };
})();
