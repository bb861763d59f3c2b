"""What is published about a country besides events, and which routes of the board touch it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.core.published import of_part
from app.core.style import TIER_CHANGE
from app.core.view import href
from app.page_context import HOME, PageContext
from app.queries import Queries
from app.ui import board, tags
from app.ui.controls import nav
from app.ui.file_rows import table
from app.wording import route_board
from app.wording.published_figures import area_label, indicator_label

#: So many lines of a list are shown in one country's column.
SHOWN = 12


def routes(
    queries: Queries, context: PageContext, code: str, moved: list[tuple[frozenset[str], dict[str, Any]]]
) -> Any:
    """Routes of the board that touch the country and moved."""
    t, rows = context.t, []
    for r in [r for countries, r in moved if code in countries][:SHOWN]:
        link = nav(
            " → ".join(route_board.stop_names(r["route"], queries, t)),
            href(board.ROUTE, context.filters, replace(context.view, sel=f"route:{r['route']}")),
        )
        badge = tags.Span(t(f"tier.{r['tier']}"), className=f"badge change-{TIER_CHANGE[r['tier']]}")
        rows.append([link, badge, f"{t.number(r['recent'])} / {t.number(r['baseline'])}"])
    return table([t("board.col_route"), t("board.col_tier"), t("country_page.recent_baseline")], rows, (2,), t)


def stated_figures(queries: Queries, context: PageContext) -> dict[str, list[dict[str, Any]]]:
    """Published annual figures by country, in the order of a sheet: asked once for all sheets of a page."""
    order = ["area_level", "indicator", "area", "year"]
    ordered = queries.records.annual(context.filters).sort_values(order, ascending=[True, True, True, False])
    found: dict[str, list[dict[str, Any]]] = {}
    for r in ordered[ordered["iso2"].isin(context.view.at)].to_dict("records"):
        found.setdefault(r["iso2"], []).append(r)
    return found


def figures(context: PageContext, stated: list[dict[str, Any]]) -> Any:
    """Published annual figures of the country and of its ports and agencies, each with estimator and source; none is
    added up or set against another."""
    t, rows = context.t, []
    for r in stated:
        part = of_part(r)
        period = tags.Span([t.period(r["period"]), *([tags.Small(t(f"figures.{part}"))] if part else [])])
        own = r["area_level"] == "country"
        below = " · ".join(text for text in ("" if own else area_label(r, t), r["by"]) if text)
        name = tags.Span(
            [indicator_label(r["indicator"], r["form"], r["unit"], t), *([tags.Small(below)] if below else [])]
        )
        source = r["source_publisher"] if isinstance(r["source_publisher"], str) else ""
        away: Any = {"target": "_blank", "rel": "noopener noreferrer"}
        link = tags.A(source, href=r["source_url"], **away) if isinstance(r["source_url"], str) else source
        rows.append([period, name, t.number(r["value"], 1 if r["value"] >= 1 else 4), link])
    head = [t("column.period"), t("country_page.figure"), t("column.value"), t("column.publisher")]
    return tags.Div(table(head, rows, (2,), t), className="long")


def corridors(queries: Queries, context: PageContext, code: str) -> Any:
    """Published corridors that name the country."""
    t, held = context.t, queries.store.answers.table("corridor")
    rows = []
    for r in held.to_dict("records"):
        if code not in str(r["countries"]).split(";"):
            continue
        link = nav(
            r["name"], href(HOME, context.filters, replace(context.view, card=f"corridor:{r['corridor_id']}", sel=None))
        )
        rows.append([link, str(r["period"] or t("unstated")), r["source_publisher"]])
    return table(
        [t("column.name"), t("column.period"), t("column.publisher")],
        rows[:SHOWN],
        (),
        t,
    )
