/* The list and the tables beside the map: rows by block from an endpoint of their own, numbers by locale, and what a row opens.
   Uses: 10_address, 12_parts, 20_translator. */
(function () {
  "use strict";
  const app = window.app;

  /* Some rows of the list of a query. */
  const rows = (query, first, last, order) => app.json(
    `/explore/rows.json?${query ? query + "&" : ""}first=${first}&last=${last}&order=${encodeURIComponent(order)}`);
  /* The grid asks for the rows in sight; the list never holds all events. */
  const blocks = {
    getRows: (wanted) => {
      const order = wanted.sortModel.map((s) => (s.sort === "desc" ? "-" : "") + s.colId).join(",");
      rows(app.query(), wanted.startRow, wanted.endRow, order)
        .then((found) => wanted.successCallback(found.rows, found.n), () => wanted.failCallback());
    },
  };
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  functions.formatNumber = (value, language) =>
    value === null || value === undefined ? "–" : app.number(value, language);
  const open = (params) => params.data && params.data.event_id && app.set({ card: "event:" + params.data.event_id });
  /* A table's row is a flow or a node to select, or a corridor to open. */
  const openKey = (params) => params.data && params.data.key &&
    app.set(params.data.key.startsWith("corridor:") ? { card: params.data.key } : { sel: params.data.key, card: null });
  const enter = (act) => (params) => {
    if (!params.event || params.event.key !== "Enter") return;
    app.opened(params);
    act(params);
  };
  /* The component gives each grid a source of its own, which would ask by way of the renderer. A grid tells of its rows
     a moment later, when its page may have been left. */
  const stands = (api) => api && !api.isDestroyed();
  const serve = (api) => { if (stands(api) && api.getGridOption("datasource") !== blocks) api.setGridOption("datasource", blocks); };
  functions.serveRows = (params) => serve(params.api);
  functions.openEvent = open;
  functions.openKey = openKey;
  functions.enterEvent = enter(open);
  functions.enterKey = enter(openKey);
  /* The list's order is part of the address: the next card is the next row. */
  functions.sortRows = (params) => {
    const sorted = params.api.getColumnState().filter((column) => column.sort).sort((a, b) => a.sortIndex - b.sortIndex)[0];
    const text = sorted ? (sorted.sort === "desc" ? "-" : "") + sorted.colId : null;
    if (text !== (app.param("sort") || "-date")) app.set({ sort: text === "-date" ? null : text }, { replace: true, silent: true });
  };

  /* ---- the grids come when the map stands: their code is half of all that the page reads ---- */
  let grids = {}, held = {}, laid = false;
  let code = null;
  const script = (link) => new Promise((done, fail) => {
    const tag = Object.assign(document.createElement("script"), { src: link.href, onload: done, onerror: fail });
    document.head.appendChild(tag);
  });
  const read = () => (code = code || Promise.all([...document.querySelectorAll("link[data-late]")].map(script)));
  const frame = () => new Promise((done) => window.requestAnimationFrame(done));

  /* The page has been laid out, with places for grids that are not there yet. */
  function begin(definitions) { grids = definitions; held = {}; laid = false; }

  /* What a grid is to show: told to it, or kept until it is there. Props that stay are not told again. */
  function give(id, props) {
    const text = JSON.stringify(props);
    if (held[id] && held[id].text === text) return;
    held[id] = { text, props };
    if (laid) window.dash_clientside.set_props(id, props);
  }

  async function lay(map) {
    if (laid) return serve(app.gridApi("events"));
    const mine = grids;
    if (map) await map.catch(() => null);
    await frame();
    await frame();
    const there = await read().then(() => true, () => false);
    /* Another page may have been opened meanwhile. */
    if (mine !== grids || laid) return null;
    laid = there;
    Object.entries(grids).forEach(([id, grid]) => {
      const props = { ...grid.props, ...(held[id] && held[id].props) };
      const fault = app.known.faults[document.documentElement.lang];
      window.dash_clientside.set_props(`${id}-place`, { children: there ? { ...grid, props } : fault });
    });
    if (!there) code = null;
    return null;
  }
  /* The list of another query. To empty it takes as long as all other parts of the page: they are shown first. */
  let renewing = false;
  async function renew() {
    if (renewing) return;
    renewing = true;
    await frame();
    await new Promise((done) => window.setTimeout(done, 0));
    renewing = false;
    const grid = window.dash_ag_grid && document.getElementById("events") && app.gridApi("events");
    if (stands(grid)) grid.purgeInfiniteCache();
  }
  app.lists = { begin, give, lay, rows, renew };
})();
