/* Small maps of flows beside a table: routes of the board, two periods and their difference, coloured by what changed.
   Uses: 10_address, 20_translator, 30_lines, 38_canvas_layer, 40_basemap, 45_streams, 50_canvas, 51_ribbons, 65_legend. */
(function () {
  "use strict";
  const app = window.app;
  /* Container -> the layer that it draws, and the colour of a line. */
  const KINDS = {
    "board-map": { layer: "routes", colour: (line, style) => style.tiers[line.tier] },
    "figures-map": { layer: "figures", points: true },
    "countries-map": { layer: "countries", points: true },
    /* One for each sheet, whose place in the address follows. */
    "sheet-map": { layer: "sheet", of: (query, number) => `${query}&number=${number}` },
    "overview-map": { layer: "flows", brushes: true },
    "route-map": { layer: "routes", colour: (line, style) => style.tiers[line.tier] },
    /* The two periods are slate: on the difference between them orange and blue say what changed, never a mode. */
    "map-a": { layer: "change", extra: "which=a&", colour: (line, style) => style.map.label, palette: (style) => [style.map.label] },
    "map-b": { layer: "change", extra: "which=b&", colour: (line, style) => style.map.label, palette: (style) => [style.map.label] },
    "map-change": { layer: "change", extra: "which=change&", colour: (line, style) => style.changes[line.turn], palette: (style) => [style.changes.up, style.changes.down] },
  };
  const kindOf = (id) => KINDS[id.replace(/-\d$/, "")];
  const { beside } = app.known.measures.line, WIDEST = 16, DOT = 3.5; /* px: of the widest stretch on a small map, of a country too small to be seen */
  const shown = new Map();
  let wanted;

  function attach(map, id) {
    const kind = kindOf(id);
    const theme = () => app.param("theme") || "light";
    const base = app.basemap.under(map);
    let scene = null, asked = null, framed = null;
    const canvas = new app.CanvasLayer((context, projection, frame) => {
      if (!scene) return;
      boxes = [];
      marks = [];
      strokes = app.canvas.shaped(scene, projection, frame);
      app.canvas.drawFlows(context, strokes, scene, projection);
      app.ribbons.drawAll(context, scene, projection, frame);
      const seen = new Set(), waiting = [];
      scene.ends.forEach((end) => app.canvas.turns(projection, frame, end.p[0], end.p[0]).forEach((turn) => {
        const [x, y] = projection.of([end.p[0] + turn, end.p[1]]);
        const mark = `${Math.round(x)}:${Math.round(y)}`;
        if (seen.has(mark)) return;
        seen.add(mark);
        marks.push({ x, y, node: end.node });
        context.beginPath();
        context.arc(x, y, 3.2, 0, 2 * Math.PI);
        context.fillStyle = scene.style.map.ink;
        context.fill();
        context.lineWidth = 1.4;
        context.strokeStyle = scene.style.map.halo;
        context.stroke();
        boxes.push([x - 4, y - 4, x + 4, y + 4]);
        if (end.named) waiting.push([end.name, x, y]);
      }));
      /* A country has a dot at each of its gates, and its name at one of them. */
      const said = new Set();
      waiting.forEach(([text, x, y]) => { if (!said.has(text) && name(context, text, x, y, 0, !said.size)) said.add(text); });
      if (scene.countries.length) countries(context, projection, frame);
      else circles(context, projection, frame);
    }).addTo(map);

    /* Countries shaded by a count; those that are too small to be seen are dots. Lighter is fewer. */
    function countries(context, projection, frame) {
      const { colour } = scene.style.modes.maritime, { land, halo } = scene.style.map;
      const { least, range } = app.known.measures.shade;
      const alpha = (shade) => Math.round(255 * (least + range * (shade + 1) / scene.classes)).toString(16).padStart(2, "0");
      const colours = new Map(scene.countries.map((c) => [c.code, colour + alpha(c.shade)]));
      const middles = app.basemap.shade(context, colours, land, projection, frame), names = [];
      drawn = [];
      scene.countries.forEach((c) => {
        const middle = middles.get(c.code), p = middle || app.lines.world(c.lon, c.lat);
        app.canvas.turns(projection, frame, p[0], p[0]).forEach((turn) => {
          const [x, y] = projection.of([p[0] + turn, p[1]]);
          names.push([c.name, x, y, middle ? -1 : 0]);
          if (middle) return;
          drawn.push({ x, y, r: DOT, data: c });
          boxes.push([x - DOT, y - DOT, x + DOT, y + DOT]);
          context.beginPath();
          context.arc(x, y, DOT, 0, 2 * Math.PI);
          Object.assign(context, { fillStyle: colours.get(c.code), strokeStyle: halo, lineWidth: 1 });
          context.fill();
          context.stroke();
        });
      });
      names.slice(0, Math.max(8, Math.round(frame.width * frame.height / 16000))).forEach((text) => name(context, ...text));
    }

    /* Figures as circles whose area is the figure; one of a part of a year, or of several, is hatched. */
    function circles(context, projection, frame) {
      const most = Math.max(1e-9, ...scene.circles.map((m) => m.value)), full = 0.09 * Math.min(frame.width, frame.height);
      drawn = [];
      scene.circles.forEach((m) => {
        const p = app.lines.world(m.lon, m.lat);
        app.canvas.turns(projection, frame, p[0], p[0]).forEach((turn) => {
          const [x, y] = projection.of([p[0] + turn, p[1]]), r = Math.max(2.5, full * Math.sqrt(m.value / most));
          drawn.push({ x, y, r, data: m });
          context.beginPath();
          context.arc(x, y, r, 0, 2 * Math.PI);
          context.globalAlpha = m.partial ? 0.22 : 0.62;
          context.fillStyle = scene.style.modes.maritime.colour;
          context.fill();
          context.globalAlpha = 1;
          context.setLineDash(m.partial ? [3, 2] : []);
          context.lineWidth = 1.3;
          context.strokeStyle = scene.style.modes.maritime.colour;
          context.stroke();
          context.setLineDash([]);
        });
      });
      drawn.forEach((m) => name(context, m.data.name, m.x, m.y, m.r));
    }

    /* What lies under the pointer as a selection: a node before a flow. */
    function under(event) {
      /** @type {Point} */
      const p = [event.containerPoint.x + canvas.frame.pad.x, event.containerPoint.y + canvas.frame.pad.y];
      const node = marks.find((m) => Math.hypot(m.x - p[0], m.y - p[1]) <= 6);
      if (node) return "node:" + node.node;
      const near = strokes.map((s) => [app.lines.distance(p, s.stroke), s]).filter(([d, s]) => d <= Math.max(5, s.width / 2 + 2));
      const [nearest] = near.sort((a, b) => a[0] - b[0]);
      return nearest ? "flow:" + nearest[1].data.key : null;
    }
    /* What of the figures, or which country, is under the pointer. */
    function figureAt({ containerPoint, latlng }) {
      const x = containerPoint.x + canvas.frame.pad.x, y = containerPoint.y + canvas.frame.pad.y;
      const circle = [...drawn].reverse().find((m) => Math.hypot(m.x - x, m.y - y) <= m.r + 3);
      if (circle) return circle.data;
      const code = scene && scene.countries.length ? app.basemap.countryAt(latlng.lng, latlng.lat) : null;
      return code && scene.countries.find((country) => country.code === code);
    }
    if (kind.points) {
      map.on("mousemove", (event) => {
        const at = figureAt(event), box = map.getContainer();
        box.title = at ? at.said : "";
        box.style.cursor = at && at.link ? "pointer" : "";
      });
      map.on("click", (event) => {
        const at = figureAt(event);
        if (at && at.link) app.go(at.link);
      });
    }
    if (kind.brushes) {
      map.on("click", (event) => {
        const found = under(event);
        app.set({ sel: found === app.param("sel") ? null : found, card: null });
      });
      map.on("mousemove", (event) => { map.getContainer().style.cursor = under(event) ? "pointer" : ""; });
    }

    let boxes = [], marks = [], strokes = [], drawn = [];
    /* The first of them is written, whatever dots it covers: the map is of it. */
    function name(context, text, x, y, r = 0, surely = false) {
      const size = theme() === "projector" ? 20 : 12;
      context.font = `600 ${size}px Inter, sans-serif`;
      const wide = context.measureText(text).width;
      const spots = r < 0 ? [[x - wide / 2, y + size / 3]] : [[x + 7 + r, y + 4], [x - 7 - r - wide, y + 4], [x - wide / 2, y - 8 - r], [x - wide / 2, y + size + 6 + r]];
      const [inside, over] = [canvas.frame.pad.x + 3, canvas.frame.width - canvas.frame.pad.x - 3];
      const seen = spots.filter(([left]) => left > inside && left + wide < over);
      const free = seen.find(([left, low]) => !boxes.some((b) => left < b[2] && left + wide > b[0] && low - size < b[3] && low > b[1])) || (surely && seen[0]);
      if (!free) return false;
      boxes.push([free[0] - 2, free[1] - size, free[0] + wide + 2, free[1] + 3]);
      context.lineJoin = "round";
      context.lineWidth = 3;
      context.strokeStyle = scene.style.map.halo;
      context.strokeText(text, ...free);
      context.fillStyle = scene.style.map.ink;
      context.fillText(text, ...free);
      return true;
    }

    /* The largest lines that hold nine events of ten: one seizure at the end of the world must not shrink all others. */
    function main(lines) {
      const sorted = [...lines].sort((a, b) => b.events - a.events);
      const whole = sorted.reduce((sum, l) => sum + l.events, 0);
      let held = 0;
      return sorted.filter((l) => { const within = held < 0.9 * whole; held += l.events; return within; });
    }

    /* Streams of a period, or of what changed; none where every flow has a line. */
    async function streamsOf({ streams }, style) {
      if (!streams) return null;
      const network = await app.once(streams.network);
      const loads = streams.loads.map(([lane, group, value]) => ({ lane, group, value, line: "travelled" }));
      const unit = WIDEST / (streams.full || 1);
      const ribbons = app.streams.ribbons(loads, (stretch) => network.stretches[stretch - 1], app.known.measures.stream.hairline / unit);
      return { network, ribbons, unit, palette: kind.palette(style), lit: null };
    }

    async function update(query) {
      if (query === asked) return;
      asked = query;
      const layer = `/layers/${kind.layer}.json?${kind.extra || ""}${kind.of ? kind.of(query, id.slice(-1)) : query}`;
      const [style, body, words] = await Promise.all([app.style(theme()), app.json(layer), app.words(app.param("lang") || "en")]);
      const streams = await streamsOf(body, style);
      if (body.countries) await app.basemap.ready();
      if (query !== asked || !map.getContainer().isConnected) return;
      const lines = app.canvas.fanned(body.lines.map((l) => ({ ...l, colour: kind.colour && kind.colour(l, style) })));
      /* The ends of most events bear their names; on the projector no more than seven nodes bear a name. */
      const sailing = streams ? body.streams.ends : [];
      const weight = new Map();
      lines.forEach((l) => [l.from, l.into].forEach((end) => weight.set(end, (weight.get(end) || 0) + l.events + (l.lit ? 1e9 : 0))));
      const names = new Set([...sailing.map((node) => node.name), ...[...weight].sort((a, b) => b[1] - a[1]).map(([text]) => text)]), order = [...names];
      const room = map.getSize();
      const bearing = new Set([...names].slice(0, theme() === "projector" ? 7 : Math.max(5, Math.round(room.x * room.y / 16000))));
      const end = (/** @type {Point} */ point, text, node) => ({ p: app.lines.world(...point), name: text, node, named: bearing.has(text) });
      /* Beside streams a node that bears no name is one dot more in the way. */
      const ends = [...sailing.map((node) => end([node.lon, node.lat], node.name, node.key)),
        ...lines.flatMap((l) => [end(l.points[0], l.from, l.origin), end(l.points[l.points.length - 1], l.into, l.target)])].filter((node) => node.named || !streams)
        .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
      const lit = lines.some((l) => l.lit) ? (l) => l.lit : null;
      scene = { lines, ends, lit, circles: body.marks || [], countries: body.countries || [], classes: (body.bounds || []).length, streams, style: { ...style, width: streams ? beside : [2, 9] }, metric: "events", full: body.scale ? body.scale.full : 1, gap: 5 };
      app.legend.key(document.querySelector(`[data-widths="${id}"]`), streams ? { ...body.streams, unit: streams.unit } : body.scale, scene.style, words);
      map.invalidateSize();
      map.setMinZoom(Math.ceil(4 * Math.log2(map.getSize().y / 256)) / 4 - 0.75);
      const points = body.frame || main(lines).flatMap((l) => l.points.map(([lon, lat]) => [lat, lon]));
      const place = query.replace(/(^|&)(sel|card)=[^&]*/g, "");
      if (points.length && place !== framed) map.fitBounds(L.latLngBounds(points), kind.points ? { padding: scene.countries.length ? [10, 10] : [70, 60], maxZoom: 3.5, animate: false } : { padding: [26, 26], maxZoom: 5, animate: false });
      framed = place;
      base.dress(style);
      canvas.redraw();
      map.getContainer().dataset.lines = lines.length || scene.circles.length || scene.countries.length || (streams ? streams.ribbons.length : 0);
      map.getContainer().dataset.query = query;
    }
    const follow = (query) => map.getContainer().isConnected && update(query).catch((error) => console.warn(error.message));
    app.board.maps[id] = { map, spots: () => marks.map((m) => ({ ...m, x: m.x - canvas.frame.pad.x, y: m.y - canvas.frame.pad.y })) };
    shown.set(id, follow);
    if (wanted !== undefined) follow(wanted);
  }

  app.board = {
    attach, maps: {}, draws: (id) => Boolean(kindOf(id)),
    follow: (query) => { wanted = query; shown.forEach((follow) => follow(query)); },
  };
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    board: {
      /* The parts of a page are in place (see ui.page_parts): its address and its small maps follow. */
      shown: (address) => {
        if (app.late(address)) return;
        app.settle(address.query);
        app.made = address.query;
        app.dress(address.query);
        app.board.follow(address.query);
      },
    },
  });
})();
