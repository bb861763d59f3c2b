"""Pairs of records that may be one load, side by side, and what was decided about pairs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from app.core.query import whole_number
from app.i18n import Translator
from app.intake.datasets.links import KINDS
from app.queries import Queries
from app.ui import tags
from app.ui.controls import attrs, nav

PAGE = 20


def pairs(queries: Queries, t: Translator, start: str = "0") -> list[Any]:
    """Decisions first (they can be taken back), then candidates, the nearest first."""
    offset = whole_number(start, 0, 999_999) or 0
    candidates, n = queries.records.candidates(offset, offset + PAGE)
    links = queries.store.answers.table("link")
    titles = queries.records.titles(t.language)
    ids = [*candidates["first"], *candidates["second"], *links["kept"], *links["other"]]
    events = queries.records.events_by_id(ids) if ids else pd.DataFrame()
    open_ = [candidate(row, events, titles, t) for row in candidates.to_dict("records")]
    more = tags.Button(
        t("pairs.more", n=n - offset - PAGE), type="button", className="button", **attrs(data_more=offset + PAGE)
    )
    listed: list[Any] = open_ or [tags.P(t("pairs.all_decided" if len(links) else "pairs.none"), className="empty")]
    return [
        decided(links, events, t),
        tags.H2(t("pairs.open", n=n), className="side-title"),
        tags.P(t("pairs.rule"), className="hint"),
        *listed,
        more if n > offset + PAGE else None,
    ]


def candidate(row: dict[str, Any], events: pd.DataFrame, titles: dict[str, str], t: Translator) -> tags.Element:
    """Two records with what speaks for one load, and the four answers."""
    first, second = events.loc[row["first"]], events.loc[row["second"]]
    near = [t(f"pairs.by_{row['basis']}"), t("pairs.days", n=int(row["days"]))]
    if not pd.isna(row["km"]):
        near.append(t("pairs.km", km=t.number(row["km"])))
    if not pd.isna(row["share"]):
        near.append(t("pairs.share", share=t.number(100 * row["share"], 2)))
    keep = keeper(first, second)
    kept_record, other = (first, second) if keep == first["event_id"] else (second, first)
    buttons = [
        tags.Button(
            t(f"pairs.{kind}"), type="button", className="button" + (" main" if kind == "same" else ""),
            title=t(f"pairs.{kind}_means"),
            **attrs(data_link=kind, data_kept=kept_record["event_id"], data_other=other["event_id"]),
        )
        for kind in KINDS
    ]  # fmt: skip
    turn = tags.Button(
        t("pairs.turn"), type="button", className="button", title=t("pairs.turn_means"), **attrs(data_turn="1")
    )
    return tags.Article(
        [
            tags.P(" · ".join(near), className="kicker"),
            tags.Div([record(kept_record, titles, t, "kept"), record(other, titles, t, "other")], className="two"),
            tags.Div([*buttons, turn], className="row"),
        ],
        className="pair-box",
    )


def keeper(first: pd.Series, second: pd.Series) -> str:
    """The record that is offered to be kept: the graded one, else the one that says more."""
    ungraded = [record_["confidence"] == "ungraded" for record_ in (first, second)]
    if ungraded[0] != ungraded[1]:
        return str(second["event_id"] if ungraded[0] else first["event_id"])
    return str(first["event_id"] if first.notna().sum() >= second.notna().sum() else second["event_id"])


def record(event: pd.Series, titles: dict[str, str], t: Translator, word: str) -> tags.Element:
    """One of the two."""
    link = nav(event["event_id"], f"/?card=event:{event['event_id']}&lang={t.language}")
    route = [event["departure"], event["seizure"], event["destination"]]
    stated = [c for c in route if isinstance(c, str) and c]
    route_text = " → ".join(t.country(c) for index, c in enumerate(stated) if index == 0 or c != stated[index - 1])
    return tags.Div(
        [
            tags.Small(t(f"pairs.{word}"), className="role-word"),
            tags.Strong(f"{t.date(event['date'])} · {t.kg(event['kg'])}"),
            tags.Span(f"{event['place']}, {t.country(event['seizure'])}"),
            tags.Small(f"{route_text} · {t.code('mode', event['mode'])}"),
            tags.Small([titles.get(event["source"], event["source"]), " · ", link]),
        ],
        className="record-box",
    )


def named(event: pd.Series, t: Translator) -> str:
    """A record in a few words."""
    return f"{t.date(event['date'])} {event['place']} ({t.kg(event['kg'])})"


def decided(links: pd.DataFrame, events: pd.DataFrame, t: Translator) -> tags.Element | None:
    """What was decided, with the kg that count no more, and the way back."""
    if links.empty:
        return None
    again = links[links["kind"] != "distinct"]
    lines = []
    for link in links.to_dict("records"):
        names = [named(events.loc[link[end]], t) for end in ("kept", "other")]
        back = tags.Button(
            t("pairs.back"),
            type="button",
            className="button",
            **attrs(data_unlink="1", data_kept=link["kept"], data_other=link["other"]),
        )
        by = " · ".join(part for part in (link["by"], t.date(link["when"][:10])) if part)
        lines.append(
            tags.Li([tags.Span(t(f"pairs.did_{link['kind']}", kept=names[0], other=names[1])), tags.Small(by), back])
        )
    summary = t("pairs.decided", n=len(links), kg=t.kg(float(again["kg"].fillna(0).sum())))
    return tags.Details([tags.Summary(summary), tags.Ul(lines)], className="record", open=True, id={"pairs": "decided"})
