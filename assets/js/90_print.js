/* Printing: the page is laid out for paper (assets/70_print.css), and its maps keep what they show, drawn smaller or larger:
   a map that took a new size would have to fetch and draw before the browser prints, which does not wait. */
(function () {
  "use strict";
  const WIDE = 1030, HIGH = 440, MOST = 1.3; /* px of the page, and of its height for a map; times that a small map grows */
  const FIXED = ["width", "height", "transform", "transformOrigin", "clipPath", "zoom", "top", "marginRight", "marginBottom"];
  let fixed = [];

  /* An element that keeps its size in px and is scaled into its room: the large map to its width, of which the middle is
     printed. */
  function fit(holder, wide, high, cut = false) {
    const { offsetWidth: w, offsetHeight: h } = holder, scale = Math.min(wide / (w || 1), cut ? MOST : high / (h || 1), MOST);
    const over = cut ? Math.max(0, h * scale - high) : 0;
    return () => {
      const keep = { width: `${w}px`, height: `${h}px`, transform: `scale(${scale})`, transformOrigin: "0 0" };
      if (cut) {
        Object.assign(holder.style, keep, { top: `${-over / 2}px`, clipPath: `inset(${over / 2 / scale}px 0)` });
        holder.parentElement.style.setProperty("--print-high", `${h * scale - over}px`);
      } else Object.assign(holder.style, keep, { marginRight: `${(scale - 1) * w}px`, marginBottom: `${(scale - 1) * h}px` });
      fixed.push(holder);
    };
  }
  /* A chart, which is no layer over others: its room shrinks with it. */
  function smaller(chart) {
    const { offsetWidth: w, offsetHeight: h } = chart;
    return () => {
      Object.assign(chart.style, { width: `${w}px`, height: `${h}px`, zoom: String(Math.min(1, (WIDE - 40) / (w || 1))) });
      fixed.push(chart);
    };
  }
  function before() {
    const frame = document.querySelector(".map-frame"), all = (selector) => [...document.querySelectorAll(selector)];
    const beside = all(".three-maps .board-map"), sole = all(".board-map").filter((map) => !beside.includes(map));
    const fits = [...(frame ? [fit(frame, WIDE, HIGH, true)] : []), ...beside.map((map) => fit(map, (WIDE - 30) / 3, HIGH)), ...sole.map((map) => fit(map, WIDE, HIGH)),
      ...all(".js-plotly-plot").map(smaller)];
    document.documentElement.classList.add("printing");
    fits.forEach((act) => act());
  }
  function after() {
    document.documentElement.classList.remove("printing");
    fixed.forEach((holder) => FIXED.forEach((name) => { holder.style[name] = ""; }));
    fixed = [];
  }
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
})();
