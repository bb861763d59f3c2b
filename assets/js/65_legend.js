/* The legend and the tooltips: drawn with the same width function and style table as the map.
   Uses: 14_steady, 30_lines, 35_shapes, 51_ribbons, 53_stream_scene, 56_overlays. */
(function () {
  "use strict";
  const app = window.app;

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([k, v]) => (k === "text" ? (made.textContent = v) : made.setAttribute(k, v)));
    made.append(...children);
    return made;
  }

  /* A small canvas with what is painted on it. */
  function sampled(width, height, paint) {
    const ratio = window.devicePixelRatio || 1;
    const canvas = element("canvas", { width: width * ratio, height: height * ratio, style: `width:${width}px;height:${height}px`, "aria-hidden": "true" });
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    paint(context);
    return canvas;
  }
  /* A line, painted by the very code that paints the map. */
  function sample(style, mode, line, width, wide, colour) {
    const w = wide || 44, h = Math.max(14, width + 6);
    return sampled(w, h, (context) =>
      app.lines.paint(context, { runs: [{ points: [[2, h / 2], [w - 2, h / 2]], along: 0 }], width, mode, line, colour }, style, 1));
  }
  /* A line of another mode beside streams. */
  const thin = (style, mode) => sampled(28, 12, (context) => {
    app.lines.trace(context, [[1, 6], [27, 6]]);
    context.strokeStyle = style.modes[mode].colour; context.lineWidth = 1.6;
    context.stroke();
  });
  const roleSample = (style, role) => sampled(16, 16, (context) =>
    app.shapes.filled(context, style.roles[role].shape, 8, 8.5, 4.8, style.roles[role].colour, style.map.halo));
  const kindSample = (style, kind) => sampled(18, 18, (context) => app.shapes.seizure(context, kind, 9, 9, style, false));
  const three = /** @type {Group} */ ({ n: 3, kind: "point" });
  const groupSample = (style) => sampled(30, 30, (context) => app.shapes.cluster(context, three, 15, 15, style, "3", 1));
  const corridorSample = (style) => sampled(34, 12, (context) => {
    app.lines.trace(context, [[2, 6], [32, 6]]);
    const { line, dash } = app.known.measures.corridor;
    context.strokeStyle = style.map.corridor; context.lineWidth = line;
    context.setLineDash(dash); context.stroke();
  });
  const more = (made) => { made.classList.add("more"); return made; };
  const row = (label, ...items) => element("div", { class: "legend-row" }, element("span", { class: "legend-name", text: label }), ...items);
  const item = (picture, text) => element("span", { class: "legend-item" }, picture, element("span", { text }));

  function widths(map) {
    const { flows } = map.data, { words, style } = map;
    const kg = flows.metric !== "events";
    const items = flows.scale.values.map((value) =>
      item(sample(style, "maritime", "travelled", app.lines.width(value, flows.scale.full, style.width)), kg ? words.kgOfScale(value, flows.scale.full) : words.number(value)));
    /* Under a scale of all the data what is drawn may be far below its first sample: its own widest line is shown. */
    const most = Math.max(0, ...flows.lines.map((l) => l[flows.metric] || 0));
    if (most && most < flows.scale.values[0]) items.push(item(
      sample(style, "maritime", "travelled", app.lines.width(most, flows.scale.full, style.width)),
      words.say("map.widest", { value: kg ? words.kg(most) : words.number(most) })));
    const out = [element("div", { class: "legend-row" }, element("strong", { text: words.say("map.width." + flows.metric) }), ...items)];
    if (flows.scale.clamped) out[0].append(element("span", { class: "legend-note", text: words.say("map.clamped", {
      value: kg ? words.kg(flows.scale.full) : words.number(flows.scale.full, flows.scale.full < 100 ? 1 : 0), greatest: kg ? words.kg(flows.scale.greatest) : words.number(flows.scale.greatest) }) }));
    return out;
  }

  /* A piece of a stream, by the code that draws streams. */
  function streamSample(width, look, line) {
    const high = Math.max(14, width + 4);
    return sampled(34, high, (context) => {
      context.translate(-6, high / 2 - 12);
      app.ribbons.sample(context, Math.max(0.8, width), look, line);
    });
  }

  /* Streams: what a width is, whose departure a colour is, and how what was not travelled looks. */
  function streamRows(map) {
    const { words, data: { streams } } = map, style = app.streamScene.styleOf(map), unit = style.streamWidth / streams.full, kg = streams.metric === "kg";
    const used = new Set(streams.loads.map((load) => load[2])), departure = app.streamScene.colouring(map) === "departure";
    const look = departure ? style.map.label : style.modes.maritime.colour;
    return [
      element("strong", { text: words.say(kg ? "streams.title_kg" : "streams.title") }),
      element("div", { class: "legend-row" }, ...streams.values.map((value) => item(streamSample(value * unit, look, "travelled"), kg ? words.kgOfScale(value, streams.full) : words.number(value)))),
      ...(departure ? [row(words.say("streams.from"), ...streams.colours.map(({ name }, i) => ({ name, i })).filter(({ i }) => used.has(i)).map(({ name, i }) => item(streamSample(7, style.streams[i], "travelled"), name)))] : []),
      row(words.say("map.line"), ...["travelled", "intended", "inferred"].map((line) => item(streamSample(7, look, line), words.say("line." + line)))),
    ];
  }

  /* The overlays of shapes that are on. */
  const shaped = ({ data: { overlays } }) => (overlays ? overlays.overlays : []).filter((o) => o.kind === "shapes");

  function show(map) {
    const box = document.getElementById("legend");
    if (!box) return;
    const { words, data } = map, style = app.streamScene.styleOf(map);
    const present = new Set(data.flows ? data.flows.lines.map((l) => l.mode) : []);
    const order = Object.keys(style.modes).filter((m) => present.has(m));
    tell(map);
    const streaming = app.streamScene.on(map);
    const said = JSON.stringify([streaming, streaming && [data.streams.metric, data.streams.full, app.streamScene.colouring(map)], words.language, map.theme, order, data.flows && [data.flows.metric, data.flows.scale], Boolean(data.nodes), Boolean(data.corridors), data.flows && Math.max(0, ...data.flows.lines.map((l) => l[data.flows.metric] || 0)), map.on("seizures"), shaped(map).map((o) => [o.title, o.style])]);
    if (said === box.said) return;
    if (box.theme && box.theme !== map.theme) app.steady.anew();
    Object.assign(box, { said, theme: map.theme });
    box.replaceChildren();
    if (streaming) {
      const others = [...new Set(data.streams.lines.map((line) => line.mode))].sort((a, b) => Object.keys(style.modes).indexOf(a) - Object.keys(style.modes).indexOf(b));
      box.append(...streamRows(map), ...(others.length && app.streamScene.colouring(map) !== "none" ? [more(row(words.say("map.mode"), ...others.map((m) => item(thin(style, m), words.say("mode." + m)))))] : []));
    } else if (data.flows) {
      const w = Math.max(4, style.inlayFloor);
      box.append(...widths(map),
        ...(order.length ? [row(words.say("map.mode"), ...order.map((m) => item(sample(style, m, "travelled", w, 34), words.say("mode." + m))))] : []),
        row(words.say("map.line"), ...["travelled", "intended", "inferred"].map((l) => item(sample(style, "maritime", l, 3, 34), words.say("line." + l)))));
    }
    if (data.nodes) box.append(more(row(words.say("map.role"), ...app.roles.map((r) => item(roleSample(style, r), words.say("role." + r))))));
    if (data.corridors) box.append(row(words.say("map.corridors"), item(corridorSample(style), words.say("map.corridor"))));
    if (shaped(map).length) box.append(row(words.say("overlay.title"), ...shaped(map).map((o) => item(sampled(32, 13, (context) => app.overlays.sample(context, style, o.style)), o.title))));
    if (map.on("seizures")) box.append(row(words.say("map.place"), ...["point", "sea", "region", "country"].map((k) => item(kindSample(style, k), words.say("map.kind." + k))), item(groupSample(style), words.say("map.group"))));
  }

  /* What is drawn and what is left out, in words. */
  function tell(map) {
    const note = document.getElementById("map-note");
    if (note) note.replaceChildren(...counts(map).map((text) => element("span", { text })));
  }

  function counts(map) {
    const { flows, streams, moving } = map.data, { words } = map;
    if (!flows && !streams) return map.data.corridors ? [words.say("map.corridor") + " · " + words.say("map.illustrative")] : [];
    if (moving) return [
      /* Streams draw every flow by sea: a number of drawn lines would be none of theirs. */
      app.streamScene.on(map) ? words.say("streams.note") : words.say("map.moving", { shown: words.number(moving.lines.length), total: words.number(moving.total) }),
      moving.folded ? words.say("map.folded", { n: words.number(moving.folded), legs: words.number(moving.rest) }) : words.say("map.illustrative"),
    ];
    if (app.streamScene.on(map)) return [
      words.say("streams.note"),
      words.say("streams.legend", { events: words.number(streams.events), selected: words.number(streams.selected) }),
    ];
    if (!flows.total) return [words.say("map.noflows", { selected: words.number(flows.selected) })];
    const share = flows.events ? Math.round((100 * flows.eventsShown) / flows.events) : 0;
    return [
      words.say("map.shown", { shown: words.number(flows.shown), total: words.number(flows.total), share: words.number(share) }) +
        (flows.extra ? " " + words.say("map.extra", { n: words.number(flows.extra) }) : ""),
      words.say("map.routed", { events: words.number(flows.events), selected: words.number(flows.selected) }) + " · " + words.say("map.illustrative"),
    ];
  }
  function fault(map) {
    const note = document.getElementById("map-note");
    if (note) note.replaceChildren(element("span", { class: "fault", text: map.words ? map.words.say("map.fault") : map.fault }));
  }
  /* What the widths of a small map mean: three round values, drawn by the same code. */
  function key(box, scale, style, words) {
    if (!box) return;
    const { unit } = scale || {};
    const picture = (value) => (unit ? streamSample(value * unit, style.map.label, "travelled")
      : sample(style, "maritime", "travelled", app.lines.width(value, scale.full, style.width), 34, style.map.label));
    box.replaceChildren(...(scale ? scale.values : []).map((value) => item(picture(value), words.number(value))));
  }

  app.legend = { show, tell, fault, key };
  app.tips = {
    /* While the time moves, and until it has been asked for, a median is not known. */
    pending: (d) => d.live || (d.kg_known > 0 && d.median === undefined),
    flow: (d, w) => [`${d.from} → ${d.into}`, `${w.say("mode." + d.mode)} · ${w.say("line." + d.line)}`, w.count(d.events),
      app.tips.pending(d) ? w.say("map.kg_moving", { kg: w.kg(d.kg) }) : w.say("map.kg", { kg: d.kg_known ? w.kg(d.kg) : w.kg(null), median: d.kg_known ? w.kg(d.median) : w.kg(null) }),
      ...(!d.live && d.kg_known < d.events ? [w.say("map.unweighed", { n: w.number(d.events - d.kg_known) })] : [])],
    node: (d, w) => [d.name, ...app.roles.filter((r) => d.roles[r]).map((r) => `${w.say("role." + r)}: ${w.number(d.roles[r])}`)],
    seizure: (d, w) => [...app.tips.marks(d, w), w.say("picks.hint")],
    marks: (d, w) => (d.n === 1 ? [d.place, w.say("map.kind." + d.kind), w.kg(d.kg)] :
      [w.count(d.n), d.places === 1 ? d.place : w.say("map.places", { n: w.number(d.places) }), w.say("map.kind." + d.kind), d.kgKnown ? w.kg(d.kg) : w.kg(null)]),
    stretch: (d) => d.lines || null,
    shape: app.overlays.tip,
    corridor: (d, w) => [d.name, w.say("map.corridor") + " · " + (d.period || ""), d.publisher],
  };
})();
