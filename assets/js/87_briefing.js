/* Storyboards: a view is added from any page; slides are titled, ordered and thrown away on the page Briefing.
   Every change is one saving of the whole storyboard with the revision of the page: the server refuses it when somebody has
   saved since.
   Uses: 10_address, 20_translator. Calls later: 88_stage. */
(function () {
  "use strict";
  const app = window.app;
  const root = () => document.querySelector(".story");
  const words = () => app.words(document.documentElement.lang || "en");
  const lines = (error) => (Array.isArray(error) ? error.join(" ") : app.known.faults[document.documentElement.lang || "en"]);
  let queue = Promise.resolve();

  const body = (value) => ({ body: JSON.stringify(value) });
  const load = (id) => app.call(`/briefings/${id}.json`);
  const save = (storyboard) => app.call(`/briefings/${storyboard.id}`, { method: "PUT", ...body(storyboard) });

  function tell(text) {
    const box = document.getElementById("story-said");
    if (box) box.textContent = text;
  }
  /* The page is asked for anew: the same address, other slides. */
  function refresh() {
    const page = document.querySelector("[data-page]");
    if (page) window.dash_clientside.set_props(page.dataset.page, { data: app.query() });
  }

  /* One change of the storyboard on the page; changes wait for one another. */
  function change(mutate, structural) {
    const box = root();
    queue = queue.then(async () => {
      const say = await words();
      try {
        const storyboard = await load(box.dataset.board);
        mutate(storyboard);
        storyboard.revision = Number(box.dataset.revision);
        const kept = await save(storyboard);
        box.dataset.revision = kept.revision;
        tell(say.say("briefing.saved_now"));
        if (structural) refresh();
        else document.querySelector("#briefing-head h1").textContent = kept.title;
      } catch (error) {
        tell(say.say("briefing.unsaved", { why: lines(error) }));
      }
    });
    return queue;
  }

  const at = (element) => Number(element.closest("[data-at]").dataset.at) - 1;
  const moved = (list, from, to) => list.splice(to, 0, list.splice(from, 1)[0]);
  const buttons = {
    up: (b) => change((storyboard) => moved(storyboard.slides, at(b), at(b) - 1), true),
    down: (b) => change((storyboard) => moved(storyboard.slides, at(b), at(b) + 1), true),
    drop: (b) => window.confirm(b.dataset.sure) && change((storyboard) => storyboard.slides.splice(at(b), 1), true),
    unmark: (b) => change((storyboard) => { storyboard.slides[at(b)].marks = []; }, true),
    accept: () => change((storyboard) => storyboard.slides.forEach((slide) => { slide.data_version = "now"; }), true),
    remove: async (b) => {
      if (!window.confirm(b.dataset.sure)) return;
      await app.call(`/briefings/${root().dataset.board}`, { method: "DELETE" }).catch((error) => tell(lines(error)));
      app.set({ story: null, slide: null });
    },
    create: (b) => begin({ title: b.closest(".story-new").querySelector("[data-field=new] input").value }),
    import: () => picker.click(),
    add,
  };

  async function begin(value) {
    const box = document.querySelector(".story-new");
    try {
      const kept = await app.call("/briefings", { method: "POST", ...body(value) });
      app.set({ story: kept.id, slide: null });
    } catch (error) {
      fault(box, lines(error));
    }
  }
  function fault(box, text) {
    const said = box.querySelector(".notes") || box.appendChild(Object.assign(document.createElement("p"), { className: "notes" }));
    said.setAttribute("role", "alert");
    said.textContent = text;
  }

  const picker = Object.assign(document.createElement("input"), { type: "file", accept: ".json,application/json", className: "unseen", tabIndex: -1, id: "story-file" });
  picker.setAttribute("aria-hidden", "true");
  document.addEventListener("DOMContentLoaded", () => document.body.append(picker));
  picker.addEventListener("change", async () => {
    const file = picker.files[0], say = await words();
    picker.value = "";
    const value = file && file.size < 2e6 ? await file.text().then(JSON.parse).catch(() => null) : null;
    if (!value || !value.slides) return fault(document.querySelector(".story-new"), say.say("storyboard.foreign"));
    return begin(value);
  });

  /* ---- the drawer on the other pages ---- */
  const field = (name) => document.querySelector(`#add-slide [data-add=${name}]`);
  async function add() {
    const say = await words(), said = field("said"), heading = document.querySelector(".head h1");
    const own = field("title").querySelector("input").value.trim();
    const slide = {
      page: window.location.pathname, query: app.query(), viewport: window.location.pathname === "/" ? app.stage.viewport() : null,
      title: own || (heading ? heading.textContent : ""), notes: field("notes").value, marks: [],
    };
    try {
      let id = field("board").value;
      if (!id) {
        const kept = await app.call("/briefings", { method: "POST", ...body({ title: field("name").querySelector("input").value }) });
        id = kept.id;
        const option = Object.assign(document.createElement("option"), { value: id, textContent: kept.title });
        field("board").prepend(option);
        field("board").value = id;
        chosen();
      }
      const kept = await app.call(`/briefings/${id}/slides`, { method: "POST", ...body(slide) });
      said.textContent = say.say("briefing.added", { n: kept.slides, title: kept.title });
      field("title").querySelector("input").value = field("notes").value = "";
    } catch (error) {
      said.textContent = say.say("briefing.unsaved", { why: lines(error) });
    }
  }
  const chosen = () => { document.querySelector("#add-slide .new-board").hidden = field("board").value !== ""; };

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-story]");
    if (button) buttons[button.dataset.story](button);
    const start = event.target.closest && event.target.closest("#present");
    if (start && document.documentElement.requestFullscreen) document.documentElement.requestFullscreen().catch(() => null);
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-add=board]")) return chosen();
    const written = event.target.closest(".story [data-field]");
    if (!written) return null;
    const name = written.dataset.field, text = event.target.value, slide = written.closest("[data-at]");
    return change((storyboard) => { (slide ? storyboard.slides[at(slide)] : storyboard)[name] = text; }, false);
  });

  app.briefing = { load, save, lines };
})();
