/* Explore follows its address: one door answers all that the page shows beside the map, without Dash's renderer between.
   Only what are components there (the card, the tables) is handed on to it, when it has changed. */
(function () {
  "use strict";
  const Atlas = window.Atlas;
  let ticket = 0, card = null, timed = null;

  /* What is folded of the filter column is asked for when somebody unfolds it: most of three hundred values. */
  const door = (query) => `/explore.json?unfolded=${Atlas.unfolded().join(",")}${query ? "&" + query : ""}`;

  /* The answer to the newest address; one that comes after another click, or when the page has been left, is dropped. */
  async function ask(query, before) {
    const mine = (ticket += 1), stands = () => mine === ticket && document.querySelector(".explore");
    const axis = time(query, stands);
    if (before) await before.catch(() => null);
    if (!stands()) return;
    const answer = await Atlas.json(door(query)).catch(() => null);
    await axis;
    if (answer && stands()) show(answer);
  }
  /* The time axis changes with the map. */
  async function time(query, stands) {
    if (query === timed) return;
    const found = await Atlas.json("/explore/time.json" + (query ? "?" + query : "")).catch(() => null);
    if (!found || !stands()) return;
    timed = Atlas.axis.query = query;
    await Atlas.axis.show(found);
  }

  function show(answer) {
    if (Atlas.late(answer)) return;
    Atlas.parts(answer);
    Atlas.settle(answer.canonical);
    Atlas.made = answer.canonical;
    Atlas.follow(answer.canonical);
    const opened = JSON.stringify(answer.card);
    if (opened !== card) window.dash_clientside.set_props("card", { children: answer.card });
    card = opened;
    Atlas.lists.give("events", { columnDefs: answer.columns });
    if (answer.table) Atlas.lists.give("table", answer.table);
    Atlas.lists.lay(Atlas.map && Atlas.map.arriving);
  }

  /* The page has been laid out: nothing stands there yet. */
  function open(query, grids) {
    card = timed = null;
    Atlas.steady.begin();
    Atlas.lists.begin(grids);
    ask(query);
    return query;
  }

  /* A part of the filter column was unfolded that nothing stands in yet. */
  const more = () => document.querySelector(".explore") && ask(Atlas.query());

  Atlas.explore = { ask, more };
  Object.assign(window.dash_clientside.address, { open });
})();
