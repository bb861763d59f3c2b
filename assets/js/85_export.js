/* The dialog that makes a file of the map: its fields become the address of the file, and the preview shows that file.
   Uses: 10_address, 59_viewport, 60_map. */
(function () {
  "use strict";
  const app = window.app;
  const box = () => document.getElementById("export-map");
  const all = () => [...box().querySelectorAll("[data-export]")];
  const control = (part) => part.matches("select") ? part : part.querySelector("input");
  let timer = null;

  /* The query of the page with what the dialog asks; the file's own names do not reach the page's address. */
  function query(forPreview) {
    const parts = new URLSearchParams(window.location.search), said = {};
    ["sort", "panel", "wide", "time", "strip", "card"].forEach((name) => parts.delete(name));
    all().forEach((part) => { said[part.dataset.export] = control(part).value.trim(); });
    const [paper, upright] = said.paper.split("|");
    parts.set("paper", paper);
    if (upright === "1") parts.set("upright", "1");
    if (said.title) parts.set("title", said.title);
    if (said.region === "view") parts.set("viewport", app.viewport.bounds(app.map.map)); else parts.set("region", said.region);
    parts.set("theme", said.theme);
    parts.set("lang", said.lang);
    if (forPreview) { parts.set("preview", "1"); return parts; }
    if (said.times === "print") parts.set("dpi", "300"); else if (said.times !== "1") parts.set("times", said.times);
    return parts;
  }
  function follow() {
    window.clearTimeout(timer);
    box().querySelectorAll("[data-kind]").forEach((link) => {
      const parts = query(false);
      if (link.dataset.kind !== "png") { parts.delete("times"); parts.delete("dpi"); }
      link.href = `/export/map.${link.dataset.kind}?${parts}`;
    });
    timer = window.setTimeout(preview, 250);
  }
  async function preview() {
    const picture = document.getElementById("export-preview"), fault = document.getElementById("export-fault");
    const wanted = `/export/map.png?${query(true)}`;
    picture.dataset.state = "waiting";
    const answer = await fetch(wanted).catch(() => null);
    const right = Boolean(answer && answer.ok);
    fault.hidden = right;
    if (!right) {
      const body = answer && await answer.json().catch(() => null);
      fault.textContent = body && body.faults ? body.faults.map((f) => `${f.name}: ${f.problem}`).join(" · ") : app.known.faults[document.documentElement.lang];
      picture.dataset.state = "fault";
      return;
    }
    const old = picture.src;
    picture.src = URL.createObjectURL(await answer.blob());
    if (old.startsWith("blob:")) URL.revokeObjectURL(old);
    picture.dataset.state = "shown";
  }

  app.actions.exportmap = () => {
    const now = { theme: app.param("theme") || "light", lang: app.param("lang") || "en" };
    all().forEach((part) => { if (now[part.dataset.export]) control(part).value = now[part.dataset.export]; });
    const title = document.getElementById("title"), own = control(all().find((part) => part.dataset.export === "title"));
    own.placeholder = title ? title.textContent : "";
    box().showModal();
    follow();
  };
  /* The map as it is seen, as the picture that the dialog would make, for a document beside this window. Safari wants the
     promise itself: what is pasted must begin within the click. */
  app.actions.copymap = () => {
    const parts = new URLSearchParams(window.location.search);
    ["sort", "panel", "wide", "time", "strip", "card"].forEach((name) => parts.delete(name));
    parts.set("viewport", app.viewport.bounds(app.map.map));
    parts.set("times", "2");
    const picture = fetch(`/export/map.png?${parts}`).then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error(String(answer.status)))));
    return navigator.clipboard && window.ClipboardItem
      ? navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]).catch(() => null) : picture;
  };
  document.addEventListener("input", (event) => { if (event.target.closest && event.target.closest("#export-map [data-export]")) follow(); });
  document.addEventListener("click", (event) => {
    if (!event.target.closest) return;
    if (event.target.closest("#export-map [data-close]") || event.target.id === "export-map") box().close();
  });
})();
