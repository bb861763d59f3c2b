/* The one namespace of the page's scripts: what each of them gives to the others. Scripts are joined in the order of their
   names; each says in its head what it uses (a test compares). Checked by tsc (`make lint`); no script reads this file. */

/** What the server tells the document (ui.document.first_script). */
interface Known {
  themes: string[];
  titles: Record<string, string>;
  /** By language, what is said when the server does not answer. */
  faults: Record<string, string>;
  /** Names of all filters. */
  filters: string[];
  /** Names of filters that are lists. */
  lists: string[];
  /** Parts of a query that shape the cube of time. */
  cube: string[];
  /** Addresses of files of assets by their names. */
  files: Record<string, string>;
  /** Measures of lines and marks (core.measures). */
  measures: { line: any; mark: any; corridor: any; slide: any; stream: any; overlay: any; shade: any };
}

interface GoOptions { replace?: boolean; silent?: boolean; canonical?: boolean }
/** Address of what a page shows: path, and query in its canonical form. */
interface Answer { path: string; canonical?: string; query?: string; [part: string]: any }

interface App {
  /* inline/head.js */
  known: Known;
  /** Answers that were asked for before anybody wanted them, by address. */
  early: Record<string, Promise<any>>;
  dress(query: string): void;
  fetched(url: string): Promise<any>;
  ahead(url: string): void;

  /* 10_address.js */
  query(): string;
  /** One part of the query; null where it is not there. */
  param(name: string): string | null;
  go(target: string, options?: GoOptions): void;
  set(values: Record<string, string | null>, options?: GoOptions): void;
  settle(canonical: string): void;
  follow(canonical: string): void;
  late(answer: Answer | null | undefined): boolean;
  actions: Record<string, (element?: Element) => unknown>;
  act(name: string, element?: Element): void;
  gridApi(id: string): any;
  /** The query of which the map was last told. */
  pending?: string;
  /** The query that the links of the page were written for. */
  made?: string;

  /* 11_storage.js */
  remember(key: string, value: unknown): void;
  recall(key: string): any;
  prefer(key: string, value: unknown): void;
  preferred(key: string): any;

  /* 16_panels.js */
  panels: { apply(): void; fold(button: any): void; follow(query: string): void; skip(link: any): void };

  /* 12_parts.js */
  place(box: Element | null, html: string): void;
  unfolded(): string[];
  opened(params: any): void;
  parts(answer: Answer): void;

  /* 14_steady.js */
  steady: { begin(): void; anew(): void };

  /* 20_translator.js */
  json(url: string): Promise<any>;
  once(url: string): Promise<any>;
  /** Asks an endpoint that may change something; throws the lines of a refusal. */
  call(path: string, options?: RequestInit): Promise<any>;
  number(value: number, language: string): string;
  words(language: string): Promise<Translator>;
  style(theme: string): Promise<Style>;

  /* 22_explore.js */
  explore: { turn(query: string): () => Promise<void>; more(): unknown };

  /* 30_lines.js */
  lines: {
    world(lon: number, lat: number): Point;
    simple(points: Point[], near: number): Point[];
    beside(points: Point[], shift: number): Point[];
    trimmed(points: Point[], head: number, tail: number): Point[] | null;
    arrow(points: Point[], width: number, head: number, tail: number): { stroke: Point[]; tip: Point[] } | null;
    runs(points: Point[], box: Box): Run[];
    gap(point: Point, a: Point, b: Point): number;
    distance(point: Point, points: Point[]): number;
    width(value: number | null | undefined, full: number, range: [number, number]): number;
    paint(context: CanvasRenderingContext2D, stroke: Stroke, style: Style, casing: number): void;
    trace(context: CanvasRenderingContext2D, points: Point[]): void;
    lengths(points: Point[]): number[];
    at(points: Point[], along: number[], distance: number): Point;
  };

  /* 35_shapes.js */
  font: string;
  shapes: {
    shapes: Record<string, (context: CanvasRenderingContext2D, x: number, y: number, r: number) => void>;
    filled(context: CanvasRenderingContext2D, shape: string, x: number, y: number, r: number, fill: string, halo: string): void;
    node(context: CanvasRenderingContext2D, x: number, y: number, r: number, roles: Record<Role, number>, style: Style): void;
    seizure(context: CanvasRenderingContext2D, kind: Kind, x: number, y: number, style: Style, chosen: boolean, big?: number): void;
    cluster(context: CanvasRenderingContext2D, group: Group, x: number, y: number, style: Style, text: string, big: number): void;
    /** Px of a mark of so many seizures. */
    radius(n: number, big?: number): number;
    KIND: Record<Kind, string>;
  };

  /* 38_canvas_layer.js */
  CanvasLayer: any;

  /* 40_basemap.js */
  basemap: { under(map: any): { drawn: boolean; dress(style: Style): void }; countryAt(lon: number, lat: number): string | null; ready(): Promise<void>;
    shade(context: CanvasRenderingContext2D, colours: Map<string, string>, edge: string, projection: Projection, frame: Frame): Map<string, Point> };

  /* 50_canvas.js */
  canvas: {
    fanned(lines: Flow[]): Flow[];
    shaped(scene: Scene, projection: Projection, frame: Frame): Stroke[];
    drawFlows(context: CanvasRenderingContext2D, strokes: Stroke[], scene: Scene, projection: Projection): void;
    drawCorridors(context: CanvasRenderingContext2D, scene: Scene, projection: Projection, frame: Frame): { stroke: Point[]; data: Corridor }[];
    drawNodes(context: CanvasRenderingContext2D, scene: Scene, projection: Projection, frame: Frame): Mark<MapNode>[];
    drawSeizures(context: CanvasRenderingContext2D, scene: Scene, projection: Projection, frame: Frame): Mark<Group>[];
    nodeRadius(node: MapNode, largest: number, projectorTheme: boolean): number;
    /** Whole turns of the globe in which something between two world widths can be seen. */
    turns(projection: Projection, frame: Frame, x0: number, x1: number): number[];
  };

  /* 52_apart.js */
  apart(marks: SeizureMark[]): SeizureMark[];

  /* 55_names.js */
  names: {
    Room: new (frame: Frame, under: Box[]) => { boxes: Box[]; edge: Box; free(box: Box): boolean; take(box: Box): void };
    /** The first free place beside a mark, which is taken; nothing where there is none. */
    beside(context: CanvasRenderingContext2D, room: any, mark: Mark<MapNode>, text: string, size: number): Box | undefined;
    controls(map: HTMLElement): Box[];
    all(
      context: CanvasRenderingContext2D, scene: Scene, projection: Projection, frame: Frame,
      drawn: { marks: Mark<MapNode>[]; strokes: Stroke[]; groups: Mark<Group>[]; under: Box[]; owner: any },
    ): Label[];
    placed(context: CanvasRenderingContext2D, text: string, x: number, y: number, style: Style, ink: string, of: string | null, alpha?: number): Label;
    write(context: CanvasRenderingContext2D, labels: Label[], drawn: Set<string>): void;
  };

  /* 45_streams.js, 51_ribbons.js */
  streams: { ribbons(loads: Load[], ends: (stretch: number) => [number, number], hairline?: number): Ribbon[] };
  ribbons: {
    shapes(line: Point[], row: Ribbon[], unit: number, turnings: [Point | null, Point | null]): any[];
    head(middle: Point[], width: number): Point[];
    seats(points: Point[], wide: number): [number, number, number][];
    ports(stretches: Iterable<number>, ends: (stretch: number) => [number, number]): Set<number>;
    shaped(streams: any, projection: Projection, frame: Frame): any[];
    drawAll(context: CanvasRenderingContext2D, scene: any, projection: Projection, frame: Frame): any[];
    under(rows: any[], p: Point, least: number): number | null;
    sample(context: CanvasRenderingContext2D, width: number, look: string, line: LineStatus): void;
  };
  streamScene: { isNear(map: any): boolean; on(map: any): boolean; moving(map: any, found: any): any; litEnds(map: any): string[]; of(map: any): any; wayOf(map: any, stretch: number): string; colouring(map: any): string; styleOf(map: any): Style; curve(network: any, flow: Flow): any };

  /* 56_overlays.js */
  overlays: {
    show(owner: any): void;
    sample(context: CanvasRenderingContext2D, style: Style, kind: string): void;
    under(owner: any, at: { lng: number; lat: number }): { key: string; n: number; name: string; title: string } | null;
    take(shape: { key: string }): void;
    tip(shape: any, words: Translator): string[];
    names(context: CanvasRenderingContext2D, room: any, scene: Scene, projection: Projection, frame: Frame, owner: any): Label[];
  };

  /* 57_annotations.js */
  annotations: {
    drawAnnotations(context: CanvasRenderingContext2D, marks: SlideMark[], scene: Scene, projection: Projection, frame: Frame): number;
    begin(kind: SlideMark["kind"], finished: (mark: SlideMark) => void): void;
    stop(): void;
    finish(): void;
    clicked(event: any): boolean;
    draft(): SlideMark[];
    busy(): boolean;
  };

  viewport: { scale(map: any): void; covered(map: any): { first: [number, number]; last: [number, number] }; home(map: any, animate?: boolean): void; bounds(map: any): string; read(text: string): any; show(map: any, view: any): any; ofHash(): any };
  edges: { seek(owner: any): void; show(owner: any): void; bySide(owner: any): Record<string, { n: number; points: [number, number][] }> };
  /* 61_area.js */
  area: { outlines(owner: any): SlideMark[]; say(text: string): void; busy(): boolean };
  /* 62_position.js, 63_distance.js */
  position: { written(form: string, lat: number, lon: number, words: Translator): string; graticule(context: CanvasRenderingContext2D, owner: any, projection: Projection, frame: Frame): void };
  distance: { show(points: Point[]): Promise<void>; clear(): boolean; marks(): SlideMark[] };
  /* 58_pointer.js, 60_map.js */
  Pointer: new (owner: any) => any;
  map: any;
  roles: Role[];

  /* 65_legend.js */
  legend: {
    show(map: any): void;
    tell(map: any): void;
    fault(map: any): void;
    key(box: Element | null, scale: { values: number[]; full: number } | null, style: Style, words: Translator): void;
  };
  tips: { pending(data: any): boolean; [kind: string]: (data: any, words?: Translator) => any };

  /* 70_chain.js to 75_time.js */
  corridorPath(nodes: any): Point[];
  chain: { attach(map: any): void };
  cube: { load(query: string): Promise<any>; want(query: string): void; now(): any; holds(tick: number, first: number, last: number): boolean };
  columns: { of: (...args: any[]) => any; Layout: any; paint: (...args: any[]) => any };
  axis: any;
  restorePlay(): void;
  time: any;

  /* 76_board.js to 89_batch.js */
  board: { attach(map: any, id: string): void; maps: Record<string, any>; draws(id: string): boolean; follow(query: string): void };
  lists: {
    begin(grids: any): void; give(id: string, props: any): void; lay(ready?: Promise<unknown>): unknown;
    rows: any; renew(): void;
  };
  /* 80_import.js, 81_overlay_forms.js */
  imports: {
    work(start: () => Promise<string>): Promise<any>; upload(file: File): Promise<string>; send(path: string, value?: any): Promise<any>;
    refresh(): Promise<void>; fail(error: unknown): void;
  };
  overlayForms: { pressed(button: HTMLElement): any };
  /* 79_picks.js */
  picks: { show(): Promise<void>; toggle(event: string, on?: boolean): void; mark(group: Group, query: string): Promise<void> | void; has(event: string): boolean; clear(): void; all(): string[] };
  tell(text: string): void;
  reopen: { reopen(file: File): Promise<unknown>; stateIn(text: string): any };
  briefing: { load(id: string): Promise<any>; save(board: any): Promise<any>; lines(error: unknown): string };
  stage: any;
}

declare const app: App;
/** What the server puts in place of this word. */
declare const __KNOWN__: Known;
/** Leaflet, as dash-leaflet brings it. */
declare const L: any;

interface Window {
  app: App;
  /** The mgrs library (assets/vendor). */
  mgrs: { forward(lonLat: [number, number], accuracy?: number): string };
  React: any;
  dash_clientside: any;
  dash_ag_grid: any;
  dashAgGridFunctions: any;
  cocaine_routes: any;
}
interface PerformanceEntry { readonly responseStatus: number }
interface PerformanceObserverEntryList { getEntries(): PerformanceEntry[] }

/* Elements of the page are HTML: what the scripts put on them, and what they read of them without a cast. */
interface Element extends ElementCSSInlineStyle, HTMLOrSVGElement {
  /** Its content as it was last put in place (12_parts.js). */
  shownHtml?: string;
  /** Somebody is typing in it: what stands there is not sent yet. */
  typing?: boolean;
  open?: any;
  hidden: any;
  value?: any;
  disabled?: any;
  files?: any;
  title: any;
  textContent: any;
  innerText: any;
  offsetWidth: any;
  offsetHeight: any;
  setSelectionRange?: any;
  href?: any;
  src?: any;
  showModal?: any;
  close?: any;
  /** What a legend was last drawn for, and its theme. */
  said?: string;
  theme?: string;
  /** When a message goes. */
  timer?: number;
  /** A tile that was taken off its map. */
  gone?: boolean;
}
interface ChildNode { data?: any }
interface Event { dataTransfer?: any; relatedTarget?: any }
interface EventTarget { closest?: any; value?: any; typing?: boolean; id?: any; dataset?: any; tagName?: any; click?: any; inputMode?: any; files?: any }
