/* Events that a person picks by hand, in the list, on a card or on the map: a tray says how many, and makes a filter of them.
   Uses: 10_address, 11_storage, 20_translator, 60_map, 78_lists. Calls later: 86_reopen, 87_briefing. */
(function () {
  "use strict";
  const app = window.app;
  const MOST = 5000; /* as app.cases.MOST */
  /** @type {Set<string>} */
  const picked = new Set(app.recall("picks") || []);

  /** @param {string} event  @param {boolean} [on] */
  function toggle(event, on = !picked.has(event)) {
    if (on && picked.size >= MOST) return;
    picked[on ? "add" : "delete"](event);
    changed();
  }
  /* A mark of seizures on the map: each of them, or, where all are picked, none of them any more. */
  async function mark({ n, event, cell }, query) {
    if (n === 1) return toggle(event);
    const own = query.split("&").filter((part) => part && !/^(sel|card)=/.test(part));
    const found = await app.lists.rows([...own, `sel=cell:${cell}`].join("&"), 0, MOST, "").catch(() => null);
    const ids = found ? found.rows.map((row) => row.event_id) : [], on = ids.some((id) => !picked.has(id));
    ids.forEach((id) => (on ? picked.size < MOST && picked.add(id) : picked.delete(id)));
    return changed();
  }
  function clear() { picked.clear(); changed(); }
  /* The map is drawn anew for a pick alone: the tray is shown with every page. */
  function changed() {
    app.remember("picks", [...picked]);
    if (app.map && app.map.scene) app.map.canvas.redraw();
    show();
  }

  /* ---- the tray, the marks of the list, and the button of a card ---- */
  async function show() {
    const grid = app.gridApi("events"), words = await app.words(document.documentElement.lang || "en"), box = document.getElementById("picks");
    if (grid && !grid.isDestroyed()) grid.refreshCells({ columns: ["pick"], force: true });
    document.querySelectorAll('[data-act="pick"]').forEach((/** @type {HTMLElement} */ button) => button.setAttribute("aria-pressed", String(picked.has(button.dataset.event))));
    if (!box) return;
    const button = (key, act) => Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: words.say(`picks.${key}`), onclick: act });
    const count = () => Object.assign(document.createElement("span"), { textContent: words.plural("picks.n", picked.size) });
    box.replaceChildren(...(picked.size ? [count(), button("only", only), button("clear", clear)] : []));
  }
  async function only() {
    try {
      const { key, form } = await app.call("/cases", { method: "POST", body: JSON.stringify({ ids: [...picked] }) });
      /* These and no others: what else was filtered goes. */
      app.set({ ...Object.fromEntries(app.known.filters.map((name) => [name, null])), case: key, form, sel: null, card: null });
    } catch (error) {
      app.tell(app.briefing.lines(error));
    }
  }

  /* ---- the list: a column of marks ---- */
  const functions = window.dashAgGridFunctions;
  const inColumn = (params) => params.event && params.event.target && params.event.target.closest && params.event.target.closest('[col-id="pick"]');
  functions.pickMark = (params) => (params.data && picked.has(params.data.event_id) ? "☑" : "☐");
  const { openEvent, enterEvent } = functions;
  functions.openEvent = (params) => {
    if (!inColumn(params)) return openEvent(params);
    return params.data && toggle(params.data.event_id);
  };
  functions.enterEvent = (params) => {
    if (!params.event || params.event.key !== " " || !params.data) return enterEvent(params);
    params.event.preventDefault();
    return toggle(params.data.event_id);
  };

  app.actions.pick = (button) => toggle(button.dataset.event);
  app.picks = { show, toggle, mark, clear, has: (event) => picked.has(event), all: () => [...picked] };
})();
