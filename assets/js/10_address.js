/* The address is the state: every control is a link or sets one part of the query, and the page follows.
   Only Python writes queries in canonical form; this file moves between them and remembers the way back.
   Calls later: 16_panels, 22_explore, 60_map, 65_legend, 78_lists, 88_stage. */
(function () {
  "use strict";
  const app = window.app;
  const past = [];
  const future = [];
  let shown = window.location.pathname;
  let last = window.location.search.replace(/^\?/, "");

  const query = () => window.location.search.replace(/^\?/, "");
  const path = () => window.location.pathname;

  /* A page holds its own query; another page is laid out anew on the link that it opens on. */
  function publish(canonical) {
    const say = window.dash_clientside.set_props;
    const page = document.querySelector("[data-page]"), stays = shown === path() && page;
    app.dress(query());
    if (stays && page.dataset.endpoint) turn(canonical);
    else if (stays) say(page.dataset.page, { data: query() });
    else {
      /* The link is what another page opens on: telling it at each step would lay the tree out once more for nothing. */
      say("link", { data: query() });
      say("path", { data: (shown = path()) });
    }
    app.stage.follow();
  }

  /* Explore: a query that the server wrote is canonical already, and the map need not wait for the page's answer. The map
     comes first, for a server of few processors would make both slower at once; it makes the page while the map is drawn. */
  function turn(canonical) {
    const ask = app.explore.turn(query());
    if (canonical && app.map) app.map.update(query(), ask);
    else ask();
  }

  /* The hash holds the viewport and stays as it is while the query changes. */
  function write(target, replace) {
    const url = new URL(target, window.location.href);
    const hash = url.pathname === path() ? window.location.hash : "";
    window.history[replace ? "replaceState" : "pushState"](null, "", url.pathname + url.search + hash);
    last = query();
  }

  function go(target, options) {
    const before = query();
    write(target, options && options.replace);
    if (query() !== before && !(options && options.silent)) {
      past.push(before);
      future.length = 0;
    }
    publish(options && options.canonical);
  }

  /* Set or remove (null) parts of the query; the server answers with the canonical form. */
  function set(values, options) {
    const parts = new URLSearchParams(query());
    Object.entries(values).forEach(([name, value]) => {
      if (value === null || value === "") parts.delete(name);
      else parts.set(name, value);
    });
    const text = parts.toString();
    go(path() + (text ? "?" + text : ""), options);
  }

  function step(from, into) {
    if (!from.length) return;
    into.push(query());
    const target = from.pop();
    write(path() + (target ? "?" + target : ""), false);
    publish(true);
  }

  /* The server's spelling of the same page: unknown parts gone, lists sorted. Not a step of history. */
  function settle(canonical) {
    if (canonical !== query()) write(path() + (canonical ? "?" + canonical : ""), true);
    app.stage.follow();
  }

  /* An answer that comes when its page has been left: it must not write its query under another page's address. */
  const late = (answer) => !answer || answer.path !== path();

  /* The map and the list turn to the query that the server understood. */
  function follow(canonical) {
    app.dress(canonical);
    const moved = app.pending !== undefined && app.pending !== canonical;
    app.pending = canonical;
    if (app.map && app.map.asked !== canonical) app.map.update(canonical);
    else if (app.map && app.map.scene) app.legend.show(app.map);
    /* The list has asked for its rows itself when the page opened. */
    if (moved) app.lists.renew();
  }

  /* A link was written for the page that stands there. When another click came first, only its change is taken over:
     values put into or out of a list, or a part set or removed. */
  function merged(target) {
    const [made, wanted, now] = [app.made, target, query()].map((text) => new URLSearchParams(text));
    const values = (parts, name) => (parts.get(name) || "").split(",").filter(Boolean);
    new Set([...made.keys(), ...wanted.keys()]).forEach((name) => {
      if (made.get(name) === wanted.get(name)) return;
      const had = values(made, name), wants = values(wanted, name);
      const kept = values(now, name).filter((value) => wants.includes(value) || !had.includes(value));
      const list = app.known.lists.includes(name) ? [...new Set([...kept, ...wants.filter((v) => !had.includes(v))])] : wants;
      if (list.length) now.set(name, list.join(","));
      else now.delete(name);
    });
    return now.toString();
  }

  function clicked(event) {
    const link = event.target.closest("a[data-nav]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    /* A link of a drawing (SVG) has no parts of its own. */
    const url = new URL(link.getAttribute("href"), window.location.href);
    if (url.pathname !== path() || app.made === undefined || app.made === query()) return go(url.href, { canonical: true });
    const text = merged(url.search.slice(1));
    return go(path() + (text ? "?" + text : ""));
  }

  /* A number as the page's language writes it: 1.000,5 in Spanish is 1,000.5 in English. */
  function plain(text) {
    const comma = (1.5).toLocaleString(document.documentElement.lang).includes(",");
    const bare = text.replace(/\s/g, "").replace(comma ? /\.(?=\d{3}(\D|$))/g : /,(?=\d{3}(\D|$))/g, "");
    return comma ? bare.replace(",", ".") : bare;
  }

  function changed(event) {
    const control = event.target.closest("[data-set]");
    if (!control) return;
    const text = event.target.value.trim();
    event.target.typing = false;
    set({ [control.dataset.set]: (event.target.inputMode === "decimal" ? plain(text) : text) || null });
  }

  function pressed(event) {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.target.closest("[data-set]") && event.key === "Enter") changed(event);
    if (typing) return;
    if (event.key === " " && event.target.closest('a[role="checkbox"]')) {
      event.preventDefault();
      event.target.click();
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      event.shiftKey ? step(future, past) : step(past, future);
    } else if (event.key === "Escape") {
      const open = ["card", "sel"].find((name) => app.param(name));
      if (open) set({ [open]: null });
    }
  }

  /* The browser's own Back and Forward: undo and redo keep in step, and the map returns to where it was. */
  function travelled() {
    const before = last;
    last = query();
    if (!window.dash_clientside.set_props) return;
    if (shown !== path()) publish();
    else if (last !== before) {
      if (past[past.length - 1] === last) future.push(before), past.pop();
      else if (future[future.length - 1] === last) past.push(before), future.pop();
      publish();
    }
    if (app.map) app.map.fromHash();
  }

  document.addEventListener("click", (event) => {
    const action = event.target.closest("[data-act]");
    if (action) app.act(action.dataset.act, action);
    else clicked(event);
  });
  document.addEventListener("change", changed);
  document.addEventListener("keydown", pressed);
  window.addEventListener("popstate", travelled);

  app.query = query;
  app.go = go;
  app.set = set;
  app.settle = settle;
  app.follow = follow;
  app.late = late;
  app.param = (name) => new URLSearchParams(query()).get(name);
  app.actions = {
    undo: () => step(past, future),
    redo: () => step(future, past),
    fold: (button) => app.panels.fold(button),
    skip: (button) => app.panels.skip(button),
    copy: () => navigator.clipboard && navigator.clipboard.writeText(window.location.href),
  };
  app.act = (name, element) => {
    const action = app.actions[name];
    if (action) action(element);
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    address: {
      /* The router is asked where the layout has not come with the page of this address. */
      init: (laid) => {
        app.stage.follow();
        const { no_update: kept } = window.dash_clientside;
        return laid === `${path()}?${query()}` ? [kept, kept] : [path(), query()];
      },
    },
  });
  app.gridApi = (id) => { try { return window.dash_ag_grid.getApi(id); } catch (error) { return null; } };
})();
