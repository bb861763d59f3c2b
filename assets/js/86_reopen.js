/* A map that was saved opens the page again that it was made from: drop the file on the page.
   Uses: 10_address, 20_translator. */
(function () {
  "use strict";
  const app = window.app;
  const MOST = 60e6;

  /* The state that a file bears (app/drawing/embedded_state.py), or null. */
  function stateIn(text) {
    for (const found of text.matchAll(/atlas:([A-Za-z0-9_-]{4,20000})\./g)) {
      try {
        const bytes = Uint8Array.from(atob(found[1].replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
        const said = JSON.parse(new TextDecoder().decode(bytes));
        if (typeof said.query === "string" && typeof said.version === "string") return said;
      } catch (error) { /* another text that looks like a state */ }
    }
    return null;
  }

  function tell(text) {
    let box = document.getElementById("reopened");
    if (!box) {
      box = Object.assign(document.createElement("p"), { id: "reopened", className: "alarm" });
      box.setAttribute("role", "status");
      document.body.append(box);
      box.addEventListener("click", () => { box.hidden = true; });
    }
    box.hidden = false;
    box.textContent = text;
    window.clearTimeout(box.timer);
    box.timer = window.setTimeout(() => { box.hidden = true; }, 12000);
  }

  async function reopen(file) {
    const words = await app.words(app.param("lang") || "en");
    const said = file.size < MOST ? stateIn(new TextDecoder("latin1").decode(await file.arrayBuffer())) : null;
    if (!said) return tell(words.say("reopen.foreign", { file: file.name }));
    const now = await app.json("/health");
    const parts = new URLSearchParams(said.query), wanted = {};
    new URLSearchParams(window.location.search).forEach((_value, name) => { wanted[name] = null; });
    parts.forEach((value, name) => { wanted[name] = value; });
    app.set(wanted);
    return tell(words.say(now.version === said.version ? "reopen.same" : "reopen.changed", { then: said.version, now: now.version }));
  }

  const held = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files") && document.querySelector(".explore");
  document.addEventListener("dragover", (event) => { if (held(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!held(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files.length) reopen(event.dataTransfer.files[0]).catch((error) => console.warn(error.message));
  });
  app.tell = tell;
  app.reopen = { reopen, stateIn };
})();
