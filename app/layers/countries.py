"""Every country that an event names, in any role, shaded by the number of events; a click puts it beside the others, or
takes it out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.core.country import class_bounds
from app.core.filters import Filters
from app.core.view import MOST_BESIDE, View, href
from app.layers import Extra, LayerRequest

EXTRA: Extra = {}


def side_by_side_link(filters: Filters, view: View, code: str) -> str:
    """The address where a country stands beside those that are chosen, or no longer does; "" where no more fit."""
    now = tuple(sorted(set(view.at) ^ {code}))
    return href("/countries", filters, replace(view, at=now)) if len(now) <= MOST_BESIDE else ""


def body(ask: LayerRequest) -> dict[str, Any]:
    """Countries with point, count, ``shade`` (the number of their class, from 0 on) and ``link``, most events first;
    ``bounds`` are the lowest counts of the classes. A country of which no point is known is in the list alone."""
    t, points = ask.t, ask.queries.data.reference.countries
    counts = ask.queries.summary.named_countries(replace(ask.filters, country=()))
    bounds = class_bounds(int(counts.max()) if len(counts) else 1)
    rows = []
    for code, n in zip(map(str, counts.index), counts.tolist(), strict=True):
        if code not in points.index:
            continue
        name = t.country(code)
        rows.append(
            {
                "code": code,
                "lon": float(points.at[code, "lon"]),
                "lat": float(points.at[code, "lat"]),
                "n": n,
                "shade": sum(n >= bound for bound in bounds) - 1,
                "name": f"{name} {t.number(n)}",
                "said": t("country_page.named_by", name=name, events=t("sentence.events", n=n)),
                "link": side_by_side_link(ask.filters, ask.view, code),
            }
        )
    return {
        "lines": [],
        "countries": rows,
        "bounds": bounds,
        "scale": None,
        "frame": [[r["lat"], r["lon"]] for r in rows],
    }
