/* The time axis: brush to filter, a bar's events on a click, and play with step and speed. While the time moves, map and
   figures come from the cube; when it stops, the address says where, and the server's own answer takes their place. */
(function () {
  "use strict";
  const Atlas = window.Atlas;
  const chosen = {};
  let timer = null;
  /* The window that is shown while the time moves, and the months that its step still has to go. */
  let moving = null, ahead = 0, frame = 0, waited = 0;

  const index = (month) => +month.slice(0, 4) * 12 + +month.slice(5, 7) - 1;
  const month = (i) => `${Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`;
  /* First and last month of an ISO year, month or day. */
  const opens = (date) => index(date.length > 4 ? date : date + "-01");
  const closes = (date) => index(date.length > 4 ? date : date + "-12");
  const bar = () => document.querySelector(".timebar");
  const menu = (name) => document.querySelector(`select[data-play="${name}"]`);
  const choice = (name) => +menu(name).value;

  /* A brush covers the months whose middle it covers. */
  function months(range) {
    const [a, b] = [...range].sort();
    const late = +a.slice(8, 10) > 15 ? 1 : 0, early = +b.slice(8, 10) < 15 ? 1 : 0;
    const from = index(a) + late;
    return [from, Math.max(from, index(b) - early)];
  }
  const rangeOf = (selected) => {
    const range = selected && selected.range && selected.range.x;
    return range && typeof range[0] === "string" ? range : null;
  };

  function brush(selected) {
    const range = rangeOf(selected);
    if (!range) return null;
    const before = Atlas.query(), [from, to] = months(range);
    show(from, to);
    if (Atlas.query() === before) still();
    return null;
  }

  /* ---- the time moves: map, veil and figures from the cube, at most once a frame ---- */
  function move(from, to) {
    const cube = Atlas.map && Atlas.cube.now();
    if (!cube || !Atlas.map.words) return false;
    moving = [from, to];
    frame = frame || window.requestAnimationFrame(() => {
      frame = 0;
      if (!moving) return;
      const found = cube.at(...moving);
      document.querySelector(".explore").classList.add("moving");
      Atlas.map.move(found);
      veil(...moving);
      tell(found.totals, cube.filter, ...moving);
    });
    return true;
  }

  /* What stands there is again what the server said. */
  function still() {
    if (!moving) return;
    moving = null;
    document.querySelector(".explore").classList.remove("moving");
    if (Atlas.map) Atlas.map.rest();
  }

  /* The second line is the filter: on the projector no other sentence says it meanwhile. */
  function tell(totals, filter, from, to) {
    const box = document.getElementById("moving"), { words } = Atlas.map;
    const named = (i) => new Date(Date.UTC(Math.floor(i / 12), i % 12)).toLocaleDateString(words.language, { month: "short", year: "numeric", timeZone: "UTC" });
    const line = (name, text) => Object.assign(document.createElement("span"), { className: name, textContent: text });
    box.replaceChildren(line("when", words.say("map.window", { from: named(from), to: named(to), events: words.count(totals.n), kg: words.kg(totals.known ? totals.kg : null) })), line("which", filter.join(" · ")));
  }

  /* Two veils over the axis leave the window clear, as the chart's own do when it stands still. */
  function veil(from, to) {
    const graph = document.querySelector("#timeline .js-plotly-plot"), axis = graph && graph._fullLayout && graph._fullLayout.xaxis;
    if (!axis || !axis.d2p) return;
    const at = (i) => Math.max(0, Math.min(axis._length, axis.d2p(month(i) + "-01"))), { t, h } = graph._fullLayout._size;
    const place = (side, left, width) => {
      let box = graph.querySelector(".time-veil." + side);
      if (!box) graph.append(box = Object.assign(document.createElement("div"), { className: "time-veil " + side }));
      Object.assign(box.style, { left: axis._offset + left + "px", width: width + "px", top: t + "px", height: h + "px" });
    };
    place("before", 0, at(from));
    place("after", at(to + 1), axis._length - at(to + 1));
  }

  /* The chart tells of a brush that is being drawn; one that covers nothing ends it. */
  function listen(event) {
    const graph = event.target.closest("#timeline") && document.querySelector("#timeline .js-plotly-plot");
    if (!graph || !graph.on) return;
    Atlas.cube.load(Atlas.query());
    if (graph.listened) return;
    graph.listened = true;
    graph.on("plotly_selecting", (selected) => { const range = rangeOf(selected); if (range && !timer) move(...months(range)); });
    graph.on("plotly_selected", (selected) => { if (!rangeOf(selected) && !timer) still(); });
  }
  document.addEventListener("pointerover", listen);

  function clicked(data) {
    const point = data && data.points && data.points[0];
    const wanted = point && point.customdata && "month:" + point.customdata;
    if (wanted) Atlas.set({ sel: Atlas.param("sel") === wanted ? null : wanted, card: null });
    return null;
  }

  document.addEventListener("dblclick", (event) => {
    if (event.target.closest("#timeline")) Atlas.set({ from: null, to: null, sel: null, card: null });
  });

  /* Play ends with the step that it is in; the address says where. */
  function stop() {
    window.clearInterval(timer);
    timer = null;
    label();
    if (!moving) return;
    const [from, to] = [moving[0] + ahead, moving[1] + ahead];
    ahead = 0;
    show(from, to, { replace: true, silent: true });
  }
  function label() {
    const button = document.querySelector('[data-act="play"]');
    if (button) button.textContent = timer ? button.dataset.pauseText : button.dataset.playText;
  }

  /* The bar is put in anew with every change: what a person chose for play stays chosen. */
  function restore() {
    if (!timer) still();
    Object.entries(chosen).forEach(([name, value]) => { if (menu(name)) menu(name).value = value; });
    label();
  }
  document.addEventListener("change", (event) => {
    const select = event.target.closest("select[data-play]");
    if (!select) return;
    chosen[select.dataset.play] = select.value;
    if (timer && select.dataset.play === "speed") start();
  });

  /* Months of the chosen period; where one end is open, the twelve months at the other; else the first twelve. */
  function period(first) {
    const from = Atlas.param("from"), to = Atlas.param("to");
    if (from && to) return [opens(from), closes(to)];
    if (to) return [closes(to) - 11, closes(to)];
    const start = from ? opens(from) : first;
    return [start, start + 11];
  }

  /* The period keeps its length and moves by the step, month by month where the cube is there; without it the address
     moves, and waits for the map when that is slower. */
  function tick() {
    const box = bar(), drawn = Atlas.map && Atlas.map.query;
    if (!box || !box.dataset.first) return stop();
    const [from, to] = moving || period(index(box.dataset.first)), left = index(box.dataset.last) - to;
    if (left <= 0) return stop();
    ahead = ahead || Math.min(choice("step"), left);
    if (move(from + 1, to + 1)) return void (ahead -= 1);
    const by = ahead;
    ahead = 0;
    waited += choice("speed") / choice("step");
    if (waited < choice("speed")) return undefined;
    if (drawn !== undefined && new URLSearchParams(drawn).get("to") !== Atlas.param("to")) return undefined;
    waited = 0;
    return show(from + by, to + by, { replace: true, silent: true });
  }
  const show = (from, to, options) => Atlas.set({ from: month(from), to: month(to), sel: null, card: null }, options);

  function start() {
    window.clearInterval(timer);
    timer = window.setInterval(tick, choice("speed") / choice("step"));
    label();
  }

  /* Play begins with the chosen period, or with the first when that has reached the end; undo goes back before it. */
  Atlas.actions.play = () => {
    const box = bar();
    if (timer) return stop();
    if (!box || !box.dataset.first) return undefined;
    const first = index(box.dataset.first), [from, to] = period(first);
    Atlas.cube.load(Atlas.query());
    const over = to >= index(box.dataset.last);
    start();
    return over ? show(first, first + Math.min(11, to - from)) : show(from, to);
  };
  Atlas.restorePlay = restore;
  Atlas.time = { move, still, moving: () => moving };
  /* P plays, also where the bar is put away: on the projector and on the stage. */
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "p" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (bar()) Atlas.actions.play();
  });

  Object.assign(window.dash_clientside.address, { brush, bar: clicked });

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  functions.atlasNumber = (value, language) =>
    value === null || value === undefined ? "–" : value.toLocaleString(language, { maximumFractionDigits: value >= 100 ? 0 : value >= 1 ? 1 : value >= 0.01 ? 3 : 6, useGrouping: "always" });
  const open = (params) => params.data && params.data.event_id && Atlas.set({ card: "event:" + params.data.event_id });
  /* A table's row is a flow or a node to select, or a corridor to open. */
  const openKey = (params) => params.data && params.data.key &&
    Atlas.set(params.data.key.startsWith("corridor:") ? { card: params.data.key } : { sel: params.data.key, card: null });
  const enter = (act) => (params) => {
    if (!params.event || params.event.key !== "Enter") return;
    Atlas.opened(params);
    act(params);
  };
  functions.atlasOpenEvent = open;
  functions.atlasOpenKey = openKey;
  functions.atlasKeyEvent = enter(open);
  functions.atlasKeyKey = enter(openKey);
  /* The list's order is part of the address: the next card is the next row. */
  functions.atlasSorted = (params) => {
    const sorted = params.api.getColumnState().filter((column) => column.sort).sort((a, b) => a.sortIndex - b.sortIndex)[0];
    const text = sorted ? (sorted.sort === "desc" ? "-" : "") + sorted.colId : null;
    if (text !== (Atlas.param("sort") || "-date")) Atlas.set({ sort: text === "-date" ? null : text }, { replace: true, silent: true });
  };
})();
