/* The Dash component of app/ui/html_part.py: an element whose content is one string of HTML, put in place by Atlas.place. */
(function () {
  "use strict";
  const Atlas = window.Atlas;

  function Html({ id, html, tag, className }) {
    const box = window.React.useRef(null);
    window.React.useLayoutEffect(() => Atlas.place(box.current, html), [html]);
    return window.React.createElement(tag || "div", { id, className, ref: box });
  }

  window.cocaine_routes = { Html };
})();
