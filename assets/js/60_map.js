/* The map of the Explore page: fetches what the query asks for, draws it, answers pointer and buttons.
   Uses: 10_address, 20_translator, 38_canvas_layer, 40_basemap, 50_canvas, 51_ribbons, 53_stream_scene, 55_names, 56_overlays, 57_annotations, 58_pointer,
   59_viewport. Calls later: 61_area, 62_position, 63_distance, 64_edges, 65_legend, 70_chain, 72_cube, 74_axis, 76_board, 78_lists, 88_stage. */
(function () {
  "use strict";
  const app = window.app;
  const FAN_MOST = 60;
  /* Ms between frames, on average, that are too many for a hand that drags the time; and what is no such frame. */
  const SLOW = 19, PAUSE = 60;
  const READ = 120; /* ms in which nobody reads a word */
  const layersOf = (query) => (new URLSearchParams(query).get("layers") || "flows,nodes").split(",");
  const ROLES = /** @type {Role[]} */ (["departure", "transit", "seizure", "destination"]);

  class FlowMap {
    constructor(map) {
      this.map = map; this.scene = null; this.data = {};
      this.strokes = []; this.marks = []; this.nodeMarks = []; this.corridorStrokes = []; this.names = [];
      this.streamRows = []; this.over = null; this.network = null;
      this.ticket = 0;
      this.pace = this.stepped = 0; this.hasty = false;
      this.theme = app.param("theme") || "light"; this.base = app.basemap.under(map);
      app.style(this.theme).then(this.base.dress, () => {}); /* `update` says what is wrong */
      this.canvas = new app.CanvasLayer((...args) => this.paint(...args)).addTo(map);
      this.pointer = new app.Pointer(this); app.viewport.scale(map);
      const sizes = new ResizeObserver(() => this.resized());
      sizes.observe(map.getContainer());
      map.on("unload", () => {
        sizes.disconnect();
        /* A page that is laid out anew may have its map before the old one goes. */
        if (app.map === this) app.map = null;
      });
      ["mousedown", "wheel", "keydown", "touchstart"].forEach((name) =>
        map.getContainer().addEventListener(name, () => { this.atHome = false; }, { passive: true, capture: true }));
      map.on("moveend", () => this.moved());
      /* The component sets its own view once more after this hook: the first one wins too early, and is no move of a
         person's that belongs into the hash. */
      this.quiet = true;
      this.placed = false;
      window.setTimeout(() => app.map === this && this.fromHash(), 0);
    }

    /* ---- viewport: in the hash, never sent to the server but for the clusters of what is seen ---- */
    fromHash() {
      const view = app.viewport.ofHash();
      this.quiet = true;
      if (view) app.viewport.show(this.map, view);
      else if (!app.stage.framed(this)) this.home(false);
      this.quiet = false;
      if (!this.placed) { this.placed = true; this.canvas.redraw(); }
    }
    home(animate) {
      this.atHome = true;
      app.viewport.home(this.map, animate);
    }
    /* Until a person moves the map it keeps showing the start view, whatever room the page leaves it. */
    resized() {
      const box = this.map.getContainer(), size = `${box.clientWidth}x${box.clientHeight}`;
      if (size === this.size) return;
      this.size = size;
      this.map.invalidateSize({ animate: false });
      if (!this.atHome) return;
      this.quiet = true;
      this.home(false);
      this.quiet = false;
    }
    moved() {
      if (!this.quiet) {
        window.history.replaceState(null, "", `${window.location.pathname}${window.location.search}#${app.viewport.bounds(this.map)}`);
      }
      app.edges.show(this);
      /* Nearer, streams give way to lines, and further off lines to streams. */
      if (this.scene && !this.still && app.streamScene.on(this) !== Boolean(this.scene.streams)) { this.draw(); app.legend.show(this); }
      this.loadLines(this.ticket);
      if (this.on("seizures")) this.loadSeizures(this.ticket);
    }

    /* ---- data ---- */
    on(layer) { return this.layers && this.layers.includes(layer); }

    /* ``arrived`` is called when the data are there or have failed, before they are drawn. */
    async update(query, arrived) {
      const ticket = (this.ticket += 1);
      this.asked = query;
      const parts = new URLSearchParams(query);
      const language = parts.get("lang") || "en", theme = parts.get("theme") || "light";
      const busy = window.setTimeout(() => this.map.getContainer().classList.add("busy"), 150);
      try {
        const url = this.url(query);
        const arriving = (this.arriving = Promise.all([app.words(language), app.style(theme), app.json(url)]));
        const [words, style, drawn] = await arriving.finally(() => { if (arrived) arrived(); });
        const network = drawn.streams ? await app.once(drawn.streams.network) : null;
        if (ticket !== this.ticket) return;
        /* All at once: the legend may be asked for at any time, and never finds streams without their lanes. */
        if (theme !== this.theme) { this.theme = theme; this.base.dress(style); }
        this.layers = layersOf(query); this.query = query; this.words = words; this.style = style;
        this.selection = parts.get("sel"); this.card = parts.get("card"); this.level = parts.get("level") || "country";
        this.data = drawn;
        this.still = null;
        this.network = network;
        app.cube.want(query);
        const stays = this.opened && this.selection === "cell:" + this.opened.cell;
        if (!stays && !this.card) this.opened = null;
        this.fault = null;
        this.draw();
        app.legend.show(this);
        app.edges.seek(this); app.overlays.show(this);
        app.axis.show(drawn.time, words, style);
        const seen = url === this.url(query);
        this.loadLines(ticket);
        if (this.on("seizures")) await Promise.all([seen ? null : this.loadSeizures(ticket), stays ? this.loadOpened(ticket) : null]);
      } catch (error) {
        if (ticket !== this.ticket) return;
        this.fault = String(error.message || error);
        app.legend.fault(this);
      } finally {
        window.clearTimeout(busy);
        if (ticket === this.ticket) this.map.getContainer().classList.remove("busy");
      }
    }

    /* Where what is drawn of a query is asked for. The clusters are those of a view, as lines are for one that is near:
       that of the first page is known when the map stands. */
    url(query) {
      const near = this.scene && app.streamScene.isNear(this) ? "near=1" : "";
      const seen = this.scene && layersOf(query).includes("seizures") ? this.seen() : "";
      return "/explore/map.json?" + [query, near, seen].filter(Boolean).join("&");
    }
    /* The part of the world whose clusters are asked for, as the map is seen now. */
    seen() {
      const b = this.map.getBounds().pad(0.12);
      const clip = (v, most) => Math.max(-most, Math.min(most, v));
      const box = [b.getWest(), clip(b.getSouth(), 85), b.getEast(), clip(b.getNorth(), 85)].map((v) => v.toFixed(3));
      /* Marks that are larger stand further apart. */
      const fine = this.map.getZoom() - Math.log2(this.style.mark);
      return `zoom=${Math.max(0, Math.round(fine))}&box=${box.join(",")}`;
    }
    /* The lines of flows, when the map has come so near that they are drawn in place of streams. */
    async loadLines(ticket) {
      const { data, query } = this;
      if (!data.streams || data.flows || data.asksLines || this.still || !app.streamScene.isNear(this)) return;
      data.asksLines = true;
      const found = await app.json("/layers/flows.json?" + query).catch(() => null);
      data.asksLines = false;
      if (ticket !== this.ticket || !found || data !== this.data) return;
      data.flows = found;
      this.draw();
      app.legend.show(this);
    }
    async loadSeizures(ticket) {
      const { query } = this, url = "/layers/seizures.json?" + [query, this.seen()].filter(Boolean).join("&");
      const found = await app.json(url).catch(() => null);
      /* The map may have moved while another query was on its way: its seizures are those of the query before. */
      if (ticket !== this.ticket || !found || query !== this.query || !this.on("seizures")) return;
      this.data.seizures = found;
      this.draw();
    }

    /* The events of the group that is fanned out: its list, newest first. */
    async loadOpened(ticket) {
      const found = await app.lists.rows(this.query, 0, FAN_MOST, "-date").catch(() => null);
      if (ticket !== this.ticket || !found || !this.opened) return;
      this.opened.events = found.rows.map((row) => row.event_id);
      this.draw();
    }

    /* ---- a window of months from the cube, while the time moves; what no sum gives is pending ---- */
    move(found) {
      this.still = this.still || { data: this.data, selection: this.selection };
      this.paced(performance.now());
      const { flows } = this.still.data;
      this.selection = null;
      this.data = { ...this.still.data, seizures: null, nodes: this.on("nodes") ? { nodes: found.nodes } : null,
        streams: app.streamScene.moving(this, found), moving: found, flows: flows && { ...flows, lines: found.lines } };
      this.draw();
      /* New words lay the legend out anew, which costs as much as the map: eight times a second are read as well. */
      if (performance.now() - (this.told || 0) < READ) return;
      this.told = performance.now();
      app.legend.tell(this);
    }
    /* Where frames that follow each other take longer than 1/50 s, lines go without their casing while the time moves,
       from then on: it would come and go in front of an audience. */
    paced(now) {
      const took = now - this.stepped;
      this.stepped = now;
      if (took < PAUSE) this.pace += (took - this.pace) / 10;
      if (this.pace > SLOW) this.hasty = true;
    }
    rest() {
      if (!this.still) return;
      Object.assign(this, this.still, { still: null });
      this.draw();
      app.legend.show(this);
    }

    /* ---- drawing ---- */
    draw() {
      const { nodes, corridors, seizures } = this.data;
      const streams = app.streamScene.of(this), flows = streams ? this.data.streams : this.data.flows;
      const [kind, key] = this.split(this.selection);
      const touches = this.selection ? (l) => l.lit : null;
      const ends = new Set(((flows && flows.lines) || []).filter(touches || (() => false)).flatMap((l) => [l.origin, l.target]));
      app.streamScene.litEnds(this).forEach((end) => ends.add(end));
      if (kind === "node") ends.add(key);
      this.scene = {
        style: app.streamScene.styleOf(this), words: this.words, zoom: this.map.getZoom(), projector: this.theme === "projector",
        lines: flows ? app.canvas.fanned(flows.lines) : [], metric: flows ? flows.metric : null, full: flows ? flows.scale.full : 1,
        nodes: nodes ? nodes.nodes : [], corridors: corridors ? corridors.corridors : [],
        groups: seizures ? seizures.groups : [], opened: this.opened, card: this.card,
        lit: touches && ends.size ? touches : null, whole: kind === "flow" || kind === "node", litNode: touches && ends.size ? (n) => ends.has(n.key) : null,
        streams, over: typeof this.over === "string" ? this.over : null,
        gap: nodes ? app.known.measures.line.gap_node : app.known.measures.line.gap, plain: Boolean(this.still && this.hasty),
      };
      this.canvas.redraw();
    }
    /* What is under the pointer lights up, the rest fades: a stretch (a number) with all that flows through it, or a flow. */
    light(over) {
      if (over === this.over) return;
      this.over = over;
      if (this.scene) this.draw();
    }
    split(text) {
      const at = (text || "").indexOf(":");
      return at < 0 ? [null, null] : [text.slice(0, at), text.slice(at + 1)];
    }
    paint(context, projection, frame) {
      const scene = this.scene;
      if (!scene || !this.placed) return;
      scene.zoom = this.map.getZoom();
      /* Beside what is seen there is more to be panned into; while the time moves, nobody does. */
      const { pad } = frame, seen = [pad.x, pad.y, frame.width - pad.x, frame.height - pad.y];
      this.frame = frame = { ...frame, box: this.still ? seen : frame.box };
      app.position.graticule(context, this, projection, frame);
      this.corridorStrokes = app.canvas.drawCorridors(context, scene, projection, frame);
      this.strokes = app.canvas.shaped(scene, projection, frame);
      app.canvas.drawFlows(context, this.strokes, scene, projection);
      this.streamRows = app.ribbons.drawAll(context, scene, projection, frame);
      const outlines = app.annotations.drawAnnotations(context, app.area.outlines(this), scene, projection, frame);
      this.nodeMarks = app.canvas.drawNodes(context, scene, projection, frame);
      this.marks = app.canvas.drawSeizures(context, scene, projection, frame);
      this.name(context, scene, projection, frame);
      this.drawnAnnotations = outlines + app.annotations.drawAnnotations(context, [app.distance.marks(), app.stage.marks(), app.annotations.draft()].flat(), scene, projection, frame);
    }

    /* Where names go is found anew for each scene; while the time moves eight times a second, for a name that jumps with
       each month is not read, and to find the place of all takes a tenth of a frame. */
    name(context, scene, projection, frame) {
      const now = performance.now(), { strokes, nodeMarks: marks, marks: groups } = this;
      if (!this.still || now - this.namedAt > READ) {
        /* Where the controls lie is asked of the page's layout, which while the time moves is made for that alone. */
        if (!this.still || !this.controls) this.controls = app.names.controls(this.map.getContainer());
        this.names = app.names.all(context, scene, projection, frame, { marks, strokes, groups, under: this.controls, owner: this });
        this.namedAt = now;
      }
      const drawn = new Set([...marks.map((m) => "node:" + m.data.key), ...strokes.map((s) => "flow:" + s.data.key)]);
      app.names.write(context, this.names, drawn);
    }

    /* What a click on seizures does: one opens its card, a group is opened as a spiral or looked at nearer. */
    open(group) {
      this.atHome = false;
      if (group.n === 1) return app.set({ card: "event:" + group.event });
      const [x0, y0, x1, y1] = group.extent;
      if (group.fans) this.opened = { cell: group.cell, events: [] };
      else this.map.fitBounds([this.degrees(x0, y0), this.degrees(x1, y1)], { padding: [90, 90], maxZoom: 9 });
      app.set({ sel: "cell:" + group.cell, card: null });
    }
    degrees(x, y) {
      return [(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, x * 360 - 180];
    }

    fit() {
      this.atHome = false;
      const lit = this.scene && this.scene.lit;
      const lines = (this.scene ? this.scene.lines : []).filter((l) => !lit || lit(l));
      const points = lines.flatMap((l) => l.points).map(([lon, lat]) => [lat, lon]);
      (this.data.seizures ? this.data.seizures.groups : []).forEach((g) => points.push(this.degrees(g.x, g.y)));
      if (!points.length) (this.scene ? this.scene.nodes : []).forEach((n) => points.push([n.lat, n.lon]));
      if (points.length) this.map.fitBounds(L.latLngBounds(points), { padding: [40, 40], maxZoom: 7 });
    }
    /* What is drawn, for tests and for a screen reader's summary. */
    stats() {
      return {
        moving: Boolean(this.map._animatingZoom || (this.map._panAnim && this.map._panAnim._inProgress)),
        ready: Boolean(this.scene), query: this.query, streams: this.scene && this.scene.streams ? this.scene.streams.ribbons.length : 0, flows: new Set(this.strokes.map((s) => s.data.key)).size,
        lines: this.scene ? this.scene.lines.map((l) => l.key) : [], nodes: (this.scene ? this.scene.nodes.length : 0),
        marks: this.marks.length, groups: this.marks.map((m) => ({ n: m.data.n, kind: m.data.kind })),
        corridors: this.scene ? this.scene.corridors.length : 0, drawn: this.drawnAnnotations || 0, names: this.names.filter((name) => !name.of).length, fault: this.fault,
      };
    }
  }

  app.roles = ROLES;
  L.Map.addInitHook(/** @this {any} */ function () {
    const id = this.getContainer().id;
    /* A map that is gone must not tell of moves: Leaflet leaves its own timer running, others still listen, and the
       component asks once more where the map was. */
    this.on("unload", () => {
      const centre = this.getCenter(), bounds = this.getBounds();
      this.getCenter = () => centre;
      this.getBounds = () => bounds;
      window.clearTimeout(this._sizeTimer);
      window.setTimeout(() => this.off(), 0);
    });
    this.whenReady(() => {
      if (id === "map") {
        app.map = new FlowMap(this);
        /* A link may hold what the server will drop: only the bare page is asked for before its answer. */
        if (app.pending !== undefined || !app.query()) app.map.update(app.pending || "");
      }
      if (id === "chain-map") app.chain.attach(this);
      if (app.board.draws(id)) app.board.attach(this, id);
    });
  });
  app.actions.fit = () => app.map && app.map.fit();
  app.actions.home = () => app.map && app.map.home();
  app.actions.zoomin = () => app.map && app.map.map.zoomIn();
  app.actions.zoomout = () => app.map && app.map.map.zoomOut();
})();
