"""The Import page's parts: what a file would become, the mapping of its columns, and the datasets that are there."""

from __future__ import annotations

from typing import Any

from app.core.marking import MARKINGS, UNMARKED
from app.core.message import messages_from_json
from app.core.text import slug
from app.i18n import Translator
from app.ui import tags
from app.ui.controls import answer_select, attrs, choices
from app.ui.html_tables import plain_table
from app.ui.import_preview import outcome_tables
from app.ui.mapping import mapping

Review = dict[str, Any]


#: Columns of an event and the fields that they are read from.
FIELD_OF = {"kg": "quantity", "form": "drug"}


def review(file_review: Review, ticket: str, t: Translator) -> list[Any]:
    """The whole review of a file, before it is taken in."""
    lost = file_review["obstacles"] or file_review["questions"] or file_review["hint"]
    first = "columns" if file_review["obstacles"] else "changes" if file_review["diff"] else "preview"
    panels = {
        "preview": outcome_tables(file_review, t),
        "columns": mapping(file_review, t),
        "account": account(file_review, ticket, t),
        "look": look(file_review, t),
        **({"changes": changes(file_review["diff"], t)} if file_review["diff"] else {}),
    }
    sizes = {"look": len(file_review["doubts"]), "columns": len(file_review["columns"])}
    if file_review["diff"]:
        sizes["changes"] = sum(file_review["diff"]["counts"][name] for name in ("added", "changed", "withdrawn"))
    tabs = [
        tags.Button(
            [t(f"import.tab_{name}"), tags.Span(t.number(sizes[name]), className="count") if name in sizes else None],
            type="button",
            className="tab",
            role="tab",
            id=f"tab-{name}",
            **attrs(data_tab=name, aria_controls=f"panel-{name}"),
        )
        for name in panels
    ]
    return [
        head(file_review, t),
        alerts(file_review, t) if lost else None,
        tags.Div(tabs, className="tabs import-tabs", role="tablist", **attrs(data_first=first)),
        *(
            tags.Section(body, className="import-panel", role="tabpanel", id=f"panel-{name}", **attrs(data_panel=name))
            for name, body in panels.items()
        ),
        confirm(file_review, ticket, t),
    ]


def head(file_review: Review, t: Translator) -> tags.Element:
    """The file, the layout that was recognised, and how many rows became what."""
    own = file_review["profile"]["name"]
    known = [("", t("import.by_headings"))] + [(name, title or name) for name, title in file_review["profiles"]]
    chosen = "" if own == "headings" else own
    layout = answer_select("profile", known, chosen, t("import.layout"))
    title = tags.Div([tags.H2(file_review["file"], className="side-title"), layout], className="review-title")
    counts = file_review["counts"]
    whole = max(1, sum(counts.values()))
    figures = [
        tags.Div(
            [tags.Strong(t.number(n)), tags.Span(t(f"outcome.{slug(name)}"))], className=f"figure outcome-{slug(name)}"
        )
        for name, n in counts.items()
    ]
    bar = [
        tags.Span(className=f"part outcome-{slug(name)}", style={"width": f"{100 * n / whole:.3f}%"})
        for name, n in counts.items()
        if n
    ]
    notes = [t("import.sum", n=sum(counts.values()))]
    if file_review["figures"]:
        notes.append(t("import.kept_figures", n=file_review["figures"]))
    total = tags.P(" · ".join(notes), className="hint")
    box = tags.Div([tags.Div(figures, className="figures"), tags.Div(bar, className="outcome-bar"), total])
    return tags.Div([title, box if file_review["preview"] else None], className="review-head")


def alerts(file_review: Review, t: Translator) -> tags.Element:
    """What must be settled first: obstacles in words, questions with their two answers."""
    asked = [question(code, values, file_review["settled"], t) for code, values in file_review["questions"]]
    obstacles = [tags.P(t.note_text(note)) for note in messages_from_json(file_review["obstacles"])]
    first = [tags.Strong(t("import.before")), *obstacles, *asked] if obstacles or asked else []
    return tags.Div([*first, hint(file_review, t)], className="notes", role="alert")


def hint(file_review: Review, t: Translator) -> tags.Element | None:
    """That another dataset holds the same rows, and the way to replace it."""
    if not file_review["hint"]:
        return None
    (note,) = messages_from_json([file_review["hint"]])
    replace = tags.Button(
        t("import.as_edition"),
        type="button",
        className="button main",
        **attrs(data_answer="dataset", data_value=note.values["dataset"]),
    )
    return tags.Div([tags.P(t.note_text(note)), replace], className="row")


def question(code: str, values: dict[str, Any], answers: dict[str, Any], t: Translator) -> tags.Element:
    """A question that the values of the file cannot decide."""
    name = code.removeprefix("question.")
    return tags.Fieldset([tags.Legend(t(code, **values)), tags.Div(choices(name, answers, t), className="row")])


def account(file_review: Review, ticket: str, t: Translator) -> list[Any]:
    """What decided over the rows, how the file was read, and the whole account as a file."""
    rows = [
        [t(f"outcome.{slug(outcome)}"), t(f"rule.{slug(rule)}"), t.number(n)]
        for outcome, rule, n in file_review["rules"]
    ]
    plainly = sum(file_review["counts"].values()) - sum(n for _o, _r, n in file_review["rules"])
    first = [[t("outcome.accepted"), t("import.as_it_stands"), t.number(plainly)]] if plainly else []
    files = [
        tags.A(
            t(f"import.account_{kind}"),
            href=f"/import/{ticket}/account.{kind}",
            className="button",
            download="",
        )
        for kind in ("csv", "json")
    ]
    head_ = [t("import.outcome"), t("import.rule"), t("import.n_rows")]
    return [
        tags.Div(plain_table(head_, [*first, *rows], numbers=(2,)), className="scroll"),
        tags.Div(files, className="row") if file_review["preview"] else None,
        tags.H3(t("import.told")),
        tags.Ul([tags.Li(t.note_text(note)) for note in messages_from_json(file_review["told"])], className="told"),
    ]


def look(file_review: Review, t: Translator) -> list[Any]:
    """Doubts, each with the first rows behind it as they stand in the file."""
    if not file_review["doubts"]:
        return [tags.P(t("import.no_doubt"), className="empty")]
    items = []
    for index, doubt in enumerate(file_review["doubts"]):
        (note,) = messages_from_json([doubt["note"]])
        rows = [[t.number(row[0]), *row[1:]] for row in doubt["rows"]]
        table = tags.Div(plain_table([t("import.row"), *doubt["head"]], rows), className="scroll") if rows else None
        more = doubt["n"] - len(rows)
        rest = tags.P(t("import.more_rows", n=more), className="hint") if more > 0 else None
        items.append(
            tags.Details([tags.Summary(t.note_text(note)), table, rest], className="doubt", id={"doubt": index})
        )
    return [tags.P(t("import.look_lead"), className="hint"), *items]


def changes(diff: dict[str, Any], t: Translator) -> list[Any]:
    """What a newer edition adds, changes and withdraws."""
    out: list[Any] = []
    for name in ("added", "changed", "withdrawn"):
        n = diff["counts"][name]
        out.append(tags.H3(f"{t.number(n)} {t(f'change.{name}')}"))
        rows = []
        for row in diff[name]:
            fields = ", ".join(t(f"field.{FIELD_OF.get(w, w)}") for w in (row.get("what") or "").split(",") if w)
            weight = t.kg(row["kg"])
            if name == "changed" and "kg" in row["what"].split(","):
                weight = f"{t.kg(row['kg_before'])} → {weight}"
            rows.append([t.date(row["date"]), t.country(row["seizure"]), row["place"], weight, fields])
        head_ = [t("column.date"), t("column.seizure"), t("column.place"), t("column.kg"), t("import.what_changed")]
        width = 5 if name == "changed" else 4
        table = plain_table(head_[:width], [row[:width] for row in rows], numbers=(3,))
        out.append(tags.Div(table, className="scroll") if rows else None)
        more = n - len(rows)
        out.append(tags.P(t("import.more_rows", n=more), className="hint") if more > 0 else None)
    return [*out, tags.P(f"{t.number(diff['counts']['same'])} {t('change.same')}", className="hint")]


def confirm(file_review: Review, ticket: str, t: Translator) -> tags.Element:
    """How the dataset is called and marked, and the one button that takes it in."""
    answers, metadata = file_review["answers"], file_review["metadata"]
    n = file_review["counts"].get("accepted", 0) + file_review["counts"].get("repaired", 0)
    ready = not file_review["obstacles"] and not file_review["questions"]
    figures = file_review["figures"]
    kind = "take_figures" if file_review["profile"]["kind"] == "aggregates" else "take_events"
    word = "replace" if file_review["replaces"] and n else kind if n or figures else "take"
    more = [
        entry("dataset", file_review["dataset"], t, data_plans="1"),
        entry("publisher", metadata["publisher"], t),
        entry("coverage", metadata.get("coverage", ""), t, placeholder=t("import.coverage_example")),
        entry("by", answers["by"], t, placeholder=t("import.by_example")),
        entry("save_as", answers["save_as"], t, placeholder=t("import.save_as_example")),
    ]
    markings = [(UNMARKED, t("import.unmarked")), *((m, m) for m in MARKINGS)]
    button = tags.Button(
        t(f"import.{word}", n=n or figures),
        type="button",
        className="button" if file_review["hint"] else "button main",
        disabled=not ready,
        id="take",
        **attrs(data_take=ticket),
    )
    leave = tags.Button(t("import.leave"), type="button", className="button", **attrs(data_leave="1"))
    return tags.Form(
        [
            entry("title", metadata["title"], t),
            answer_select("marking", markings, metadata["marking"], t("data.marking")),
            tags.Details(
                [tags.Summary(t("import.more"), className="button"), tags.Div(more, className="more")],
                id={"import": "more"},
            ),
            tags.Div([leave, button], className="row actions"),
        ],
        className="confirm",
        **attrs(data_ticket=ticket),
    )


def entry(name: str, value: str, t: Translator, placeholder: str = "", **data: str) -> tags.Element:
    """A line of text that is one answer."""
    box = tags.Input(
        value=value, type="text", autoComplete="off", className="entry", id=f"answer-{name}", placeholder=placeholder,
        maxLength=200,
    )  # fmt: skip
    inner = tags.Span(box, **attrs(data_entry=name, **data))
    return tags.Label([tags.Span(t(f"import.{name}")), inner], className="import-field")


def onwards(summary: dict[str, Any], t: Translator) -> list[tags.Element]:
    """Links to what was taken in: events stand on the map, stated figures on the data page alone."""
    data = ("to_data", f"/data?lang={t.language}")
    events = [("to_map", f"/?source={summary['dataset']}&lang={t.language}"), data]
    ways = [data] if summary["kind"] == "aggregates" else [*events, ("to_pairs", f"/same-load?lang={t.language}")]
    return [
        tags.A(t(f"import.{word}"), href=target, className="button" if index else "button main")
        for index, (word, target) in enumerate(ways)
    ]


def done(summary: dict[str, Any], t: Translator) -> list[str]:
    """What is in now, in numbers."""
    counts = summary["counts"]
    if summary["kind"] == "aggregates":
        return [t("import.done_figures", n=t.number(summary["figures"]))]
    n = counts["accepted"] + counts["repaired"]
    left, rejected = t.number(counts["set aside"]), t.number(counts["rejected"])
    texts = [t("import.done_rows", n=t.number(n), left=left, rejected=rejected)]
    if summary["diff"]:
        changed = ", ".join(f"{t.number(many)} {t(f'change.{name}')}" for name, many in summary["diff"].items())
        texts.append(t("import.edition_rows", said=changed))
    return [*texts, t("import.done_lead")]


def taken(summary: dict[str, Any], t: Translator) -> tags.Element:
    """Where to go once a file is in."""
    return tags.Div(
        [
            tags.H2(t("import.done", title=summary["title"]), className="side-title"),
            *(tags.P(text) for text in done(summary, t)),
            tags.Div(
                [
                    *onwards(summary, t),
                    tags.Button(t("import.another"), type="button", className="button", **attrs(data_leave="1")),
                ],
                className="row",
            ),
        ],
        className="taken",
    )
