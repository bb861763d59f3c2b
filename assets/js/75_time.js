/* The time moves: by the brush on its axis, or by play with step and speed. Map and figures come from the cube meanwhile;
   when it stops, the address says where, and the server's own answer takes their place.
   Uses: 10_address, 60_map, 72_cube, 74_axis. */
(function () {
  "use strict";
  const app = window.app;
  const chosen = {};
  let timer = null, begun = {};
  /* The window that is shown while the time moves, and the months that its step still has to go. */
  let moving = null, ahead = 0, frame = 0, waited = 0;

  const index = (month) => +month.slice(0, 4) * 12 + +month.slice(5, 7) - 1;
  const month = (i) => `${Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`;
  /* First and last month of an ISO year, month or day. */
  const opens = (date) => index(date.length > 4 ? date : date + "-01");
  const closes = (date) => index(date.length > 4 ? date : date + "-12");
  const bar = () => document.querySelector(".timebar");
  const menu = (name) => document.querySelector(`select[data-play="${name}"]`);
  const choice = (name) => Math.abs(+menu(name).value);
  /* Months are added up from the first one on where the step is written below nought. */
  const adds = () => +menu("step").value < 0;

  /* A brush that has been let go filters; one that changes nothing ends as it began. */
  function pick(from, to) {
    const before = app.query();
    show(from, to);
    if (app.query() === before) still();
  }

  /* ---- the time moves: map, veil and figures from the cube, at most once a frame ---- */
  function move(from, to) {
    const cube = app.map && app.cube.now();
    if (!cube || !app.map.words) return false;
    moving = [from, to];
    frame = frame || window.requestAnimationFrame(() => {
      frame = 0;
      if (!moving) return;
      const found = cube.at(...moving);
      document.querySelector(".explore").classList.add("moving");
      app.map.move(found);
      app.axis.leave(moving);
      tell(found.totals, cube.filter, ...moving);
    });
    return true;
  }

  /* What stands there is again what the server said. */
  function still() {
    if (!moving) return;
    moving = null;
    document.querySelector(".explore").classList.remove("moving");
    app.axis.leave(null);
    if (app.map) app.map.rest();
  }

  /* The second line is the filter: on the projector no other sentence says it meanwhile. Two texts that change in their
     place: new elements in each frame have the page laid out anew. */
  function tell(totals, filter, from, to) {
    const box = document.getElementById("moving"), { words } = app.map;
    const span = words.say("map.window", { from: named(from, words), to: named(to, words), events: words.count(totals.n), kg: words.kg(totals.known ? totals.kg : null) });
    if (!box.firstChild) box.append(...["when", "which"].map((className) => Object.assign(document.createElement("span"), { className, textContent: " " })));
    [span, filter.join(" · ")].forEach((text, i) => { const held = box.children[i].firstChild; if (held.data !== text) held.data = text; });
  }
  const formats = {};
  function named(i, { language }) {
    formats[language] = formats[language] || new Intl.DateTimeFormat(language, { month: "short", year: "numeric", timeZone: "UTC" });
    return formats[language].format(Date.UTC(Math.floor(i / 12), i % 12));
  }

  document.addEventListener("dblclick", (event) => {
    if (event.target.closest("#timeline")) app.set({ from: null, to: null, sel: null, card: null });
  });

  /* Play ends with the step that it is in; the address says where. */
  function stop() {
    window.clearInterval(timer);
    timer = null;
    label();
    if (!moving) return;
    /* The page was left meanwhile. */
    if (!bar()) { moving = null; return; }
    const [from, to] = [moving[0] + (adds() ? 0 : ahead), moving[1] + ahead];
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
    const from = app.param("from"), to = app.param("to");
    if (from && to) return [opens(from), closes(to)];
    if (to) return [closes(to) - 11, closes(to)];
    const begins = from ? opens(from) : first;
    return [begins, begins + 11];
  }

  /* The period keeps its length, or its beginning, and moves by the step, month by month where the cube is there; without it the address
     moves, and waits for the map when that is slower. */
  function tick() {
    const box = bar(), drawn = app.map && app.map.query;
    if (!box || !box.dataset.first) return stop();
    const [from, to] = moving || period(index(box.dataset.first)), left = index(box.dataset.last) - to;
    if (left <= 0) return finish();
    ahead = ahead || Math.min(choice("step"), left);
    if (move(from + (adds() ? 0 : 1), to + 1)) return void (ahead -= 1);
    const by = ahead;
    ahead = 0;
    waited += choice("speed") / choice("step");
    if (waited < choice("speed")) return undefined;
    if (drawn !== undefined && new URLSearchParams(drawn).get("to") !== app.param("to")) return undefined;
    waited = 0;
    return show(from + (adds() ? 0 : by), to + by, { replace: true, silent: true });
  }
  /* At the end the period is again the one that was chosen before. */
  function finish() {
    window.clearInterval(timer);
    timer = null;
    label();
    app.set({ ...begun, sel: null, card: null }, { replace: true, silent: true });
    if (app.query() === app.made) still();
  }
  const show = (from, to, options) => app.set({ from: month(from), to: month(to), sel: null, card: null }, options);

  function start() {
    window.clearInterval(timer);
    timer = window.setInterval(tick, choice("speed") / choice("step"));
    label();
  }

  /* Play begins with the chosen period, or with the first when that has reached the end; undo goes back before it. */
  app.actions.play = () => {
    const box = bar();
    if (timer) return stop();
    if (!box || !box.dataset.first) return undefined;
    const first = index(box.dataset.first), [from, to] = period(first);
    app.cube.load(app.query());
    const over = to >= index(box.dataset.last);
    begun = { from: app.param("from"), to: app.param("to") };
    start();
    return over ? show(first, first + Math.min(11, to - from)) : show(from, to);
  };
  app.restorePlay = restore;
  app.time = { move, still, pick, opens, closes, moving: () => moving, playing: () => Boolean(timer) };
  /* P plays, also where the bar is put away: on the projector and on the stage. */
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "p" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (bar()) app.actions.play();
  });
})();
