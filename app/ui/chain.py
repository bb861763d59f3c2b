"""The chain explorer as SVG text, the shift of roles over the years, and the published figures."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import pandas as pd
from markupsafe import Markup

from app.core import alluvial
from app.core.modes import ROLES
from app.core.style import ROLE_STYLE, scheme_index
from app.core.view import href
from app.i18n import Translator
from app.page_context import PageContext
from app.ui import tags
from app.ui.controls import nav, pair

WIDE, HIGH, BAND, TOP = 1000, 420, 12, 32
#: Least distance of two names, by whether the type is that of the projector.
LINE = {False: 17, True: 24}
#: Countries of a column that have a band of their own.
BANDS = 5
#: Width of a letter of a name, by whether the type is that of the projector.
LETTER = {False: 7.8, True: 11}
#: Countries and years of the role shift.
COUNTRIES, YEARS = 12, 12


def drawing(groups: pd.DataFrame, context: PageContext) -> Any:
    """Four columns of bands with ribbons between them; a band narrows the page to its country in its role."""
    t = context.t
    if groups.empty:
        return tags.P(t("title.none"), className="empty")
    largest = alluvial.largest_groups(groups, BANDS)
    nodes = alluvial.bands(largest)
    left, right = (margin(nodes, column, context) for column in ("departure", "destination"))
    across = {column: left + i * (WIDE - BAND - left - right) / 3 for i, column in enumerate(alluvial.COLUMNS)}
    parts = [ribbon(r, across, context) for r in alluvial.ribbons(largest, nodes).to_dict("records")]
    for column, mine in nodes.groupby("column", sort=False):
        middles = [TOP + HIGH * place for place in (mine["top"] + mine["bottom"]) / 2]
        labels = alluvial.spaced_labels(middles, LINE[context.view.theme == "projector"], TOP + HIGH)
        rows = zip(mine.to_dict("records"), labels, strict=True)
        parts += [band(r, across[str(column)], label_y, context) for r, label_y in rows]
    heads = [
        f'<text class="alluvial-head" x="{across[c] + BAND / 2:.0f}" y="18" text-anchor="middle">'
        f"{escape(t(f'role.{c}'))}</text>"
        for c in alluvial.COLUMNS
    ]
    label = escape(t("overview.alluvial"))
    box = f'viewBox="0 0 {WIDE} {HIGH + TOP + 6}" role="group" aria-label="{label}"'
    kind = "alluvial brushed" if context.view.sel else "alluvial"
    drawn = Markup(f'<svg class="{kind}" {box}>{"".join(heads)}{"".join(parts)}</svg>')
    # Where the window is too narrow for its names, it is moved sideways under them.
    return tags.Div(drawn, className="alluvial-frame")


def margin(nodes: pd.DataFrame, column: str, context: PageContext) -> float:
    """Room for the longest name of an outer column."""
    rows = nodes[nodes["column"] == column].to_dict("records")
    letter = LETTER[context.view.theme == "projector"]
    return 14 + letter * max(len(f"{called(r['key'], context.t)} {number(r, context)}") for r in rows)


def number(r: dict[str, Any], context: PageContext) -> str:
    """The number of a band; with a selection, how many of them are selected."""
    whole = context.t.number(r["n"])
    return f"{context.t.number(r['lit'])} / {whole}" if context.view.sel else whole


def called(key: str, t: Translator) -> str:
    """A band's name; several transits in their order."""
    known = {alluvial.UNSTATED: t("unstated"), alluvial.OTHERS: t("overview.others")}
    return known.get(key) or " → ".join(map(t.country, key.split(alluvial.THEN)))


def ribbon(r: dict[str, Any], across: dict[str, float], context: PageContext) -> str:
    """What runs from one band to the next; of a selection its share stands out, from the top."""
    ends = across[r["left"]] + BAND, across[r["right"]]
    blank = " blank" if alluvial.UNSTATED in (r["origin"], r["target"]) else ""
    label = f"{called(r['origin'], context.t)} → {called(r['target'], context.t)}: {counted(r, context)}"
    outlines = [alluvial.outline(r, ends, (TOP, HIGH), share) for share in (1.0, r["lit"] / r["n"])]
    overview_title = f"<title>{escape(label)}</title>"
    whole = f'<path class="ribbon{blank}" d="{outlines[0]}">{overview_title}</path>'
    lit = f'<path class="ribbon lit" d="{outlines[1]}">{overview_title}</path>'
    return whole + lit if r["lit"] else whole


def counted(r: dict[str, Any], context: PageContext) -> str:
    """How many events; with a selection, how many of them are selected."""
    whole = context.t("sentence.events", n=r["n"])
    return context.t("overview.lit", lit=context.t.number(r["lit"]), whole=whole) if context.view.sel else whole


def band(r: dict[str, Any], x: float, label: float, context: PageContext) -> str:
    """One country in one role, with its name and number at height ``label``; a click narrows or widens the page."""
    t, key, role = context.t, r["key"], r["column"]
    y0, high = TOP + HIGH * r["top"], max(1.5, HIGH * (r["bottom"] - r["top"]))
    colour = ROLE_STYLE[role][scheme_index(context.view.theme)]
    fill = "var(--line)" if key in (alluvial.UNSTATED, alluvial.OTHERS) else colour
    box = f'<rect x="{x:.1f}" y="{y0:.1f}" width="{BAND}" height="{high:.1f}" fill="{fill}"/>'
    left = role in ("departure", "transit")
    text_x, anchor = (x - 6, "end") if left else (x + BAND + 6, "start")
    words = f"{escape(called(key, t))} <tspan>{number(r, context)}</tspan>"
    faded = ' class="faded"' if context.view.sel and not r["lit"] else ""
    text = f'<text{faded} x="{text_x:.1f}" y="{label + 5:.1f}" text-anchor="{anchor}">{words}</text>'
    overview_title = f"<title>{escape(called(key, t))}: {escape(counted(r, context))}</title>"
    if key == alluvial.OTHERS or alluvial.THEN in key:
        return f"<g>{overview_title}{box}{text}</g>"
    wanted = context.filters.toggled(role, key or "unstated")
    return f'<a data-nav="1" href="{escape(context.link(wanted))}"><g>{overview_title}{box}{text}</g></a>'


def shift(role_counts: pd.DataFrame, context: PageContext) -> Any:
    """Roles of the countries that most events name, by year: a bar for each year, a colour for each role."""
    t = context.t
    if role_counts.empty:
        return tags.P(t("title.none"), className="empty")
    sizes = (
        role_counts[role_counts["role"] != "seizure"]
        .groupby("node")["n"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    years = list(range(int(role_counts["year"].max()) - YEARS + 1, int(role_counts["year"].max()) + 1))
    roles = [role for role in ROLES if role != "production"]
    head = tags.Tr([tags.Td(""), *(tags.Th(str(year), className="number") for year in years)])
    rows = []
    for node in sizes.head(COUNTRIES).index:
        mine = role_counts[role_counts["node"] == node]
        counts = {(r, y): n for r, y, n in zip(mine["role"], mine["year"], mine["n"], strict=True)}
        name: Any = t.country(str(node))
        if len(str(node)) == 2:
            name = nav(name, href("/countries", context.filters, replace(context.view, at=(str(node),))))
        rows.append(tags.Tr([tags.Th(name, scope="row"), *(tags.Td(cell(counts, y, roles, context)) for y in years)]))
    return tags.Div(
        tags.Table([tags.Thead(head), tags.Tbody(rows)], className="import-table shift"), className="scroll"
    )


def cell(counts: dict[tuple[str, int], int], year: int, roles: list[str], context: PageContext) -> Any:
    """One year of one country: its roles as shares of one bar, with their numbers when it is pointed at."""
    t = context.t
    n = sum(counts.get((r, year), 0) for r in roles)
    if not n:
        return None
    parts = [
        tags.Span(
            style={"flex": f"{counts[r, year]} 1 0", "background": ROLE_STYLE[r][scheme_index(context.view.theme)]}
        )
        for r in roles
        if counts.get((r, year))
    ]
    breakdown = ", ".join(f"{t(f'role.{r}')} {t.number(counts[r, year])}" for r in roles if counts.get((r, year)))
    return tags.Div([tags.Div(parts, className="shift-bar"), tags.Small(t.number(n))], title=f"{year}: {breakdown}")


def role_key(t: Translator) -> tags.Element:
    """What the colours of the roles are."""
    roles = [role for role in ROLES if role != "production"]
    return tags.P([pair(f"glyph {r}", t(f"role.{r}")) for r in roles], className="board-legend")


def ribbon_key(context: PageContext) -> tags.Element:
    """What the colours of the ribbons are."""
    t = context.t
    kinds = [("known", "overview.ribbon"), ("blank", "overview.ribbon_blank")]
    kinds += [("lit", "overview.ribbon_lit")] if context.view.sel else []
    keys = [pair(f"ribbon-key {kind}", t(text)) for kind, text in kinds]
    return tags.P([*keys, tags.Span(t("overview.chain_hint"))], className="board-legend bare")


def cleared(context: PageContext) -> Any:
    """A way back from a narrowed chain."""
    roles = [role for role in alluvial.COLUMNS if getattr(context.filters, role)]
    if not roles and not context.view.sel:
        return None
    return nav(context.t("overview.widen"), context.link(context.filters.cleared(*roles)), className="button")
