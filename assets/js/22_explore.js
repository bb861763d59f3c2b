/* Explore follows its address: one door answers all that the page shows beside the map, without Dash's renderer between.
   Only what are components there (the card, the tables) is handed on to it, when it has changed. */
(function () {
  "use strict";
  const Atlas = window.Atlas;
  const HOME = "/";
  let ticket = 0, given = {};

  const door = (query) => "/explore.json" + (query ? "?" + query : "");

  /* The answer to the newest address; one that comes after another click, or when the page has been left, is dropped. */
  async function ask(query, before) {
    const mine = (ticket += 1);
    if (before) await before.catch(() => null);
    if (mine !== ticket) return;
    const answer = await Atlas.json(door(query)).catch(() => null);
    if (answer && mine === ticket && document.querySelector(".explore")) show(answer);
  }

  function show(answer) {
    if (Atlas.late(answer)) return;
    Atlas.parts(answer);
    Atlas.axis.show(answer.time);
    Atlas.settle(answer.canonical);
    Atlas.made = answer.canonical;
    Atlas.follow(answer.canonical);
    hand("card", { children: answer.card });
    hand("events", { columnDefs: answer.columns });
    if (answer.table) hand("table", answer.table);
    Atlas.lists.serve("events");
  }
  function hand(id, props) {
    const text = JSON.stringify(props);
    if (given[id] === text) return;
    given[id] = text;
    window.dash_clientside.set_props(id, props);
  }

  /* The page has been laid out: nothing stands there yet. */
  function open(query) {
    given = {};
    ask(query);
    return query;
  }

  /* While the scripts are read, the answers that they will ask for come already. */
  if (window.location.pathname === HOME) {
    Atlas.ahead(door(Atlas.query()));
    if (!Atlas.query()) ["flows", "nodes"].forEach((layer) => Atlas.ahead(`/layers/${layer}.json`));
  }
  Atlas.explore = { ask };
  Object.assign(window.dash_clientside.address, { open });
})();
