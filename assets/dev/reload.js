/* Reloads the page when a script, a style or the server has changed. */
(function () {
  "use strict";
  let before = null;
  window.setInterval(async () => {
    const answer = await fetch("/dev/state").catch(() => null);
    const state = answer && answer.ok ? (await answer.json()).state : null;
    if (before !== null && state !== null && state !== before) window.location.reload();
    before = state === null ? before : state;
  }, 700);
})();

