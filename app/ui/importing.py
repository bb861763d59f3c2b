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


def review(found: Review, ticket: str, t: Translator) -> list[Any]:
    """The whole review of a file, before it is taken in."""
    lost = found["obstacles"] or found["questions"] or found["hint"]
    first = "columns" if found["obstacles"] else "changes" if found["diff"] else "preview"
    panels = {
        "preview": outcome_tables(found, t),
        "columns": mapping(found, t),
        "account": account(found, ticket, t),
        "look": look(found, t),
        **({"changes": changes(found["diff"], t)} if found["diff"] else {}),
    }
    sizes = {"look": len(found["doubts"]), "columns": len(found["columns"])}
    if found["diff"]:
        sizes["changes"] = sum(found["diff"]["counts"][name] for name in ("added", "changed", "withdrawn"))
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
        head(found, t),
        alerts(found, t) if lost else None,
        tags.Div(tabs, className="tabs import-tabs", role="tablist", **attrs(data_first=first)),
        *(
            tags.Section(body, className="import-panel", role="tabpanel", id=f"panel-{name}", **attrs(data_panel=name))
            for name, body in panels.items()
        ),
        confirm(found, ticket, t),
    ]


def head(found: Review, t: Translator) -> tags.Element:
    """The file, the layout that was recognised, and how many rows became what."""
    own = found["profile"]["name"]
    known = [("", t("import.by_headings"))] + [(name, title or name) for name, title in found["profiles"]]
    chosen = "" if own == "headings" else own
    layout = answer_select("profile", known, chosen, t("import.layout"))
    title = tags.Div([tags.H2(found["file"], className="side-title"), layout], className="review-title")
    counts = found["counts"]
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
    said = [t("import.sum", n=sum(counts.values()))]
    if found["figures"]:
        said.append(t("import.kept_figures", n=found["figures"]))
    total = tags.P(" · ".join(said), className="hint")
    box = tags.Div([tags.Div(figures, className="figures"), tags.Div(bar, className="outcome-bar"), total])
    return tags.Div([title, box if found["preview"] else None], className="review-head")


def alerts(found: Review, t: Translator) -> tags.Element:
    """What must be settled first: obstacles in words, questions with their two answers."""
    asked = [question(code, values, found["settled"], t) for code, values in found["questions"]]
    said = [tags.P(t.note_text(note)) for note in messages_from_json(found["obstacles"])]
    first = [tags.Strong(t("import.before")), *said, *asked] if said or asked else []
    return tags.Div([*first, hint(found, t)], className="notes", role="alert")


def hint(found: Review, t: Translator) -> tags.Element | None:
    """That another dataset holds the same rows, and the way to replace it."""
    if not found["hint"]:
        return None
    (note,) = messages_from_json([found["hint"]])
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


def account(found: Review, ticket: str, t: Translator) -> list[Any]:
    """What decided over the rows, how the file was read, and the whole account as a file."""
    rows = [
        [t(f"outcome.{slug(outcome)}"), t(f"rule.{slug(rule)}"), t.number(n)] for outcome, rule, n in found["rules"]
    ]
    plainly = sum(found["counts"].values()) - sum(n for _o, _r, n in found["rules"])
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
        tags.Div(files, className="row") if found["preview"] else None,
        tags.H3(t("import.told")),
        tags.Ul([tags.Li(t.note_text(note)) for note in messages_from_json(found["told"])], className="told"),
    ]


def look(found: Review, t: Translator) -> list[Any]:
    """Doubts, each with the first rows behind it as they stand in the file."""
    if not found["doubts"]:
        return [tags.P(t("import.no_doubt"), className="empty")]
    items = []
    for at, doubt in enumerate(found["doubts"]):
        (note,) = messages_from_json([doubt["note"]])
        rows = [[t.number(row[0]), *row[1:]] for row in doubt["rows"]]
        table = tags.Div(plain_table([t("import.row"), *doubt["head"]], rows), className="scroll") if rows else None
        more = doubt["n"] - len(rows)
        rest = tags.P(t("import.more_rows", n=more), className="hint") if more > 0 else None
        items.append(tags.Details([tags.Summary(t.note_text(note)), table, rest], className="doubt", id={"doubt": at}))
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


def confirm(found: Review, ticket: str, t: Translator) -> tags.Element:
    """How the dataset is called and marked, and the one button that takes it in."""
    answers, metadata = found["answers"], found["metadata"]
    n = found["counts"].get("accepted", 0) + found["counts"].get("repaired", 0)
    ready = not found["obstacles"] and not found["questions"]
    figures = found["figures"]
    kind = "take_figures" if found["profile"]["kind"] == "aggregates" else "take_events"
    word = "replace" if found["replaces"] and n else kind if n or figures else "take"
    more = [
        entry("dataset", found["dataset"], t, data_plans="1"),
        entry("publisher", metadata["publisher"], t),
        entry("coverage", metadata.get("coverage", ""), t, placeholder=t("import.coverage_example")),
        entry("by", answers["by"], t, placeholder=t("import.by_example")),
        entry("save_as", answers["save_as"], t, placeholder=t("import.save_as_example")),
    ]
    markings = [(UNMARKED, t("import.unmarked")), *((m, m) for m in MARKINGS)]
    button = tags.Button(
        t(f"import.{word}", n=n or figures),
        type="button",
        className="button" if found["hint"] else "button main",
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


def onwards(found: dict[str, Any], t: Translator) -> list[tags.Element]:
    """Links to what was taken in: events stand on the map, stated figures on the data page alone."""
    data = ("to_data", f"/data?lang={t.language}")
    events = [("to_map", f"/?source={found['dataset']}&lang={t.language}"), data]
    ways = [data] if found["kind"] == "aggregates" else [*events, ("to_pairs", f"/same-load?lang={t.language}")]
    return [
        tags.A(t(f"import.{word}"), href=target, className="button" if at else "button main")
        for at, (word, target) in enumerate(ways)
    ]


def done(found: dict[str, Any], t: Translator) -> list[str]:
    """What is in now, in numbers."""
    counts = found["counts"]
    if found["kind"] == "aggregates":
        return [t("import.done_figures", n=t.number(found["figures"]))]
    n = counts["accepted"] + counts["repaired"]
    left, rejected = t.number(counts["set aside"]), t.number(counts["rejected"])
    said = [t("import.done_rows", n=t.number(n), left=left, rejected=rejected)]
    if found["diff"]:
        changed = ", ".join(f"{t.number(many)} {t(f'change.{name}')}" for name, many in found["diff"].items())
        said.append(t("import.edition_rows", said=changed))
    return [*said, t("import.done_lead")]


def taken(found: dict[str, Any], t: Translator) -> tags.Element:
    """Where to go once a file is in."""
    return tags.Div(
        [
            tags.H2(t("import.done", title=found["title"]), className="side-title"),
            *(tags.P(text) for text in done(found, t)),
            tags.Div(
                [
                    *onwards(found, t),
                    tags.Button(t("import.another"), type="button", className="button", **attrs(data_leave="1")),
                ],
                className="row",
            ),
        ],
        className="taken",
    )
