"""About the data: generated from each source.toml and the store, so that it cannot drift."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from dash import Dash, Input, Output

from app.core.filters import Filters
from app.core.message import Message
from app.core.modes import POINT_PRECISIONS
from app.core.text import slug
from app.core.view import View, href
from app.i18n import Translator
from app.page_context import HOME, PageContext, parse_context
from app.queries import Queries, current
from app.ui import coverage, ids, tags
from app.ui.controls import nav, paper
from app.ui.head import masthead
from app.ui.html_tables import plain_table

PATH = "/data"


def layout(_t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    return paper(ids.DATA_QUERY, ids.ABOUT, query)


def body(queries: Queries, context: PageContext) -> list[Any]:
    """The whole page for a reader's language."""
    t, about = context.t, queries.data.about
    head = tags.Header(
        [tags.Div([tags.H1(t("data.title")), tags.P(t("data.lead"))], className="head-words"), masthead(context)],
        className="head",
    )
    version = tags.P(t("data.version", version=about["version"], date=t.date(about["built"])), className="hint")
    sections = [
        *(source_box(s, account(queries, s["id"], t), t, read_as(queries, s["id"], t)) for s in about["sources"]),
        stated(queries, t),
        section(t("coverage.section"), tags.P(t("coverage.text")), *coverage.of_all(queries, context)),
        counted(queries, t),
        missing(queries, t),
        texts(t, "legs"),
        texts(t, "geometry"),
        texts(t, "widths"),
        caveats(about["sources"], t),
        aggregates(queries, context),
        statements(queries, context),
        unresolved(queries, t),
        publishers(queries, t),
    ]
    return [
        head,
        tags.Main(
            [
                version,
                *sections,
                tags.P(t("data.software"), className="hint"),
                tags.P(t("app.boundary"), className="hint"),
            ],
            className="columns",
        ),
    ]


def section(title: str, *children: Any) -> tags.Element:
    """One titled box."""
    return tags.Section([tags.H2(title), *children])


def pairs(rows: list[tuple[str, Any]]) -> tags.Element:
    """Names with their values."""
    return tags.Dl([tags.Div([tags.Dt(k), tags.Dd(v)], className="fact") for k, v in rows], className="facts")


def account(queries: Queries, dataset: str, t: Translator) -> tags.Element | None:
    """What became of the rows of an imported file, by outcome and rule; a shipped source has all its rows."""
    rows = queries.records.accounts()
    mine = rows[rows["dataset"] == dataset].to_dict("records")
    items = []
    for row in mine:
        rule = f": {t('rule.' + slug(row['rule']))}" if row["rule"] else ""
        word = "outcome_row" if row["n"] == 1 else "outcome"
        items.append(tags.Li(f"{t.number(row['n'])} {t(f'{word}.' + slug(row['outcome']))}{rule}"))
    return tags.Ul(items) if items else None


def source_box(
    metadata: dict[str, Any], rows: tags.Element | None, t: Translator, more: Sequence[Any] = ()
) -> tags.Element:
    """What a source.toml says, in the reader's language where it has it, with the rows that were read."""
    metadata = {**metadata, **metadata.get(t.language, {})}
    files = tags.Ul([tags.Li(f"{name}: {t('data.rows', n=n)}") for name, n in metadata["rows"].items()])
    first, last = (t.date(end) for end in metadata["covers"].split("/"))
    return section(
        metadata["title"],
        pairs(
            [
                (t("data.publisher"), metadata["publisher"] or t("unstated")),
                (t("data.licence"), metadata["licence"] or t("unstated")),
                (t("data.covers"), t("sentence.span", first=first, last=last)),
                (t("data.retrieved"), t.date(metadata["retrieved"])),
                (t("data.marking"), metadata["marking"] or t("app.unmarked")),
                (t("data.files"), files),
                *([(t("data.account"), rows)] if rows else []),
            ]
        ),
        *more,
    )


def read_as(queries: Queries, dataset: str, t: Translator) -> list[Any]:
    """How an imported file was read, what to look at in it, and the account of every row as a file."""
    rows = queries.records.notes(dataset).drop_duplicates(["code", "values"]).to_dict("records")
    notes_by_kind = {kind: [r for r in rows if r["kind"] == kind] for kind in ("told", "doubt")}
    out: list[Any] = []
    for kind, word in (("told", "import.told"), ("doubt", "import.tab_look")):
        items = [tags.Li(t.note_text(Message(r["code"], **json.loads(r["values"])))) for r in notes_by_kind[kind]]
        summary = tags.Summary(f"{t(word)} ({t.number(len(items))})")
        out += [tags.Details([summary, tags.Ul(items)])] if items else []
    link = tags.A(t("import.account_csv"), href=f"/datasets/{dataset}/account.csv", download="")
    return [*out, tags.P(link)] if out else []


def stated(queries: Queries, t: Translator) -> tags.Element | None:
    """Stated figures of imported aggregates: a table for each series, forms apart, never one sum over all."""
    frame = queries.records.figures_by_year()
    if frame.empty:
        return None
    parts: list[Any] = [tags.P(t("data.stated_text"))]
    for (_series, unit, level), rows in frame.groupby(["series", "unit", "area_level"]):
        again, kind = int(rows["again"].iloc[0]), f"area_level.{level}"
        title_parts = [rows["title"].iloc[0], t(kind) if t.has(kind) else level, t(f"unit.{unit}") if unit else ""]
        parts.append(tags.H3(" · ".join(part for part in title_parts if part)))
        parts.append(tags.Div(years(rows, t), className="scroll"))
        parts += [tags.P(t("data.stated_again", n=again), className="hint")] if again else []
    return section(t("data.stated"), *parts)


def years(rows: pd.DataFrame, t: Translator) -> tags.Element:
    """Forms by years; a cell without a figure is blank, and a year that is not complete says so."""
    marked = {year for year, partial in zip(rows["year"], rows["partial"], strict=True) if partial}
    spans = sorted(rows["year"].unique())[-8:]
    forms = list(dict.fromkeys(rows["form"].fillna("")))
    values = {(f, y): v for f, y, v in zip(rows["form"].fillna(""), rows["year"], rows["value"], strict=True)}
    body = [
        [t(f"form.{form}") if form else t("data.all_forms")]
        + [t.number(values[form, year]) if (form, year) in values else "" for year in spans]
        for form in forms
    ]
    head = ["", *(f"{year}*" if year in marked else str(year) for year in spans)]
    return plain_table(head, body, numbers=tuple(range(1, len(head))))


def counted(queries: Queries, t: Translator) -> tags.Element:
    """What counts and what never does."""
    n = int(queries.summary.totals(Filters())["events"])
    kinds = queries.store.answers.table("corridor")["kind"]
    return section(
        t("data.counts"),
        tags.P(
            t(
                "data.counted",
                events=t.number(n),
                aggregates=t.number(len(queries.events.aggregates())),
                statements=t.number(int((kinds == "statement").sum())),
            )
        ),
    )


def missing(queries: Queries, t: Translator) -> tags.Element:
    """What the events do not state, counted."""
    frame = queries.events.export(Filters())
    routed = int(queries.flows.drawn_share(Filters(), View())["all"])
    n = len(frame)

    def missing_line(key: str, count: int) -> tags.Element:
        return tags.Li(t(f"data.missing_{key}", n=t.number(count), all=t.number(n), share=t.percent(count / max(1, n))))

    point = int((~frame["precision"].astype(str).isin(POINT_PRECISIONS)).sum())
    return section(
        t("data.missing"),
        tags.Ul(
            [
                missing_line("departure", int(frame["departure"].isna().sum())),
                missing_line("destination", int(frame["destination"].isna().sum())),
                missing_line("production", int(frame["production"].isna().sum())),
                missing_line("kg", int(frame["kg"].isna().sum())),
                missing_line("day", int((frame["date_precision"] != "day").sum())),
                missing_line("point", point),
                missing_line("route", routed),
            ]
        ),
    )


def texts(t: Translator, name: str) -> tags.Element:
    """A method in words."""
    return section(t(f"data.{name}"), tags.P(t(f"data.{name}_text")))


def caveats(sources: list[dict[str, Any]], t: Translator) -> tags.Element:
    """The caveats that the sources declare."""
    names = dict.fromkeys(name for s in sources for name in s.get("caveats", []))
    return section(
        t("data.caveats"), tags.Ul([tags.Li(t(f"data.caveat_{name}")) for name in names]), tags.P(t("app.caveat"))
    )


def aggregates(queries: Queries, context: PageContext) -> tags.Element:
    """Records that sum several seizures, each with a link to its card."""
    t, items = context.t, []
    for row in queries.events.aggregates().to_dict("records"):
        summary = f"{t.date(row['date'])} · {row['place']} · {t.kg(row['kg'])} · {row['confidence_note']}"
        target = href(HOME, Filters(), replace(context.view, card=f"event:{row['event_id']}"))
        items.append(tags.Li([nav(row["title"], target), tags.Small(summary)]))
    return section(t("data.aggregates"), tags.Ul(items))


def statements(queries: Queries, context: PageContext) -> tags.Element:
    """Multi-origin statements with what their sources say."""
    frame = queries.store.answers.table("corridor")
    rows = frame[frame["kind"] == "statement"].to_dict("records")
    return section(
        context.t("data.statements"),
        tags.Ul(
            [
                tags.Li(
                    [
                        tags.A(r["name"], href=r["source_url"], target="_blank", rel="noopener noreferrer"),
                        tags.Small(r["what_the_source_says"]),
                    ]
                )
                for r in rows
            ]
        ),
    )


def unresolved(queries: Queries, t: Translator) -> tags.Element:
    """Names that could not be placed."""
    rows = queries.store.answers.table("unresolved").to_dict("records")
    items = [tags.Li([tags.Span(r["text"]), tags.Small(r["event_id"])]) for r in rows]
    return section(t("data.unresolved"), tags.P(t("data.unresolved_text")), tags.Ul(items))


def publishers(queries: Queries, t: Translator) -> tags.Element:
    """Who published the reports, most frequent first."""
    counts = queries.events.export(Filters())["publisher"].value_counts()
    items: list[Any] = [tags.Li(f"{name}: {t.number(n)}") for name, n in counts.items()]
    return section(
        t("data.publishers"),
        tags.P(t("data.publishers_lead", n=t.number(len(counts)))),
        tags.Details([tags.Summary(t("facet.more", n=len(items))), tags.Ul(items)]),
    )


def update_about(query: str | None) -> list[Any]:
    """The page for the address's language."""
    return body(current(), parse_context(query, PATH)[0])


def register(app: Dash) -> None:
    """Bind the callback of this page."""
    app.callback(Output(ids.ABOUT, "children"), Input(ids.DATA_QUERY, "data"))(update_about)
