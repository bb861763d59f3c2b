/* What a tab and a browser remember. A browser may forbid storage (and cookies with it): the tab then remembers it for as long as the
   page stands, and nothing else is lost. */
(function () {
  "use strict";
  const held = new Map();

  function store() {
    try {
      return window.sessionStorage;
    } catch (forbidden) {
      return null;
    }
  }

  window.app.remember = (key, value) => {
    held.set(key, value);
    try {
      if (store()) store().setItem(key, JSON.stringify(value));
    } catch (full) {
      /* It is held above. */
    }
  };
  /* What a browser remembers from one visit to the next; without storage, until the page is left. */
  window.app.prefer = (key, value) => {
    held.set("prefer " + key, value);
    try {
      window.localStorage.setItem(key, JSON.stringify(value));
    } catch (forbidden) {
      /* It is held above. */
    }
  };
  window.app.preferred = (key) => {
    if (held.has("prefer " + key)) return held.get("prefer " + key);
    try {
      return JSON.parse(window.localStorage.getItem(key));
    } catch (damaged) {
      return null;
    }
  };
  window.app.recall = (key) => {
    if (held.has(key)) return held.get(key);
    try {
      return store() ? JSON.parse(store().getItem(key)) : null;
    } catch (damaged) {
      return null;
    }
  };
})();
