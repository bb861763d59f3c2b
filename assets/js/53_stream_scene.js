/* What a map draws as streams: when, which, in which colours, and what is lit.
   Uses: 45_streams. */
(function () {
  "use strict";
  const app = window.app;
  const measures = app.known.measures.stream;

  /* Streams are for the world and its oceans; nearer each flow has a line. They stay until the lines have come. */
  const isNear = (map) => map.map.getZoom() >= measures.below_zoom;
  /** @param {any} map */
  function on(map) {
    const { flows, streams } = (map.still || map).data;
    return Boolean(streams && map.network && !(flows && isNear(map)));
  }

  /* Loads with their lanes, and their ribbons, once for each answer. */
  function prepared(streams, network, hairline) {
    if (streams.hairline === hairline) return streams;
    streams.hairline = hairline;
    streams.every = streams.loads.filter(([pair]) => network.lanes[pair]).map(([pair, line, group, value]) => (
      { lane: network.lanes[pair], line, group, value, key: `${pair}|maritime|${line}` }));
    streams.ribbons = app.streams.ribbons(streams.every, endsOf(network), hairline);
    return streams;
  }
  const endsOf = (network) => (stretch) => network.stretches[stretch - 1];

  /** @param {any} map */
  function of(map) {
    if (!map.data.streams || !on(map)) return null;
    const { network, over, style } = map, coloured = colouring(map), unit = style.streamWidth / map.data.streams.full;
    const hairline = measures.hairline / unit, streams = prepared(map.data.streams, network, hairline);
    const picked = typeof over === "number" ? (load) => load.lane.includes(over) : streams.lit ? (load) => streams.lit.includes(load.key) : null;
    const lit = picked ? app.streams.ribbons(streams.every.filter(picked), endsOf(network), hairline) : [];
    const look = { network, unit, coloured };
    return { ...look, ribbons: streams.ribbons, lit: lit.length ? { ...look, ribbons: lit } : null };
  }

  /* Beside streams a flight is drawn along those that lead the same way (core.air_bundles); its shapes are kept with its
     curve. Null where it is none of the bundled ones. */
  function curve(network, flow) {
    const pair = `${flow.origin}>${flow.target}`;
    if (flow.mode !== "air" || !network || !network.flights[pair]) return null;
    network.curves = network.curves || new Map();
    if (!network.curves.has(pair)) network.curves.set(pair, { points: network.flights[pair] });
    return network.curves.get(pair);
  }

  /* What the colour of a stream says. */
  const colouring = (map) => new URLSearchParams(map.query).get("coloured") || "departure";

  /* In one colour whatever has the colour of a mode has that of names. */
  function styleOf(map) {
    const { style } = map, modes = (rows) => Object.fromEntries(Object.entries(rows).map(([mode, row]) => [mode, { ...row, colour: style.map.label }]));
    if (!on(map) || colouring(map) !== "none") return style;
    style.plain = style.plain || { ...style, modes: modes(style.modes) };
    return style.plain;
  }

  /* A stretch as a selection: the part of the network in its middle, in the direction in which it is sailed. */
  function wayOf(map, stretch) {
    const way = map.network.ways[Math.abs(stretch) - 1];
    return `way:${map.level}|${stretch > 0 ? way : way.split(">").reverse().join(">")}`;
  }

  /* Streams of a window of months, from the cube of time: a flow has the colour of most of its events. What they do not
     show is drawn as lines, as queries.Flows.other_flows has it. */
  function moving(map, found) {
    if (!on(map)) return null;
    const { streams } = map.still.data, { lanes } = map.network;
    const pair = (line) => `${line.origin}>${line.target}`;
    const others = found.every.filter((line) => line.mode !== "maritime" || !lanes[pair(line)]);
    const value = (line) => (streams.metric === "kg" ? line.kg || 0 : line.events);
    const loads = found.every.filter((line) => line.mode === "maritime").map((line) => [pair(line), line.line, line.stream, value(line)]);
    return { ...streams, loads, lines: found.largest(others, measures.beside), lit: null, hairline: null };
  }

  /* Ends of the flows of what was clicked. */
  const litEnds = (map) => (on(map) && map.data.streams && map.data.streams.lit ? map.data.streams.lit.flatMap((key) => key.split("|")[0].split(">")) : []);

  app.streamScene = { isNear, on, moving, litEnds, of, wayOf, colouring, styleOf, curve };
})();
