"""One route in evidence: what is counted, what else could explain it, the events, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from app.core.study import Study
from app.core.view import href
from app.i18n import Translator
from app.ui import board
from app.ui import tags as html
from app.ui.controls import nav
from app.ui.here import HOME, Here
from app.ui.rows import plain_table

#: So many lines of a list are shown; the map's list has all of them.
SHOWN = 30
#: The sections of a note, by the keys of their titles.
SECTIONS = ("route.judgement", "route.events", "route.readings", "route.gaps")


def judged(r: dict[str, Any], study: Study, t: Translator) -> list[str]:
    """The tier, what it means, and what it does not."""
    lines = [f"{t('tier.' + r['tier'])}. {t('tier.' + r['tier'] + '_means')}"]
    lines += [t("board.with_reporting_means")] if r["with_reporting"] else []
    return [*lines, t("route.note_first_seen", span=board.span(study, "recent", t))]


def held(r: dict[str, Any], which: str, t: Translator) -> str:
    """What a window holds; nothing has no weight."""
    n, months = int(r[which]), t.number(r[f"exposure_{which}"])
    if not n:
        return t("route.window_none", months=months)
    return t("route.window", n=n, kg=t.kg(r[f"kg_{which}"]), months=months)


def figures(r: dict[str, Any], study: Study, t: Translator) -> list[tuple[str, str]]:
    """(name, text) of what is counted in both windows, and of the tests."""
    ratio = board.ratio(r, t)
    return [
        (board.span(study, "recent", t), held(r, "recent", t)),
        (board.span(study, "baseline", t), held(r, "baseline", t)),
        (t("route.before"), t("sentence.events", n=int(r["before"]))),
        (t("route.first_last"), t("sentence.span", first=t.date(r["first"]), last=t.date(r["last"]))),
        (t("board.col_ratio"), f"{ratio[0]} ({ratio[1].children})" if len(ratio) > 1 else str(ratio[0])),
        ("p · q", f"{board.level(r['p'], t)} · {board.level(r['q'], t)}"),
        (t("route.share_p"), board.level(r["share_p"], t)),
        (t("route.reporters"), t.all_of([t.country(c) for c in r["reporters"].split(";")])),
    ]


def readings(r: dict[str, Any], events: pd.DataFrame, study: Study, t: Translator) -> list[tuple[str, str]]:
    """(name, figures) of what else could explain a rise: better detection, one-off, late or partial reporting."""
    months, before = int(r["exposure_recent"]), int(r["exposure_baseline"])
    each = [r["all_recent"] / months if months else 0.0, r["all_baseline"] / before if before else 0.0]
    detection = t(
        "route.detection_figures", recent=t.number(each[0], 1), baseline=t.number(each[1], 1),
        p="–" if r["share_p"] != r["share_p"] else t.number(r["share_p"], 3),
    )  # fmt: skip
    kg = r["kg_recent"]
    share = r["largest_recent"] / kg if kg == kg and kg > 0 else float("nan")
    once = t(
        "route.one_off_figures", days=t.number(r["days"]), n=int(r["recent"]),
        share=t("unstated") if share != share else t.percent(share), publishers=t.number(events["publisher"].nunique()),
    )  # fmt: skip
    reporting = t(
        "route.reporting_figures", recent=t.number(months), recent_all=t.number(study.recent),
        baseline=t.number(before), baseline_all=t.number(study.baseline), gap=t.number(study.gap),
    )  # fmt: skip
    return [
        (t("route.detection"), detection),
        (t("route.one_off"), once),
        (t("route.reporting"), reporting),
    ]


def counted(values: pd.Series, name: str, t: Translator, most: int = 10) -> html.Table | html.P:
    """How often each value is stated; what is not stated comes last and is no value."""
    known = values.dropna()
    counts = known[known != ""].value_counts().head(most)
    rows: list[list[Any]] = [
        [t.code(name, str(v)) if t.has(f"{name}.{v}") else str(v), t.number(n)] for v, n in counts.items()
    ]
    blank = len(values) - int((known != "").sum())
    if blank:
        rows.append([html.I(t("unstated")), t.number(blank)])
    head = t(f"column.{name}") if t.has(f"column.{name}") else t(f"field.{name}")
    return plain_table([head, t("column.events")], rows, numbers=(1,))


def events_table(events: pd.DataFrame, here: Here) -> list[Any]:
    """The events, the latest first, each with a link to its card."""
    t = here.t
    rows = []
    for e in events.sort_values(["date", "event_id"], ascending=False).head(SHOWN).to_dict("records"):
        link = nav(t.date(e["date"]), href(HOME, here.filters, replace(here.view, card=f"event:{e['event_id']}")))
        place = f"{e['place']}, {t.country(e['seizure'])}"
        rows.append(
            [link, place, t.kg(e["kg"]), t.code("confidence", e["confidence"]), e["publisher"] or t("unstated")]
        )
    names: Sequence[str] = ("date", "place", "kg", "confidence", "publisher")
    more = len(events) - len(rows)
    rest = html.P(t("route.more", n=more), className="hint") if more > 0 else None
    return [html.Div(plain_table([t(f"column.{n}") for n in names], rows, numbers=(2,)), className="scroll"), rest]
