/* The address is the state: every control is a link or sets one part of the query, and the page follows.
   Only Python writes queries in canonical form; this file moves between them and remembers the way back. */
(function () {
  "use strict";
  const Atlas = (window.Atlas = window.Atlas || {});
  const past = [];
  const future = [];
  const folded = new Map();
  let shown = window.location.pathname;

  const query = () => window.location.search.replace(/^\?/, "");
  const path = () => window.location.pathname;

  /* A page holds its own query; another page is laid out anew on the link that it opens on. */
  /* A query that the server wrote is canonical already: the map need not wait for the answer. */
  function publish(canonical) {
    const say = window.dash_clientside.set_props;
    const page = document.querySelector("[data-page]");
    Atlas.dress(query());
    say("link", { data: query() });
    if (shown === path() && Atlas.map && canonical) Atlas.map.update(query());
    if (shown === path() && page) say(page.dataset.page, { data: query() });
    else say("path", { data: (shown = path()) });
  }

  /* The hash holds the viewport and stays as it is while the query changes. */
  function write(target, replace) {
    const url = new URL(target, window.location.href);
    const hash = url.pathname === path() ? window.location.hash : "";
    window.history[replace ? "replaceState" : "pushState"](null, "", url.pathname + url.search + hash);
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
  }

  /* The map and the list turn to the query that the server understood. */
  function follow(canonical) {
    Atlas.dress(canonical);
    const moved = Atlas.pending !== undefined && Atlas.pending !== canonical;
    Atlas.pending = canonical;
    if (Atlas.map && Atlas.map.asked !== canonical) Atlas.map.update(canonical);
    else if (Atlas.map && Atlas.map.scene) Atlas.legend.show(Atlas.map);
    /* The list has asked for its rows itself when the page opened. */
    const grid = moved && window.dash_ag_grid && document.getElementById("events") && Atlas.gridApi("events");
    if (grid) grid.purgeInfiniteCache();
  }

  const reachable = (box) => [...box.querySelectorAll("a, button, input, select, summary")];

  function place(box, html) {
    if (!box || box.shownHtml === html) return;
    const at = box.contains(document.activeElement) ? reachable(box).indexOf(document.activeElement) : -1;
    const key = at >= 0 && document.activeElement.dataset.key;
    box.innerHTML = box.shownHtml = html;
    folded.forEach((open, id) => { const part = box.querySelector("#" + CSS.escape(id)); if (part) part.open = open; });
    if (at < 0) return;
    const again = (key && box.querySelector(`[data-key="${CSS.escape(key)}"]`)) || reachable(box)[at];
    if (again) again.focus({ preventScroll: true });
  }

  function clicked(event) {
    const link = event.target.closest("a[data-nav]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(link.href, { canonical: true });
  }

  function changed(event) {
    const control = event.target.closest("[data-set]");
    if (!control) return;
    set({ [control.dataset.set]: event.target.value.trim() || null });
  }

  function pressed(event) {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.target.closest("[data-set]") && event.key === "Enter") changed(event);
    if (typing) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && key === "z") {
      event.preventDefault();
      event.shiftKey ? step(future, past) : step(past, future);
    } else if (event.key === "Escape" && new URLSearchParams(query()).has("sel")) {
      set({ sel: null });
    }
  }

  document.addEventListener("click", (event) => {
    const action = event.target.closest("[data-act]");
    if (action) Atlas.act(action.dataset.act, action);
    else clicked(event);
  });
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("#facets summary");
    if (summary) folded.set(summary.parentElement.id, !summary.parentElement.open);
  });
  document.addEventListener("change", changed);
  document.addEventListener("keydown", pressed);
  window.addEventListener("popstate", () => { if (window.dash_clientside.set_props) publish(); });

  Atlas.query = query;
  Atlas.go = go;
  Atlas.set = set;
  Atlas.settle = settle;
  Atlas.param = (name) => new URLSearchParams(query()).get(name);
  Atlas.actions = {
    undo: () => step(past, future),
    redo: () => step(future, past),
    fold: () => {
      document.querySelector(".explore").classList.toggle("folded");
    },
    copy: () => navigator.clipboard && navigator.clipboard.writeText(window.location.href),
  };
  Atlas.act = (name, element) => {
    const action = Atlas.actions[name];
    if (action) action(element);
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    address: {
      /* Parts of the page come as escaped HTML; what a person folded or focused stays so. */
      show: (answer) => {
        if (!answer) return window.dash_clientside.no_update;
        Object.entries(answer.html).forEach(([id, html]) => place(document.getElementById(id), html));
        document.getElementById("side").className = answer.side;
        Atlas.restorePlay();
        settle(answer.canonical);
        follow(answer.canonical);
        return answer.canonical;
      },
      init: () => [path(), query()],
    },
  });
  Atlas.gridApi = (id) => { try { return window.dash_ag_grid.getApi(id); } catch (error) { return null; } };
})();
