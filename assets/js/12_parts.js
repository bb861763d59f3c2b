/* Parts of the page come as escaped HTML. What a person folded, focused or chose stays so when they are put in anew.
   Calls later: 22_explore, 75_time, 79_picks. */
(function () {
  "use strict";
  const app = window.app;
  const folded = new Map();
  let opener = null;

  const reachable = (box) => [...box.querySelectorAll("a, button, input, select, summary")];
  const keyOf = (element) => element.dataset.key || element.id || (element.closest("[data-set]") || { dataset: {} }).dataset.set;

  function place(box, html) {
    if (!box) return;
    if (box.shownHtml === html) return box.querySelectorAll("input").forEach((input) => { if (!input.typing) input.value = input.defaultValue; });
    const active = box.contains(document.activeElement) ? document.activeElement : null;
    const at = active ? reachable(box).indexOf(active) : -1, key = active && keyOf(active);
    box.innerHTML = box.shownHtml = html;
    folded.forEach((open, id) => { const part = box.querySelector("#" + CSS.escape(id)); if (part) part.open = open; });
    if (!active) return;
    const again = key ? reachable(box).find((element) => keyOf(element) === key) : reachable(box)[at];
    if (!again) return;
    again.focus({ preventScroll: true });
    /* An answer may arrive while somebody types: what is not sent yet stays. */
    if (!active.typing) return;
    again.value = active.value;
    again.typing = true;
    again.setSelectionRange(active.value.length, active.value.length);
  }
  document.addEventListener("input", (event) => { event.target.typing = true; });

  document.addEventListener("click", (event) => {
    const summary = event.target.closest("#facets summary, .drawer summary, #board-tools summary, #country summary");
    if (!summary) return;
    const part = summary.parentElement;
    if (part.id) folded.set(part.id, !part.open);
    if (!part.open && part.children.length === 1) app.explore.more();
  });

  /* A drawer closes by Escape, which gives the focus back, and by a click beside it. */
  const drawers = () => [...document.querySelectorAll(".drawer[open]")];
  const shut = (drawer) => { drawer.open = false; if (drawer.id) folded.set(drawer.id, false); };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") drawers().forEach((drawer) => { shut(drawer); drawer.firstElementChild.focus(); });
  });
  document.addEventListener("pointerdown", (event) => drawers().filter((drawer) => !drawer.contains(/** @type {Node} */ (event.target))).forEach(shut));

  /* A card opened from a row by keyboard takes the focus, and gives it back to the row. */
  function focusSide(had, has) {
    if (!opener || had === has) return;
    const { grid, row, column } = opener;
    if (!has) opener = null;
    window.requestAnimationFrame(() => window.requestAnimationFrame(() => {
      if (has) return document.querySelector("#card .back") && document.querySelector("#card .back").focus();
      grid.ensureIndexVisible(row);
      grid.setFocusedCell(row, column);
    }));
  }

  app.place = place;
  app.unfolded = () => [...folded].filter(([id, open]) => open && id.startsWith("facet-")).map(([id]) => id.slice(6)).sort();
  app.opened = (params) => { opener = { grid: params.api, row: params.rowIndex, column: params.column.getColId() }; };
  app.parts = (answer) => {
    Object.entries(answer.html).forEach(([id, html]) => place(document.getElementById(id), html));
    const side = document.getElementById("side");
    if (!side) return;
    const had = side.classList.contains("card");
    side.className = answer.side;
    focusSide(had, side.classList.contains("card"));
    app.restorePlay();
    app.picks.show();
  };

  /* When the server cannot answer, the page says so: what stands there no longer belongs to the address. */
  function alarm(on) {
    let box = document.getElementById("alarm");
    if (!box && on) {
      box = Object.assign(document.createElement("p"), { id: "alarm", className: "alarm" });
      box.setAttribute("role", "alert");
      document.body.append(box);
    }
    if (!box) return;
    box.hidden = !on;
    box.textContent = on ? app.known.faults[document.documentElement.lang] : "";
  }
  /* How the page's requests end is told by the browser's own record of them; 0 is an answer that never came. (A browser
     without this record, as Safari before 26, says nothing.) */
  let failed = -1;
  new PerformanceObserver((list) => list.getEntries().forEach(({ name, responseStatus, startTime }) => {
    if (!/\/(_dash-update-component|explore\.json)(\?|$)/.test(name)) return;
    const fails = responseStatus === 0 || responseStatus >= 500;
    if (fails) failed = startTime;
    /* An answer that was asked for before one that failed says nothing about now. */
    if (fails || startTime > failed) alarm(fails);
  })).observe({ type: "resource" });
})();
