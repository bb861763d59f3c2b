/* What travels between the server and the canvas, and what the canvas makes of it. Checked by tsc (`make lint`); no script
   reads this file. The server's part is written by app/layers and app/core/style.py. */

/** Longitude and latitude in degrees; x and y in world widths (0 to 1 is one turn of the globe); or x and y in px. */
type Point = [number, number];
/** Left, top, right, bottom. */
type Box = [number, number, number, number];
type Metric = "events" | "kg" | "median";
type Role = "departure" | "transit" | "seizure" | "destination";
/** How far the flow is known: up to the seizure, the stated rest, or inferred. */
type LineStatus = "travelled" | "intended" | "inferred";
type Kind = "point" | "sea" | "region" | "country";

/** The style table of a theme (core.style.style_table). Dashes are multiples of the width, inlays px. */
interface Style {
  modes: Record<string, { colour: string; inlay: number[]; pattern: string }>;
  roles: Record<string, { colour: string; shape: string }>;
  estimators: Record<string, { colour: string; symbol: string; dash: string }>;
  changes: Record<string, string>;
  tiers: Record<string, string>;
  lines: Record<LineStatus, number[]>;
  /** Narrowest and widest stroke in px. */
  width: [number, number];
  /** Colours of departures, and px of the widest stretch of a stream. */
  streams: string[];
  streamWidth: number;
  inlayFloor: number;
  /** How many times its usual size a mark is. */
  mark: number;
  map: Record<"land" | "sea" | "border" | "coast" | "label" | "sealabel" | "ink" | "halo" | "casing" | "corridor", string>;
}

/** A flow as a layer gives it (layers._flow), and what the canvas adds when it first draws it. */
interface Flow {
  key: string;
  origin: string;
  target: string;
  from: string;
  into: string;
  mode: string;
  line: LineStatus;
  /** Longitude and latitude in degrees; longitudes may run past 180. */
  points: Point[];
  /** Lines over land from an inland end to the sea, or from it. */
  approach?: Point[][];
  /** False where the way is not known; false where there is land to its right. */
  known?: boolean;
  room?: boolean;
  events: number;
  /** Kilograms of the events that state a weight. */
  kg: number;
  kg_known: number;
  median?: number | null;
  /** Part of the selection. */
  lit?: boolean;
  /** The place among the lines of its two ends. */
  slot?: number;
  colour?: string;
  /** Its colour as a stream, by its number. */
  stream?: number;
  /** Its numbers are those of a window that moves. */
  live?: boolean;
  /** Its place among the lanes that leave one port together; 0 in the middle. */
  fan?: number;
  /** The path in world widths, and the box that it fills. */
  world?: Point[];
  box?: Box;
  /** What was made of it for one view (its scale and corner), by turn, width and shift. */
  viewKey?: string;
  shapes?: Map<string, Shape | null>;
}

/** A part of a stroke that can be seen, and how many px of the stroke lie before it. */
interface Run { points: Point[]; along: number }
/** A stroke without its tip, the tip as a triangle, and what of the stroke can be seen; in px. */
interface Shape { stroke: Point[]; tip: Point[]; runs: Run[] }
/** A line as it is painted: `width` in px. */
interface Stroke extends Partial<Shape> {
  runs: Run[];
  width: number;
  mode: string;
  line: LineStatus;
  colour?: string;
  /** Without a width of its own: its mode or its way is not known. */
  hairline?: boolean;
  /** The world copy that it lies in. */
  turn?: number;
  data?: Flow;
}

/** A country, sea area or place (layers.nodes). */
interface MapNode {
  key: string;
  name: string;
  country: string;
  lon: number;
  lat: number;
  sea: boolean;
  precision: string;
  roles: Record<Role, number>;
}

/** Seizures that are drawn as one mark (layers.seizures): x, y and extent in world widths. */
interface Group {
  kind: Kind;
  n: number;
  x: number;
  y: number;
  extent: Box;
  place: string;
  places: number;
  kg: number | null;
  kgKnown: number;
  /** The event, where it is one alone. */
  event: string;
  cell: string;
  /** Whether its events lie at one point, so that they open as a spiral and are not looked at nearer. */
  fans: boolean;
}

/** A mark as it is drawn, in px. */
interface Mark<T> { x: number; y: number; r: number; data: T; dim?: boolean }
/** A mark of seizures before it is drawn: `stays` is one that may not give way. */
interface SeizureMark extends Mark<Group> { n: number; big: number; stays: boolean; from?: { x: number; y: number }; open?: boolean }

interface Corridor {
  /** Its line, a leg between two nodes each. */
  legs: Point[][];
  id: string;
  name: string;
  period: string;
  publisher: string;
  nodes: any;
  world?: Point[];
  stops?: number[];
}

/** A mark of a slide: points in degrees. */
interface SlideMark { kind: "arrow" | "note" | "area"; points: Point[]; holes?: Point[][]; text: string }

/** All that is drawn; every draw starts from it. */
interface Scene {
  /** What is drawn as streams (53_stream_scene.js), null where every flow has a line. */
  streams?: any;
  /** The flow under the pointer. */
  over?: string | null;
  style: Style;
  words?: Translator;
  lines: Flow[];
  /** What the width of a line says; null: all are as thin. */
  metric: Metric | null;
  /** The value of the widest line. */
  full: number;
  nodes: MapNode[];
  groups: Group[];
  corridors: Corridor[];
  /** The group at one point that is opened as a spiral of its events. */
  opened?: { cell: string; events: string[] } | null;
  /** What is opened as a card: `event:…`, `corridor:…`. */
  card?: string | null;
  /** Whether a line, or a node, is part of the selection; null: nothing is selected. */
  lit: ((line: Flow) => boolean) | null;
  litNode?: ((node: MapNode) => boolean) | null;
  /** Whether the selection holds flows as a whole. */
  whole?: boolean;
  zoom: number;
  projector: boolean;
  /** Px between the end of a line and its node. */
  gap: number;
  /** Lines are drawn without casing. */
  plain?: boolean;
}

/** The canvas in px: `pad` is what lies beside what is seen, `box` where lines are cut. */
interface Frame { width: number; height: number; pad: { x: number; y: number }; ratio: number; box: Box }
/** From world widths to px of the canvas. */
interface Projection { k: number; x: number; y: number; of(point: Point): Point }

/** A name that has found its place; `of` is whose it is. */
interface Label { made: any; x: number; y: number; of: string | null; alpha: number; angle?: number }

/** Texts and numbers in one language (assets/js/20_translator.js). */
interface Translator {
  language: string;
  countries: Record<string, { name: string; lon: number; lat: number; area: number }>;
  say(key: string, values?: Record<string, unknown>): string;
  number(value: number, digits?: number): string;
  kg(value: number | null | undefined): string;
  kgOfScale(value: number, greatest: number): string;
  plural(key: string, n: number, values?: Record<string, unknown>): string;
  count(n: number): string;
}

/** What a pair of ends has in one status and colour (core.streams.Load). */
interface Load { lane: number[]; line: LineStatus; group: number; value: number; key?: string }
/** One ribbon along a stretch in one direction (core.streams.Ribbon). */
interface Ribbon { stretch: number; part: number; group: number; line: LineStatus; value: number; inner: number; start: number; end: number }
