/* The stage: a storyboard walked through on the live pages. The address says which slide is on (story, slide), so a
   reload stays there and every click on a page can lead back to it.
   Uses: 10_address, 20_translator, 57_annotations, 59_viewport, 60_map, 86_reopen, 87_briefing. */
(function () {
  "use strict";
  const app = window.app;
  const IDLE = 3000;
  /* What differs between a slide and the page that shows it without the view being another one. */
  const ASIDE = ["story", "slide", "theme", "lang", "scale"];
  let storyboard = null, words = null, at = 0, typed = "", idle = 0, word = { at: 0, text: "" };

  const html = document.documentElement;
  const box = () => document.getElementById("stage");
  const slide = () => (storyboard && storyboard.slides[at - 1]) || null;
  const on = () => Boolean(slide()) && html.hasAttribute("data-stage");
  const wanted = () => ({ id: app.param("story"), at: Number(app.param("slide")) || 0 });

  function make(tag, name, text, own) { return Object.assign(document.createElement(tag), { className: name, textContent: text || "", ...own }); }
  function button(name, sign, act) {
    const made = make("button", "button", sign, { type: "button", title: words.say(`stage.${name}`), onclick: act });
    made.setAttribute("aria-label", words.say(`stage.${name}`));
    made.dataset.stage = name;
    return made;
  }

  /* ---- walking ---- */
  function go(n) {
    if (!storyboard || n < 1) return;
    if (n > storyboard.slides.length) { said(words.say("stage.last")); return; }
    app.annotations.stop();
    html.classList.remove("lists", "filters");
    word = { at: 0, text: "" };
    const same = app.map, next = storyboard.slides[n - 1];
    app.go(next.address, { canonical: true });
    if (same && app.map && next.path === "/") frame(app.map, next);
  }
  /* What the slide shows, whatever the screen; slides of earlier editions have a zoom for a page of 1,220 x 440. */
  function frame(map, what) {
    const view = app.viewport.read(what.viewport || ""), size = map.map.getSize();
    if (!view) return map.home(false);
    map.atHome = false;
    map.map.invalidateSize({ animate: false });
    if (view.zoom !== undefined) view.zoom += Math.min(Math.log2(size.x / 1220), Math.log2(size.y / 440));
    return app.viewport.show(map.map, view);
  }
  const viewport = () => (app.map ? app.viewport.bounds(app.map.map) : null);

  async function follow() {
    const { id, at: n } = wanted();
    if (!id || !n || window.location.pathname === "/briefing") return leave();
    const language = app.param("lang") || "en";
    if (!storyboard || storyboard.id !== id || storyboard.language !== language) {
      const found = await load(id, language);
      if (!found) { app.tell(words.say("stage.fault")); return leave(); }
    }
    if (!storyboard.slides.length) return leave();
    if (n > storyboard.slides.length) return go(storyboard.slides.length);
    at = n;
    html.setAttribute("data-stage", "");
    show();
    ahead();
    return null;
  }
  async function load(id, language) {
    words = await app.words(language);
    try {
      storyboard = { ...(await app.call(`/briefings/${id}/stage.json`)), language };
    } catch (error) {
      storyboard = null;
    }
    return storyboard;
  }
  function leave() {
    if (!storyboard && !html.hasAttribute("data-stage")) return;
    html.removeAttribute("data-stage");
    html.classList.remove("lists", "filters", "away");
    storyboard = null; at = 0;
    const old = document.querySelector(".stage-foot");
    if (old) old.remove();
    if (box()) { box().hidden = true; box().replaceChildren(); }
    if (app.map && app.map.scene) app.map.canvas.redraw();
  }
  function end() {
    const id = storyboard.id;
    if (document.fullscreenElement) document.exitFullscreen();
    const language = app.param("lang");
    app.go(`/briefing?${language ? `lang=${language}&` : ""}story=${id}`);
  }

  /* The next slide's map is asked for ahead: the browser and the server have it when it comes. */
  function ahead() {
    const next = storyboard.slides[at];
    if (!next || next.path !== "/") return;
    const query = next.address.split("?")[1] || "";
    ["flows", "nodes"].forEach((name) => fetch(`/layers/${name}.json?${query}`).catch(() => null));
  }

  /* ---- what stands on the stage ---- */
  const essence = (path, query) => {
    const parts = new URLSearchParams(query);
    ASIDE.forEach((name) => parts.delete(name));
    parts.sort();
    return `${path}?${parts}`;
  };
  function away() {
    const [path, query] = slide().address.split("?");
    return essence(path, query || "") !== essence(window.location.pathname, app.query());
  }

  function show() {
    const now = slide(), stage = box(), gone = away(), open = stage.querySelector(".stage-notes");
    const noted = open && !open.hidden;
    html.classList.toggle("away", gone);
    html.classList.toggle("untitled", !now.title);
    const bar = make("div", "stage-bar");
    bar.append(make("h1", "stage-title", now.title));
    const tools = make("div", "stage-tools");
    if (gone) {
      const back = button("back", words.say("stage.back", { at }), () => go(at));
      back.classList.add("main");
      back.title = words.say("stage.back", { at });
      tools.append(back);
    }
    const count = make("span", "stage-count", words.say("stage.of", { at, n: storyboard.slides.length }));
    tools.append(button("previous", "‹", () => go(at - 1)), count, button("next", "›", () => go(at + 1)), ...more(gone),
      button("leave", "×", end));
    bar.append(tools);
    const speaker = make("aside", "stage-notes", now.notes || words.say("stage.no_notes"));
    speaker.hidden = !noted;
    /* What was said on this slide stays when the page's answer comes after it. */
    const text = (word.at === at && word.text) || now.lacking, line = make("p", text ? "notes" : "stage-said", text);
    line.setAttribute("role", "status");
    const dark = make("div", "stage-blank", "", { hidden: true, onclick: blank });
    foot();
    stage.replaceChildren(bar, line, speaker, dark);
    stage.hidden = false;
    stage.setAttribute("aria-label", `${storyboard.title}, ${words.say("stage.of", { at, n: storyboard.slides.length })}`);
  }
  /* Pages that say the caveat at their end say it at the edge of the stage. */
  function foot() {
    const old = document.querySelector(".stage-foot"), own = document.querySelector("#page .caveat");
    if (old) old.remove();
    if (!own) document.getElementById("root").append(make("p", "stage-foot", storyboard.caveat));
  }
  function more(gone) {
    const flip = (name) => () => { html.classList.toggle(name); window.dispatchEvent(new Event("resize")); };
    const tools = [button("notes", "N", notes), button("blank", "B", blank), button("lists", "L", flip("lists")), button("filters", "F", flip("filters"))];
    if (app.map && window.location.pathname === "/") {
      ["arrow", "note", "area"].forEach((kind) => tools.push(button(kind, { arrow: "➝", note: "✎", area: "▱" }[kind], () => draw(kind))));
    }
    if (gone) tools.push(button("keep", words.say("stage.keep"), keep));
    tools.push(button("full", "⤢", () => (document.fullscreenElement ? document.exitFullscreen() : html.requestFullscreen().catch(() => null))));
    return tools;
  }
  function said(text) { word = { at, text }; const line = box().querySelector("[role=status]"); if (line) { line.className = text ? "notes" : "stage-said"; line.textContent = text; } }
  function notes() { const part = box().querySelector(".stage-notes"); part.hidden = !part.hidden; }
  function blank() { const part = box().querySelector(".stage-blank"); part.hidden = !part.hidden; }

  /* ---- changing a slide from the stage ---- */
  async function alter(made) {
    const n = at;
    try {
      const whole = await app.briefing.load(storyboard.id);
      made(whole.slides[n - 1]);
      await app.briefing.save(whole);
      await load(storyboard.id, storyboard.language);
      show();
      if (app.map) app.map.canvas.redraw();
      return true;
    } catch (error) {
      said(app.briefing.lines(error));
      return false;
    }
  }
  async function keep() {
    const done = await alter((held) => Object.assign(held, {
      page: window.location.pathname, query: app.query(), viewport: window.location.pathname === "/" ? viewport() : null, data_version: "now",
    }));
    if (done) said(words.say("stage.kept", { at }));
  }
  function draw(kind) {
    if (away()) go(at);
    said(words.say(`stage.how_${kind}`));
    app.annotations.begin(kind, (mark) => ask(mark));
  }
  function ask(mark) {
    const dialog = make("dialog", "stage-words"), form = make("form", "");
    const field = make("input", "entry", "", { maxLength: 200, type: "text" });
    field.setAttribute("aria-label", words.say("stage.words"));
    form.append(make("label", "", words.say("stage.words")), field);
    const row = make("div", "row");
    row.append(make("button", "button main", words.say("stage.put"), { type: "submit" }),
      make("button", "button", words.say("stage.cancel"), { type: "button", onclick: () => dialog.close() }));
    form.append(row);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      dialog.close("put");
      if (await alter((held) => held.marks.push({ ...mark, text: field.value }))) said(words.say("stage.marked", { at }));
    });
    dialog.addEventListener("close", () => { if (dialog.returnValue !== "put") said(""); dialog.remove(); });
    dialog.append(form);
    document.body.append(dialog);
    dialog.showModal();
  }

  /* ---- keys: arrows, page keys and clickers; typing and the list keep theirs ---- */
  const keys = {
    ArrowRight: () => go(at + 1), PageDown: () => go(at + 1), ArrowLeft: () => go(at - 1), PageUp: () => go(at - 1),
    Home: () => go(1), End: () => go(storyboard.slides.length), b: blank, ".": blank, n: notes,
    l: () => html.classList.toggle("lists"), f: () => html.classList.toggle("filters"),
    Enter: () => { if (app.annotations.busy()) return app.annotations.finish(); const n = Number(typed); typed = ""; said(""); return go(n); },
    Escape: () => {
      if (typed) { typed = ""; return said(""); }
      if (app.annotations.busy()) { app.annotations.stop(); return said(""); }
      if (!box().querySelector(".stage-blank").hidden) return blank();
      return away() ? go(at) : end();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.target.closest(".grid, .drawer[open]") && !/^Page/.test(key)) return;
    if (/^[0-9]$/.test(key)) {
      typed = (typed + key).slice(-3);
      said(words.say("stage.go", { at: Number(typed) }));
    } else if (key === "Enter" ? !(typed || app.annotations.busy()) : !keys[key]) return;
    else keys[key]();
    event.preventDefault();
    event.stopPropagation();
  }, true);
  /* In full screen the buttons leave while nobody moves. */
  document.addEventListener("mousemove", () => {
    html.classList.remove("idle");
    window.clearTimeout(idle);
    idle = window.setTimeout(() => html.classList.toggle("idle", Boolean(document.fullscreenElement)), IDLE);
  });

  app.stage = {
    follow, viewport, go, on,
    marks: () => (on() && !away() ? slide().marks : []),
    /* A map that has just come takes the slide's part of the world; says whether there is one. */
    framed: (map) => { if (!on() || !slide().viewport || slide().path !== "/") return false; frame(map, slide()); return true; },
    stats: () => (on() ? { at, n: storyboard.slides.length, away: away(), title: slide().title } : null),
  };
})();
