/* The time axis: brush to filter, a bar's events on a click, and play with step and speed. */
(function () {
  "use strict";
  const Atlas = window.Atlas;
  let timer = null;

  const index = (month) => +month.slice(0, 4) * 12 + +month.slice(5, 7) - 1;
  const month = (i) => `${Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`;
  const bar = () => document.querySelector(".timebar");
  const choice = (name) => +document.querySelector(`select[data-play="${name}"]`).value;

  /* A brush covers the months whose middle it covers. */
  function brush(selected) {
    const range = selected && selected.range && selected.range.x;
    if (range && typeof range[0] === "string") {
      const [a, b] = [...range].sort();
      const late = +a.slice(8, 10) > 15 ? 1 : 0, early = +b.slice(8, 10) < 15 ? 1 : 0;
      const from = index(a) + late, to = Math.max(from, index(b) - early);
      Atlas.set({ from: month(from), to: month(to), sel: null });
    }
    return null;
  }

  function clicked(data) {
    const point = data && data.points && data.points[0];
    if (point && point.customdata) Atlas.set({ sel: "month:" + point.customdata });
    return null;
  }

  function stop() {
    window.clearInterval(timer);
    timer = null;
    label();
  }
  function label() {
    const button = document.querySelector('[data-act="play"]');
    if (button) button.textContent = timer ? button.dataset.pauseText : button.dataset.playText;
  }

  /* The window keeps its length and moves by the step; it waits for the map when that is slower. */
  function tick() {
    const box = bar();
    if (!box) return stop();
    label();
    const drawn = Atlas.map && Atlas.map.query;
    if (drawn !== undefined && new URLSearchParams(drawn).get("to") !== Atlas.param("to")) return undefined;
    const [first, last] = [index(box.dataset.first), index(box.dataset.last)];
    const wide = /^\d{4}-\d\d$/;
    const from = Atlas.param("from"), to = Atlas.param("to");
    const held = wide.test(from || "") && wide.test(to || "");
    const size = held ? index(to) - index(from) : 11;
    const start = held ? index(from) + choice("step") : first;
    if (held && index(to) >= last) return stop();
    Atlas.set({ from: month(start), to: month(start + size), sel: null }, { replace: true, silent: true });
    return undefined;
  }

  Atlas.actions.play = () => {
    if (timer) return stop();
    const box = bar();
    if (!box || !box.dataset.first) return undefined;
    if (Atlas.param("to") && Atlas.param("to") >= box.dataset.last) Atlas.set({ from: null, to: null });
    timer = window.setInterval(tick, choice("speed"));
    tick();
    return undefined;
  };

  Object.assign(window.dash_clientside.address, { brush, bar: clicked });

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  functions.atlasNumber = (value, language) =>
    value === null || value === undefined ? "–" : value.toLocaleString(language, { maximumFractionDigits: value < 100 ? 1 : 0, useGrouping: "always" });
  const open = (params) => params.data && params.data.event_id && Atlas.set({ sel: "event:" + params.data.event_id });
  const openKey = (params) => params.data && params.data.key && Atlas.set({ sel: params.data.key });
  const enter = (act) => (params) => params.event && params.event.key === "Enter" && act(params);
  functions.atlasOpenEvent = open;
  functions.atlasOpenKey = openKey;
  functions.atlasKeyEvent = enter(open);
  functions.atlasKeyKey = enter(openKey);
})();
