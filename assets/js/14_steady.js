/* What stands above and below the map keeps the height that it has once needed: a map that changes its size jumps before
   the reader's eyes, and to lay it out and draw it anew takes 50 ms (measured). */
(function () {
  "use strict";
  const app = window.app;
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
  function begin() {
    seen.disconnect();
    held.clear();
    PARTS.map((id) => document.getElementById(id)).filter(Boolean).forEach((part) => seen.observe(part));
  }
  /* Another size of type, or other parts: what was needed before says nothing any more. The legend, which is drawn anew
     for a theme a moment later, tells of it as well. */
  const anew = () => [...held.keys()].forEach(release);
  new MutationObserver(anew).observe(document.documentElement, { attributeFilter: ["data-theme", "data-stage"] });

  app.steady = { begin, anew };
})();
