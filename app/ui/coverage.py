"""The coverage strip: countries by month as reported, partly, not reported or unknown, as their sources declare it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from app.charts import timeline
from app.core import coverage
from app.core.coverage import Run
from app.core.filters import Filters
from app.core.windows import index_of
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.controls import nav

#: Groups of countries that the strip shows, and countries once it is opened; the data page has all.
GROUPS, OPENED = 3, 12
#: A run shorter than this share of the line bears no word: it would be cut.
WORDED = 0.09

Row = tuple[list[str], list[Run]]


def strip(queries: Queries, context: PageContext, months: pd.DataFrame) -> list[Any]:
    """Over the time axis: the countries that seized the selected events, those that are covered alike together; nothing
    where no source declares what it covers."""
    t, view = context.t, context.view
    axis = timeline.axis_of(queries.summary.months(Filters(form=context.filters.form)), view)
    if axis is None or months.empty:
        return []
    states = queries.reporting.reported(context.filters, axis.first, axis.last)
    if states.eq("unknown").to_numpy().all():
        return []
    order = list(dict.fromkeys(queries.reporting.seizing(context.filters)["seizure"]))
    single = view.strip == "countries"
    known = [code for code in order if code in states.index]
    rows = (
        [([code], coverage.runs(states.loc[code])) for code in known[:OPENED]]
        if single
        else (coverage.group_equal_rows(states, order))
    )
    shown = rows if single else rows[:GROUPS]
    rest = len(order) - sum(len(codes) for codes, _runs in shown)
    place = {"--before": f"{axis.left}px", "--after": f"{axis.right}px", "--part": f"{axis.part:g}"}
    filling = queries.reporting.filling_from(context.filters)
    late = filling if filling and filling <= axis.last else None
    return [lines(shown, axis.first, axis.last, t, place), foot(context, rest, single, late)]


def foot(context: PageContext, rest: int, single: bool, late: str | None) -> tags.Element:
    """What the strip is, how many countries it leaves out, from when on months fill up, and the switch between groups
    and countries."""
    t = context.t
    notes = [t("coverage.rest", n=rest)] if rest else []
    notes += [t("coverage.late", month=t.date(late))] if late else []
    switch = nav(
        t("coverage.fewer" if single else "coverage.each"),
        context.link(strip="groups" if single else "countries"), className="link",
    )  # fmt: skip
    words = [tags.Span(word) for word in notes]
    return tags.P([tags.Span(t("coverage.title")), *key(t), *words, switch], className="coverage-foot")


def key(t: Translator) -> list[tags.Element]:
    """What each state looks like."""
    return [
        tags.Span([tags.I(className=f"run {state}"), t(f"coverage.{state}")], className="coverage-key")
        for state in coverage.STATES
    ]


def of_country(queries: Queries, context: PageContext, code: str, first: str, last: str) -> tags.Element | None:
    """One country's line; None where no source speaks for it."""
    states = queries.reporting.reported(context.filters, first, last)
    place = {"--before": "26px"}
    return (
        lines([([code], coverage.runs(states.loc[code]))], first, last, context.t, place)
        if code in states.index
        else None
    )


def of_countries(queries: Queries, context: PageContext, codes: Sequence[str], first: str, last: str) -> tags.Element:
    """A line for each of some countries, those without any source left out."""
    states = queries.reporting.reported(context.filters, first, last)
    rows = [([code], coverage.runs(states.loc[code])) for code in codes[:OPENED] if code in states.index]
    return lines(rows, first, last, context.t, {"--before": "34px"})


def of_all(queries: Queries, context: PageContext) -> list[Any]:
    """Every country of the filter, those that are covered alike together and named below."""
    t, declared = context.t, queries.reporting.declared(context.filters)
    first, last = min(s.period[0] for s in declared), max(s.period[1] for s in declared)
    states = queries.reporting.reported(context.filters, first, last)
    groups = coverage.group_equal_rows(states, list(states.index))
    named = [
        tags.Li([tags.B(label_of(codes)), " ", t.all_of([t.country(c) for c in codes])]) for codes, _runs in groups
    ]
    ends = tags.Div([tags.Span(t.date(first)), tags.Span(t.date(last))], className="bar-ends")
    return [
        tags.Div([lines(groups, first, last, t, {"--before": "58px"}), ends], className="coverage-whole"),
        tags.P(key(t), className="coverage-foot"),
        tags.Details([tags.Summary(t("coverage.named")), tags.Ul(named)]),
    ]


def label_of(codes: Sequence[str]) -> str:
    """The name of a line: the code of a country, or how many share it (the run says that they are countries)."""
    return codes[0] if len(codes) == 1 else f"×{len(codes)}"


def lines(
    rows: Sequence[Row], first: str, last: str, t: Translator, place: dict[str, str] | None = None
) -> tags.Element:
    """A line for each group of countries on one axis of months."""
    return tags.Div([line(codes, runs, first, last, t) for codes, runs in rows], className="coverage", style=place)


def line(codes: list[str], runs: Sequence[Run], first: str, last: str, t: Translator) -> tags.Element:
    """One line: the countries by code, and their months as runs, each in words where it is long enough."""
    named = ", ".join(t.country(code) for code in codes)
    name = tags.Span(label_of(codes), className="coverage-name", title=named)
    start, size = index_of(first), index_of(last) - index_of(first) + 1
    marks = [mark(run, start, size, len(codes), named, t) for run in runs]
    return tags.Div([name, tags.Div(marks, className="coverage-line")], className="coverage-row")


def mark(run: Run, start: int, size: int, countries: int, named: str, t: Translator) -> tags.Element:
    """One run of months in its place."""
    left, wide = index_of(run.first) - start, index_of(run.last) - index_of(run.first) + 1
    word = t(f"coverage.{run.state}")
    label = word if countries == 1 else t("coverage.countries", state=word, n=countries)
    span = t("sentence.span", first=t.date(run.first), last=t.date(run.last))
    return tags.Span(
        tags.B(label) if wide / size >= WORDED else "",
        className=f"run {run.state}",
        title=f"{named[:300]}: {word}, {span}. {t(f'coverage.{run.state}_means')}",
        style={"left": f"{100 * left / size:.2f}%", "width": f"{100 * wide / size:.2f}%"},
    )
