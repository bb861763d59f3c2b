/* The panels that lie on the map of Explore: each folds to a tab, and the browser remembers which. A list that nobody has
   opened comes by itself where there is room for it, and when something is selected.
   Uses: 11_storage. */
(function () {
  "use strict";
  const app = window.app;
  const KEY = "panels";
  const wide = (/** @type {number} */ px) => window.matchMedia(`(min-width: ${px}px)`).matches;
  const usual = { facets: () => wide(1100), side: () => wide(1440), legend: () => wide(1100), time: () => window.innerHeight > 520 };
  let asked = false;

  const chosen = () => app.preferred(KEY) || {};
  const isOpen = (/** @type {string} */ name) => (name === "side" && asked) || (chosen()[name] ?? usual[name]());
  const page = () => document.querySelector(".explore");

  function apply() {
    if (!page()) return;
    const open = Object.keys(usual).filter(isOpen), before = page().dataset.open;
    page().dataset.open = open.join(" ");
    document.querySelectorAll("[data-panel]").forEach((button) => button.setAttribute("aria-expanded", String(open.includes(button.dataset.panel))));
    if (before !== undefined && before !== page().dataset.open) window.dispatchEvent(new Event("resize"));
  }

  function fold(/** @type {HTMLElement} */ button) {
    const name = button.dataset.panel, open = !isOpen(name);
    if (name === "side") asked = false;
    app.prefer(KEY, { ...chosen(), [name]: open });
    apply();
  }

  /* Something was selected: its card or its list is shown, whatever was folded. */
  function follow(/** @type {string} */ query) {
    const parts = new URLSearchParams(query), now = parts.get("card") || parts.get("sel") || parts.get("panel");
    if (!now) asked = false;
    else if (now !== follow.last) asked = true;
    follow.last = now;
    apply();
  }
  /** @type {string | null} */
  follow.last = null;

  /* Keyboard: to a part of the page, past what stands before it. */
  function skip(/** @type {HTMLElement} */ link) {
    const target = document.getElementById(link.dataset.to);
    if (link.dataset.to === "events") { asked = true; apply(); }
    if (!target) return;
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus();
  }

  window.addEventListener("resize", () => window.requestAnimationFrame(apply));
  app.panels = { apply, fold, follow, skip };
})();
