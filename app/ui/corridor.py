"""The card of a published corridor: what its source says, that it is no count, and which events support it."""

from __future__ import annotations

from typing import Any

from app.page_context import PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.controls import fact_row, nav


def supporting(queries: Queries, context: PageContext, corridor_id: str) -> tags.Element:
    """The events that support the statement, or that none does."""
    t, sel = context.t, f"backs:{corridor_id}"
    n = int(queries.summary.totals(context.filters, sel)["events"])
    content = (
        nav(t("corridor.backed", n=n), context.link(card=None, sel=sel), className="button")
        if n
        else t("corridor.alone")
    )
    return tags.Div([tags.H3(t("corridor.support")), tags.P(content), tags.P(t("corridor.rule"), className="hint")])


def card(queries: Queries, context: PageContext, corridor_id: str) -> list[Any]:
    """A published corridor: what its source says, and that it is no count."""
    frame = queries.store.answers.table("corridor")
    matches = frame[frame["corridor_id"] == corridor_id]
    back = tags.Div(
        nav(f"← {context.t('panel.back')}", context.link(card=None), className="button back"), className="steps"
    )
    if matches.empty:
        return [back, tags.P(context.t("card.missing", id=corridor_id), className="empty")]
    row, t = matches.iloc[0], context.t
    # Of several origins the source gives no order: they are named, not strung together.
    sign = ", " if row["kind"] == "statement" else " → "
    nodes = sign.join(part.split("@")[0].split(":", 1)[1] for part in row["nodes"].split(";"))
    out = [
        fact_row(t("corridor.kind"), t(f"corridor.{row['kind']}")),
        fact_row(t("corridor.period"), row["period"]),
        fact_row(t("corridor.mode"), row["mode"]),
        fact_row(t("corridor.nodes"), nodes),
        fact_row(t("corridor.says"), row["what_the_source_says"]),
        fact_row(t("card.confidence"), t.code("confidence", row["confidence"])),
    ]
    source = tags.A(
        row["source_title"], href=row["source_url"], target="_blank", rel="noopener noreferrer", className="source"
    )
    dated = f"{row['source_publisher']} · {t('card.source_dated', date=t.date(row['source_date']))}"
    return [
        back,
        tags.Div([tags.Span(row["corridor_id"], className="kicker"), tags.H2(row["name"], className="side-title")]),
        tags.P(t("corridor.note"), className="hint"),
        tags.Dl(out, className="facts"),
        supporting(queries, context, corridor_id),
        tags.H3(t("card.sources")),
        tags.Ol([tags.Li([source, tags.Small(dated)])], className="sources"),
    ]
