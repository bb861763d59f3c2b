/* A layer of the map that draws itself on one canvas, a little larger than what is seen of the map.
   A canvas of the size of the screen costs a browser without a GPU far less per frame than tiles that it has to scale. */
(function () {
  "use strict";
  const app = window.app;
  const PAD = 0.12;

  /** `paint` is given the context, the projection and the frame whenever the layer draws. With the option `ground` it lies
      under all others and nothing shows through it; it draws in the next frame, when the map has found its view, and anew
      while a hand drags the map, once what it holds does not reach to the edge. */
  app.CanvasLayer = L.Layer.extend({
    options: { ground: false },
    initialize(paint, options) { this._paint = paint; L.setOptions(this, options); },
    getEvents() {
      return { viewreset: this._reset, moveend: this._reset, resize: this._reset, zoomanim: this._scale, zoom: this._pinched, move: this._moved };
    },
    onAdd(map) {
      this._canvas = L.DomUtil.create("canvas", `map-${this.options.ground ? "base" : "overlay"} leaflet-zoom-animated`);
      map.getPane(this.options.ground ? "tilePane" : "overlayPane").appendChild(this._canvas);
      this._reset();
    },
    onRemove() { this._canvas.remove(); },
    _reset() {
      const map = this._map, size = map.getSize(), ratio = window.devicePixelRatio || 1;
      const pad = size.multiplyBy(PAD).round();
      this._origin = map.containerPointToLayerPoint(pad.multiplyBy(-1));
      this._corner = map.layerPointToLatLng(this._origin);
      this._zoom = map.getZoom();
      L.DomUtil.setPosition(this._canvas, this._origin);
      const full = size.add(pad.multiplyBy(2));
      /* A canvas that is given its size gets new memory, also where it has that size. */
      if (this._canvas.width !== Math.floor(full.x * ratio) || this._canvas.height !== Math.floor(full.y * ratio)) {
        this._canvas.width = full.x * ratio; this._canvas.height = full.y * ratio;
        this._canvas.style.width = full.x + "px"; this._canvas.style.height = full.y + "px";
      }
      this.frame = { width: full.x, height: full.y, pad, ratio, box: [0, 0, full.x, full.y] };
      this.redraw();
    },
    _scale({ zoom, center }) {
      L.DomUtil.setTransform(this._canvas, this._map._latLngToNewLayerPoint(this._corner, zoom, center), this._map.getZoomScale(zoom, this._zoom));
    },
    _pinched() { this._scale({ zoom: this._map.getZoom(), center: this._map.getCenter() }); },
    _moved() {
      if (!this.options.ground || this._map.getZoom() !== this._zoom) return;
      const { x, y } = this._map.containerPointToLayerPoint([0, 0]).subtract(this._origin), { pad } = this.frame;
      if (Math.abs(x - pad.x) > pad.x || Math.abs(y - pad.y) > pad.y) this._reset();
    },
    /* Pixel of a point in world widths, on this canvas. */
    projection() {
      const map = this._map, k = 256 * 2 ** map.getZoom();
      const left = map.getPixelOrigin().add(this._origin);
      return { k, x: left.x, y: left.y, of: (p) => [p[0] * k - left.x, p[1] * k - left.y] };
    },
    /* Asked for several times in one go (a new size moves the map, too), it draws once, before the next frame. */
    redraw() {
      if (this._asked) return;
      this._asked = true;
      const draw = () => { this._asked = false; this._draw(); };
      if (this.options.ground) requestAnimationFrame(draw); else queueMicrotask(draw);
    },
    _draw() {
      if (!this._map) return;
      const context = this._canvas.getContext("2d", { alpha: !this.options.ground });
      context.setTransform(this.frame.ratio, 0, 0, this.frame.ratio, 0, 0);
      context.clearRect(0, 0, this.frame.width, this.frame.height);
      this._paint(context, this.projection(), this.frame);
    },
  });
})();
