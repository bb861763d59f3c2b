/* The Dash component of app/ui/html_part.py: an element whose content is one string of HTML, put in place by app.place.
   Uses: 12_parts. */
(function () {
  "use strict";
  const app = window.app;

  function Html({ id, html, tag, className }) {
    const box = window.React.useRef(null);
    window.React.useLayoutEffect(() => app.place(box.current, html), [html]);
    return window.React.createElement(tag || "div", { id, className, ref: box });
  }

  window.cocaine_routes = { Html };
})();
