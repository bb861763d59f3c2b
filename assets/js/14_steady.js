/* What stands above and below the map keeps the height that it has once needed: a map that changes its size jumps before
   the reader's eyes, and to lay it out and draw it anew takes as long as the rest of a change of the filter. */
(function () {
  "use strict";
  const Atlas = window.Atlas;
  const PARTS = ["legend", "map-note", "coverage"];
  const held = new Map();

  const seen = new ResizeObserver((sizes) => sizes.forEach(({ target, borderBoxSize: [{ inlineSize: wide, blockSize: high }] }) => {
    const before = held.get(target);
    /* Other lines in another width; put away (on the stage) it has no height to keep. */
    if (before && wide && before.wide !== wide) return release(target);
    if (!high || (before && before.high >= high)) return;
    held.set(target, { wide, high });
    target.style.minHeight = high + "px";
  }));
  /* What is observed anew tells its size at once. */
  function release(part) {
    held.delete(part);
    part.style.minHeight = "";
    seen.unobserve(part);
    seen.observe(part);
  }

  /* The page has been laid out. */
  function steady() {
    seen.disconnect();
    held.clear();
    PARTS.map((id) => document.getElementById(id)).filter(Boolean).forEach((part) => seen.observe(part));
  }
  const dressed = new MutationObserver(() => [...held.keys()].forEach(release));
  dressed.observe(document.documentElement, { attributeFilter: ["data-theme", "data-stage"] });

  Atlas.steady = steady;
})();
