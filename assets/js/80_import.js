/* Import and Same load?: files go up, work is followed until it ends, and the parts that the server wrote are put in.
   Uses: 11_storage, 12_parts, 20_translator. Calls later: 81_overlay_forms. */
(function () {
  "use strict";
  const app = window.app;
  const BEAT = 350;
  let ticket = null, tab = null, asking = 0, answers = {};

  const language = () => document.documentElement.lang || "en";
  const byId = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];

  const call = app.call;
  const send = (path, value) => call(path, { method: "POST", body: JSON.stringify(value || {}) });

  /* What is going on, or what went wrong, in one line that is read out. */
  function tell(text, share, fault) {
    const box = byId("import-progress");
    if (!box) return;
    box.className = fault ? "notes" : text ? "working" : "";
    box.replaceChildren();
    (fault ? text : text ? [text] : []).forEach((line) => box.append(Object.assign(document.createElement("p"), { textContent: line })));
    if (text && !fault) {
      const bar = document.createElement("progress");
      if (share !== null) { bar.max = 1; bar.value = share; }
      box.append(bar);
    }
    if (fault) box.scrollIntoView({ block: "nearest" });
  }
  const fail = (error) => tell(Array.isArray(error) ? error : [app.known.faults[language()]], null, true);

  /* Follow a piece of work until it has ended; a newer one takes its place. */
  async function follow(name, mine) {
    for (;;) {
      const state = await call(`/import/${name}`);
      if (mine !== asking) return null;
      if (state.state === "failed") throw state.error;
      if (state.state === "done") return state;
      tell(state.step || "", state.share || null);
      await new Promise((then) => window.setTimeout(then, BEAT));
    }
  }

  async function work(start) {
    const mine = ++asking;
    try {
      const name = await start();
      const state = await follow(name, mine);
      if (state) tell("");
      return state;
    } catch (error) {
      if (mine === asking) fail(error);
      return null;
    }
  }

  function upload(file) {
    return new Promise((then, otherwise) => {
      const request = new XMLHttpRequest();
      request.open("POST", `/import/files?name=${encodeURIComponent(file.name)}&lang=${language()}`);
      request.setRequestHeader("X-Requested-With", "1");
      request.responseType = "json";
      request.upload.onprogress = (event) => tell(file.name, event.lengthComputable ? event.loaded / event.total : null);
      request.onload = () => request.status === 200 ? then(request.response.ticket) : otherwise((request.response || {}).error);
      request.onerror = () => otherwise(null);
      request.send(file);
    });
  }

  async function dropped(file) {
    answers = {};
    tab = null;
    input.value = "";
    let name;
    tell(file.name, 0);
    const mine = ++asking;
    try { name = await upload(file); } catch (error) { if (mine === asking) fail(error); return; }
    if (mine !== asking) return;
    ticket = name;
    await plan();
  }

  /* What is under review outlives a change of page, language or theme. */
  const keep = () => app.remember("import", ticket ? { ticket, answers, tab } : null);
  async function restore() {
    const kept = app.recall("import");
    if (!kept || ticket) return;
    ({ ticket, answers, tab } = kept);
    const mine = asking + 1;
    await plan();
    /* A file that was dropped meanwhile has taken over: it is not to be left. */
    if (mine === asking && !byId("review").firstChild) leave();
  }

  async function plan() {
    keep();
    const state = await work(async () => (await send(`/import/${ticket}/plan`, answers)).ticket);
    if (!state) return false;
    app.place(byId("review"), state.html);
    byId("import-start").hidden = true;
    show(tab || document.querySelector(".import-tabs").dataset.first);
    return true;
  }

  function show(name) {
    tab = byId(`panel-${name}`) ? name : "preview";
    keep();
    all("[data-panel]").forEach((panel) => { panel.hidden = panel.dataset.panel !== tab; });
    all("[data-tab]").forEach((button) => {
      button.setAttribute("aria-selected", String(button.dataset.tab === tab));
      button.setAttribute("aria-current", String(button.dataset.tab === tab));
    });
  }

  /* Everything that the form says now. */
  function gather() {
    const said = { columns: {}, constants: {}, sheets: [] };
    all("[data-column]").forEach((select) => { if (select.value) said.columns[select.value] = select.dataset.column; });
    all("[data-constant]").forEach((select) => { if (select.value) said.constants[select.dataset.constant] = select.value; });
    const sheets = all("[data-sheet]"), chosen = sheets.filter((box) => box.getAttribute("aria-pressed") === "true");
    if (chosen.length < sheets.length) said.sheets = chosen.map((box) => box.dataset.sheet);
    all("[data-entry]").forEach((box) => { said[box.dataset.entry] = box.querySelector("input").value.trim(); });
    all("select[data-answer]").forEach((select) => { said[select.dataset.answer] = select.value; });
    answers = { ...answers, ...said, mapped: true };
  }

  async function take() {
    gather();
    byId("take").disabled = true;
    all(".confirm details").forEach((box) => { box.open = false; });
    const state = await work(async () => (await send(`/import/${ticket}/take`, answers)).ticket);
    if (!state) { if (byId("take")) byId("take").disabled = false; return; }
    ticket = null;
    keep();
    app.place(byId("review"), state.html);
    window.scrollTo(0, 0);
    await refresh();
  }

  async function refresh() {
    const side = byId("import-side"), list = byId("pairs-list");
    if (side) {
      const found = await call("/import/parts/side");
      app.place(side, found.html);
      all(".marking").forEach((box) => { box.textContent = found.marking; });
    }
    if (list) app.place(list, (await call("/import/parts/pairs")).html);
  }

  async function change(path, value) {
    const state = await work(async () => (await send(path, value)).ticket);
    if (state) await refresh();
  }

  function leave() {
    asking += 1;
    ticket = null;
    keep();
    tell("");
    app.place(byId("review"), "");
    byId("import-start").hidden = false;
    byId("import-file").value = "";
  }

  /* The other record is kept instead. */
  function turn(button) {
    const box = button.closest(".pair-box"), two = box.querySelector(".two");
    const words = [...two.querySelectorAll(".role-word")], [first, second] = words.map((word) => word.textContent);
    two.append(two.firstElementChild);
    words[0].textContent = second;
    words[1].textContent = first;
    box.querySelectorAll("[data-link]").forEach((link) => {
      [link.dataset.kept, link.dataset.other] = [link.dataset.other, link.dataset.kept];
    });
  }

  function pressed(button) {
    const data = button.dataset;
    if (data.overlay || data.overlayFile) return app.overlayForms.pressed(button);
    if (data.tab) return show(data.tab);
    if (data.take) return take();
    if (data.leave) return leave();
    if (data.turn) return turn(button);
    if (data.link) return change("/links", { action: "link", kind: data.link, kept: data.kept, other: data.other });
    if (data.unlink) return change("/links", { action: "unlink", kept: data.kept, other: data.other });
    if (data.more) return call(`/import/parts/pairs?from=${data.more}`).then((found) => app.place(byId("pairs-list"), found.html)).catch(fail);
    if (data.action === "cover") return change(`/datasets/${data.dataset}/cover`, { coverage: button.parentElement.querySelector("input").value.trim() });
    if (data.dataset) return data.action !== "remove" || window.confirm(data.sure) ? change(`/datasets/${data.dataset}/${data.action}`) : null;
    if (data.show) {
      all("[data-show]").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
      return all("[data-rows]").forEach((table) => { table.hidden = table.dataset.rows !== data.show; });
    }
    if (data.answer) {
      gather();
      if (data.answer === "unit") answers.constants.unit = data.value;
      else answers[data.answer] = data.answer === "day_first" ? data.value === "true" : data.value;
      return plan();
    }
    if (data.sheet) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      gather();
      return plan();
    }
    return null;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-import] button, [data-pairs] button");
    if (!button) return;
    event.preventDefault();
    pressed(button);
  });

  document.addEventListener("change", (event) => {
    const control = event.target;
    if (control.id === "import-file") return control.files.length ? dropped(control.files[0]) : null;
    if (!control.closest("[data-import]")) return null;
    if (control.id === "answer-profile") {
      const before = answers;
      answers = { profile: control.value };
      return plan().then((done) => { if (!done) { answers = before; plan(); } });
    }
    /* A field is held by one column: the one that was chosen last. */
    if (control.dataset.column) all("[data-column]").forEach((other) => { if (other !== control && other.value === control.value) other.value = ""; });
    if (control.dataset.column || control.dataset.constant || control.id === "answer-marking" || control.closest("[data-plans]")) {
      gather();
      return plan();
    }
    return null;
  });
  document.addEventListener("submit", (event) => { if (event.target.closest("[data-import]")) event.preventDefault(); });

  /* The file input stands outside what the server writes: it keeps its file when parts are put in anew. */
  const input = Object.assign(document.createElement("input"), { type: "file", id: "import-file", className: "unseen", tabIndex: -1 });
  input.setAttribute("aria-hidden", "true");
  document.addEventListener("DOMContentLoaded", () => document.body.append(input));
  if (document.body) document.body.append(input);

  /* The page's body comes with an answer: what was under review is put back as soon as there is a place for it. */
  let placed = null;
  new MutationObserver(() => {
    const box = byId("review");
    if (box === placed) return;
    placed = box;
    if (box) { ticket = null; restore(); }
  }).observe(document, { childList: true, subtree: true });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") all(".confirm details[open]").forEach((box) => { box.open = false; box.firstChild.focus(); });
    if (event.target.id === "drop" && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); input.click(); }
  });
  ["dragover", "drop"].forEach((name) => document.addEventListener(name, (event) => {
    const box = document.querySelector("[data-import]");
    if (!box || !event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    byId("drop").classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) dropped(event.dataTransfer.files[0]);
  }));
  app.imports = { work, upload, send, refresh, fail };
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget && byId("drop")) byId("drop").classList.remove("over"); });
})();
