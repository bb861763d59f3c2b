/* The pointer on the map: what lies under it, what is said of that, and what a click selects or opens.
   Uses: 10_address, 20_translator, 30_lines, 40_basemap, 51_ribbons, 53_stream_scene, 56_overlays, 57_annotations. Calls later: 65_legend, 79_picks. */
(function () {
  "use strict";
  const app = window.app;

  /* The key of a flow as a selection names it (core.selection.at_level). */
  const SIGNS = { place: ":", region: "@" };
  /* Px from which a stream is rather what somebody points at than a thin line over it. */
  const WIDE = 4;
  const atLevel = (key, level) => (SIGNS[level] && !key.includes(SIGNS[level]) ? `${key}@${level}` : key);

  class Pointer {
    /** `owner` is the map that draws: its strokes and marks, its data and words.
        @param {any} owner */
    constructor(owner) {
      const { map } = owner;
      this.owner = owner;
      this.over = null;
      /** @type {{ query: string | null, of: Map<number, Promise<any>> }} what was said of stretches, for one query */
      this.cards = { query: null, of: new Map() };
      /** @type {HTMLElement} */
      this.tip = L.DomUtil.create("div", "map-tip", map.getContainer());
      this.tip.setAttribute("role", "status");
      map.on("mousemove", (event) => this.hover(event));
      map.on("mouseout", () => { this.over = null; this.owner.light(null); this.say(null); });
      map.on("click", (event) => this.click(event));
      /* A right click, and a long press of a finger. */
      map.on("contextmenu", (event) => this.pick(event));
    }

    /* ---- what lies there, the uppermost first ---- */
    under(event) {
      const { frame, marks, nodeMarks, strokes, corridorStrokes } = this.owner;
      /** @type {Point} */
      const p = [event.containerPoint.x + frame.pad.x, event.containerPoint.y + frame.pad.y];
      const near = (drawn) => [...drawn].reverse().find((m) => Math.hypot(m.x - p[0], m.y - p[1]) <= m.r + 2);
      const mark = near(marks);
      if (mark) return { kind: "seizure", data: mark.data };
      const node = near(nodeMarks);
      if (node) return { kind: "node", data: node.data };
      const close = (list, reach) => list.map((s) => [app.lines.distance(p, s.stroke), s])
        .filter(([d, s]) => d <= Math.max(5, (s.width || 0) / 2 + 3) + reach).sort((a, b) => a[0] - b[0])[0];
      /* A thin line beside streams lies over many of them: what is wide is what somebody points at. */
      const stream = (least) => app.ribbons.under(this.owner.streamRows || [], p, least), wide = stream(WIDE);
      const flow = wide ? null : close(strokes, 0);
      if (flow) return { kind: "flow", data: flow[1].data };
      const stretch = wide || stream(0);
      if (stretch) return { kind: "stretch", data: { stretch } };
      const corridor = close(corridorStrokes, 1);
      if (corridor) return { kind: "corridor", data: corridor[1].data };
      const shape = app.overlays.under(this.owner, event.latlng);
      if (shape) return { kind: "shape", data: shape };
      const country = app.basemap.countryAt(event.latlng.lng, event.latlng.lat);
      return country ? { kind: "country", data: { code: country } } : null;
    }

    /* ---- what is said of it ---- */
    hover(event) {
      if (!this.owner.frame) return;
      const found = this.under(event);
      this.owner.map.getContainer().style.cursor = found ? "pointer" : "";
      const told = found && found.kind !== "country" ? found : null;
      this.over = told && { ...told, point: event.containerPoint };
      this.owner.light(!told ? null : told.kind === "stretch" ? told.data.stretch : told.kind === "flow" ? told.data.key : null);
      this.tell();
      if (told && told.kind === "stretch") this.askStretch(told.data);
      if (told && told.kind === "flow" && app.tips.pending(told.data) && !told.data.live) this.askMedians();
    }
    tell() {
      this.say(this.over && app.tips[this.over.kind](this.over.data, this.owner.words), this.over && this.over.point);
    }
    /* What no sum gives is asked for when somebody points at a flow, once for all that are drawn. */
    async askMedians() {
      const { data: { flows }, query } = this.owner;
      if (!flows || flows.asked) return;
      flows.asked = true;
      const found = await app.json(`/layers/medians.json${query ? "?" + query : ""}`).catch(() => null);
      flows.asked = Boolean(found);
      if (!found) return;
      flows.lines.forEach((line) => { line.median = found.medians[line.key] === undefined ? null : found.medians[line.key]; });
      if (this.owner.data.flows === flows) this.tell();
    }
    /* What runs along a stretch is counted by the server when somebody points at it: an event counts once. */
    async askStretch(data) {
      const { query } = this.owner, { stretch } = data;
      if (this.cards.query !== query) this.cards = { query, of: new Map() };
      const asked = this.cards.of;
      if (!asked.has(stretch)) asked.set(stretch, app.json(`/layers/stretch.json?${query ? query + "&" : ""}stretch=${stretch}`).catch(() => { asked.delete(stretch); return null; }));
      const card = await asked.get(stretch);
      if (!card || !this.over || this.over.kind !== "stretch" || this.over.data.stretch !== stretch || query !== this.owner.query) return;
      this.over.data.lines = card.lines;
      this.tell();
    }
    /** @param {string[] | null} lines  @param {{ x: number, y: number }} [point] */
    say(lines, point) {
      this.tip.replaceChildren();
      this.tip.classList.toggle("on", Boolean(lines));
      if (!lines) return;
      lines.forEach((line, i) => {
        const row = document.createElement(i ? "div" : "strong");
        row.textContent = line;
        this.tip.appendChild(row);
      });
      const size = this.owner.map.getSize();
      this.tip.style.left = Math.min(point.x + 14, size.x - this.tip.offsetWidth - 8) + "px";
      this.tip.style.top = Math.min(point.y + 14, size.y - this.tip.offsetHeight - 8) + "px";
    }

    /* ---- what a click does ---- */
    pick(event) {
      const found = this.owner.frame && this.under(event);
      if (!found || found.kind !== "seizure") return false;
      app.picks.mark(found.data, this.owner.query);
      return true;
    }
    click(event) {
      this.over = null;
      this.say(null);
      if (app.annotations.clicked(event)) return null;
      if (event.originalEvent.shiftKey && this.pick(event)) return null;
      const { frame, selection, card } = this.owner, found = frame && this.under(event);
      if (!found) return (selection || card) && app.set({ sel: null, card: null });
      const { kind, data } = found;
      if (kind === "flow") app.set({ sel: "flow:" + atLevel(data.key, this.owner.level), card: null });
      if (kind === "stretch") app.set({ sel: app.streamScene.wayOf(this.owner, data.stretch), card: null });
      if (kind === "node") app.set({ sel: "node:" + data.key, card: null });
      if (kind === "shape") app.overlays.take(data);
      if (kind === "country") app.set({ sel: "node:" + data.code, card: null });
      if (kind === "corridor") app.set({ card: "corridor:" + data.id });
      if (kind === "seizure") this.owner.open(data);
      return null;
    }
  }

  app.Pointer = Pointer;
})();
