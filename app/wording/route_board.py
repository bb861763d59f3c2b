"""The route board in words: windows, names of routes, what chance foretells, weights and probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from app.core.newness import NEW, Chance
from app.core.routes import parts_of
from app.core.study import Study
from app.i18n import Translator
from app.queries import Queries


def stop_names(key: str, queries: Queries, t: Translator) -> list[str]:
    """The nodes of a route by name."""
    places = queries.data.places
    return [t.place(places[node]) if node in places else node for node in parts_of(key)[0]]


def route_label(key: str, queries: Queries, t: Translator) -> str:
    """A route as people say it: ``Ecuador → Belgium, maritime``."""
    return f"{' → '.join(stop_names(key, queries, t))}, {t.code('mode', parts_of(key)[1]).lower()}"


def window_text(study: Study, which: str, t: Translator) -> str:
    """A window by its first and last month."""
    w = study.windows
    first, last = getattr(w, f"{which}_first"), getattr(w, f"{which}_last")
    return t("sentence.span", first=t.date(first), last=t.date(last))


def board_title(routes: pd.DataFrame, study: Study, t: Translator) -> str:
    """What the board finds: routes that are first seen, and how many of them more than once."""
    new = int(routes["tier"].isin(NEW).sum())
    again = int(routes["tier"].isin(NEW - {"first_sighting"}).sum())
    key = "board.title" if again else "board.title_once"
    return t(key if new else "board.title_none", n=new, again=t.number(again), span=window_text(study, "recent", t))


def chance_range(line: Chance, t: Translator) -> str:
    """The range of 95 %; "" where there is none."""
    if line.low != line.low:
        return ""
    return " " + t("board.range", low=t.number(line.low), high=t.number(line.high))


def counted(study: Study, t: Translator) -> str:
    """What is counted: seizures, or a route once a day."""
    return t(f"board.counted_{study.evidence}")


def tier_name(tier: str, dormant: int, t: Translator) -> str:
    """A tier by its name; ``dormant`` are the months of its silence."""
    return t(f"tier.{tier}", months=t.number(dormant))


def tier_meaning(tier: str, dormant: int, t: Translator) -> str:
    """What a tier says."""
    return t(f"tier.{tier}_means", months=t.number(dormant))


def share_text(r: Mapping[str, Any], t: Translator) -> str:
    """Of a route that rises: that a rise of its share is not shown."""
    return t("board.with_reporting_means", p=p_text(r["share_p"], t))


def finding_text(line: Chance, study: Study, t: Translator) -> str:
    """Whether more recent seizures lie on routes not seen before than chance alone would put there."""
    if line.expected != line.expected:
        return t("board.finding_none")
    observed, what = t.number(line.observed), counted(study, t)
    if line.low != line.low:
        return t("board.finding_no_range", observed=observed, counted=what)
    word, foretold = "within", t.number(line.expected, 1)
    if not line.low <= line.observed <= line.high:
        word = "above" if line.observed > line.high else "below"
    return t(f"board.finding_{word}", observed=observed, counted=what, expected=foretold) + chance_range(line, t)


def reopened_text(seen: int, expected: float, study: Study, t: Translator) -> str | None:
    """How many routes are seen again, beside how many chance alone would make; None where that cannot be said."""
    if expected != expected or not seen:
        return None
    return t("board.reopened", n=seen, months=t.number(study.dormant), expected=t.number(expected, 1))


def routed_shares(coverage: pd.Series, t: Translator) -> str:
    """Which share of each window's events names a route, and how far back the data go: a route that is not named in
    the baseline was not unseen, it was not told."""
    first = t.date(coverage["first"]) if isinstance(coverage["first"], str) else t("unstated")
    return t(
        "board.stated",
        recent=routed_share(coverage, "recent", t),
        baseline=routed_share(coverage, "baseline", t),
        first=first,
    )


def routed_share(coverage: pd.Series, which: str, t: Translator) -> str:
    """The share of a window's events that name a route."""
    return t.percent(coverage[f"{which}_routed"] / coverage[which]) if coverage[which] else t("unstated")


def kg_text(kg: float, t: Translator) -> str:
    """Kilograms; a dash where none is stated."""
    return "–" if kg != kg else t.weight(kg)


def p_text(p: float, t: Translator) -> str:
    """A probability: three digits, and what is smaller is said to be so."""
    if p != p:
        return "–"
    return t("board.under", value=t.number(0.001, 3)) if p < 0.001 else t.number(p, 3)


def ratio_texts(r: Mapping[str, Any], t: Translator) -> tuple[str, str]:
    """The ratio of two rates and its exact interval (``low – high``); a dash and "" where there is no ratio, words
    where the baseline has none."""
    if r["ratio"] != r["ratio"]:
        return "–", ""
    ratio, low, high = (
        None if value == float("inf") else t.number(value, 1 if value >= 1 else 2)
        for value in (r["ratio"], r["low"], r["high"])
    )
    interval = t("board.at_least", low=low) if high is None else f"{low} – {high}"
    return ratio or t("board.none_before"), interval
