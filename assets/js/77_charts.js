/* Charts: a click on a value opens its address, as a link does (app/ui/chart.py); how many panels stand beside each other.
   Uses: 10_address. */
(function () {
  "use strict";
  const app = window.app;
  /* The least width of a panel in px, and how many stand beside each other at most. */
  const PANEL = 190, MOST = 6;
  const columns = () => String(Math.min(MOST, Math.max(2, Math.floor(window.innerWidth / PANEL))));

  window.addEventListener("resize", () => {
    if (document.getElementById("figures-charts")) window.dash_clientside.set_props("columns", { data: columns() });
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    charts: {
      columns,
      clicked: () => {
        const { triggered } = window.dash_clientside.callback_context;
        const points = triggered.length && triggered[0].value && triggered[0].value.points;
        const address = points && points[0] && points[0].customdata;
        if (address) app.go(address, { canonical: true });
      },
    },
  });
})();
