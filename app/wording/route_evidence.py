"""The evidence for one route in words: the judgement, the figures, and what else could explain them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from app.core.study import Study
from app.i18n import Translator
from app.wording import route_board

#: The sections of a note, by the keys of their titles.
SECTIONS = ("route.judgement", "route.events", "route.readings", "route.gaps")


def judgement(r: dict[str, Any], study: Study, t: Translator) -> list[str]:
    """The tier, what it means, and what it does not."""
    name, meaning = (of(r["tier"], study.dormant, t) for of in (route_board.tier_name, route_board.tier_meaning))
    lines = [f"{name}. {meaning}"]
    lines += [route_board.share_text(r, t)] if r["with_reporting"] else []
    return [*lines, t("route.note_first_seen", span=route_board.window_text(study, "recent", t))]


def window_contents(r: dict[str, Any], which: str, t: Translator) -> str:
    """What a window holds; nothing has no weight."""
    n, months = int(r[f"seizures_{which}"]), t.number(r[f"exposure_{which}"])
    if not n:
        return t("route.window_none", months=months)
    return t("route.window", n=n, kg=t.kg(r[f"kg_{which}"]), months=months)


def figures(r: dict[str, Any], study: Study, t: Translator) -> list[tuple[str, str]]:
    """(name, text) of what is counted in both windows, and of the tests."""
    ratio, interval = route_board.ratio_texts(r, t)
    return [
        (route_board.window_text(study, "recent", t), window_contents(r, "recent", t)),
        (route_board.window_text(study, "baseline", t), window_contents(r, "baseline", t)),
        (t("route.before"), t("sentence.events", n=int(r["seizures_before"]))),
        (t("route.first_last"), t("sentence.span", first=t.date(r["first"]), last=t.date(r["last"]))),
        (t("board.col_ratio"), f"{ratio} ({interval})" if interval else ratio),
        ("p · q", f"{route_board.p_text(r['p'], t)} · {route_board.p_text(r['q'], t)}"),
        (t("route.share_p"), route_board.p_text(r["share_p"], t)),
        (t("route.reporters"), t.all_of([t.country(c) for c in r["reporters"].split(";")])),
    ]


def rate_text(rate: float, t: Translator) -> str:
    """A number a month: one seizure in 24 months is 0.04, not 0."""
    return t.number(rate, 1 if rate >= 1 or not rate else 2)


def other_explanations(r: dict[str, Any], events: pd.DataFrame, study: Study, t: Translator) -> list[tuple[str, str]]:
    """(name, figures) of what else could explain a rise: better detection, one-off, late or partial reporting."""
    months, before = int(r["exposure_recent"]), int(r["exposure_baseline"])
    each = [r["all_recent"] / months if months else 0.0, r["all_baseline"] / before if before else 0.0]
    tested = r["recent"] > 0 and r["all_baseline"] > 0
    share = t("route.share_tested", p=route_board.p_text(r["share_p"], t)) if tested else t("route.share_untested")
    recent_rate, baseline_rate = (rate_text(rate, t) for rate in each)
    detection = t("route.detection_figures", recent=recent_rate, baseline=baseline_rate, share=share)
    kg = r["kg_recent"]
    part = r["largest_recent"] / kg if kg == kg and kg > 0 else float("nan")
    once = t(
        "route.one_off_figures", days=t("route.dates", n=int(r["days"])), n=int(r["seizures_recent"]),
        share=t("unstated") if part != part else t.percent(part), publishers=t.number(events["publisher"].nunique()),
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
