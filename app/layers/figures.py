"""One published figure of each country as a circle: the year that is asked for, or the latest that is stated."""

from __future__ import annotations

from typing import Any

from app.core import published
from app.layers import Extra, LayerRequest
from app.wording.published_figures import unit_label, value_label, value_text

EXTRA: Extra = {}


def body(ask: LayerRequest) -> dict[str, Any]:
    """Circles with value, period, estimator and source; a half year or a sum of years is ``partial``."""
    view, t = ask.view, ask.t
    figures = published.of_figure(ask.queries.records.annual(ask.filters), view.figure)
    shown = published.of_map(figures, view.estimator, int(view.year) if view.year else None)
    points = ask.queries.data.reference.countries
    marks = []
    for r in shown.to_dict("records"):
        if r["iso2"] not in points.index:
            continue
        value = f"{value_text(r['value'], t)} {unit_label(r['unit'], t)}"
        publisher = r["source_publisher"] if isinstance(r["source_publisher"], str) else ""
        texts = [t.period(r["period"]), r["estimator"], publisher]
        marks.append(
            {
                "lon": float(points.at[r["iso2"], "lon"]),
                "lat": float(points.at[r["iso2"], "lat"]),
                "code": r["iso2"],
                "value": float(r["value"]),
                "name": f"{t.country(r['iso2'])} {value_label(r['value'], t)}",
                "said": "\n".join([f"{t.country(r['iso2'])}: {value}", " · ".join(s for s in texts if s)]),
                "partial": not r["whole"],
            }
        )
    return {"lines": [], "marks": marks, "scale": None, "frame": [[m["lat"], m["lon"]] for m in marks]}
