/* The time axis: brush to filter, a bar's events on a click, and play with step and speed. */
(function () {
  "use strict";
  const Atlas = window.Atlas;
  const chosen = {};
  let timer = null;

  const index = (month) => +month.slice(0, 4) * 12 + +month.slice(5, 7) - 1;
  const month = (i) => `${Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`;
  /* First and last month of an ISO year, month or day. */
  const opens = (date) => index(date.length > 4 ? date : date + "-01");
  const closes = (date) => index(date.length > 4 ? date : date + "-12");
  const bar = () => document.querySelector(".timebar");
  const menu = (name) => document.querySelector(`select[data-play="${name}"]`);
  const choice = (name) => +menu(name).value;

  /* A brush covers the months whose middle it covers. */
  function brush(selected) {
    const range = selected && selected.range && selected.range.x;
    if (range && typeof range[0] === "string") {
      const [a, b] = [...range].sort();
      const late = +a.slice(8, 10) > 15 ? 1 : 0, early = +b.slice(8, 10) < 15 ? 1 : 0;
      const from = index(a) + late, to = Math.max(from, index(b) - early);
      Atlas.set({ from: month(from), to: month(to), sel: null, card: null });
    }
    return null;
  }

  function clicked(data) {
    const point = data && data.points && data.points[0];
    const wanted = point && point.customdata && "month:" + point.customdata;
    if (wanted) Atlas.set({ sel: Atlas.param("sel") === wanted ? null : wanted, card: null });
    return null;
  }

  document.addEventListener("dblclick", (event) => {
    if (event.target.closest("#timeline")) Atlas.set({ from: null, to: null, sel: null, card: null });
  });

  function stop() {
    window.clearInterval(timer);
    timer = null;
    label();
  }
  function label() {
    const button = document.querySelector('[data-act="play"]');
    if (button) button.textContent = timer ? button.dataset.pauseText : button.dataset.playText;
  }

  /* The bar is put in anew with every change: what a person chose for play stays chosen. */
  function restore() {
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

  /* The period keeps its length and moves by the step; it waits for the map when that is slower. */
  function tick() {
    const box = bar(), drawn = Atlas.map && Atlas.map.query;
    if (!box || !box.dataset.first) return stop();
    if (drawn !== undefined && new URLSearchParams(drawn).get("to") !== Atlas.param("to")) return undefined;
    const [from, to] = period(index(box.dataset.first));
    const left = index(box.dataset.last) - to, by = Math.min(choice("step"), left);
    if (left <= 0) return stop();
    return show(from + by, to + by, { replace: true, silent: true });
  }
  const show = (from, to, options) => Atlas.set({ from: month(from), to: month(to), sel: null, card: null }, options);

  function start() {
    window.clearInterval(timer);
    timer = window.setInterval(tick, choice("speed"));
    label();
  }

  /* Play begins with the chosen period, or with the first when that has reached the end; undo goes back before it. */
  Atlas.actions.play = () => {
    const box = bar();
    if (timer) return stop();
    if (!box || !box.dataset.first) return undefined;
    const first = index(box.dataset.first), [from, to] = period(first);
    const over = to >= index(box.dataset.last);
    start();
    return over ? show(first, first + Math.min(11, to - from)) : show(from, to);
  };
  Atlas.restorePlay = restore;

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
