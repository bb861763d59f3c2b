/* Explore follows its address: one request answers all that the page shows beside the map, without Dash's renderer between.
   Only what are components there (the card, the tables) is handed on to it, when it has changed.
   Uses: 10_address, 12_parts, 14_steady, 16_panels, 20_translator. Calls later: 60_map, 78_lists. */
(function () {
  "use strict";
  const app = window.app;
  /* Ms for which an answer to a press waits for the click. */
  const HELD = 4000;
  let ticket = 0, card = null;

  /* What is folded of the filter column is asked for when somebody unfolds it: most of three hundred values. */
  const urlOf = (query) => `/explore.json?unfolded=${app.unfolded().join(",")}${query ? "&" + query : ""}`;

  /* The page turns to an address: what asks for it. The answer to the newest address is shown; one that comes after
     another click, or when the page has been left, is dropped. */
  function turn(query) {
    const mine = (ticket += 1), stands = () => mine === ticket && document.querySelector(".explore");
    return async () => {
      const answer = stands() && await app.json(urlOf(query)).catch(() => null);
      if (answer && stands()) show(answer);
    };
  }

  function show(answer) {
    if (app.late(answer)) return;
    app.parts(answer);
    app.panels.follow(answer.canonical);
    app.settle(answer.canonical);
    app.made = answer.canonical;
    app.follow(answer.canonical);
    const opened = JSON.stringify(answer.card);
    if (opened !== card) window.dash_clientside.set_props("card", { children: answer.card });
    card = opened;
    app.lists.give("events", { columnDefs: answer.columns });
    if (answer.table) app.lists.give("table", answer.table);
    app.lists.lay(app.map && app.map.arriving);
  }

  /* A hand holds a button for some eighty ms: what the click on a link will ask for is asked for when it goes down, the
     page after the map as ever. Not of a finger, which begins to scroll on links, too. Turned down: asking where a pointer
     only rests, which many readers would pay for. */
  function pressed(event) {
    const link = event.target.closest("a[data-nav]");
    if (!link || event.pointerType === "touch" || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const url = new URL(link.getAttribute("href"), window.location.href), query = url.search.slice(1);
    if (url.pathname !== window.location.pathname || !app.map || app.made !== app.query() || query === app.made) return;
    held(app.map.url(query)).then(() => held(urlOf(query)), () => null);
  }
  function held(url) {
    if (!app.early[url]) app.ahead(url);
    window.setTimeout(() => { delete app.early[url]; }, HELD);
    return app.early[url];
  }
  document.addEventListener("pointerdown", pressed);

  /* The page has been laid out: nothing stands there yet. */
  function open(query, grids) {
    card = null;
    app.steady.begin();
    app.panels.follow(query);
    app.lists.begin(grids);
    turn(query)();
    return query;
  }

  /* A part of the filter column was unfolded that nothing stands in yet. */
  const more = () => document.querySelector(".explore") && turn(app.query())();

  app.explore = { turn, more };
  Object.assign(window.dash_clientside.address, { open });
})();
