"""The mapping of a file's columns: what stands in each, the field that it holds, and what holds for every row."""

from __future__ import annotations

from typing import Any

from app.i18n import Translator
from app.ui import tags
from app.ui.controls import answer_select, attrs, choices

Review = dict[str, Any]
#: What may hold for every row of a file that has no column for it.
CONSTANTS = ("seizure", "drug", "unit")
UNITS = ("kg", "g", "t", "lb", "oz", "litre")
#: A drug as a file would name it, and the form that it is read as.
DRUGS = (("cocaine", "unspecified"), ("cocaine hydrochloride", "hydrochloride"), ("cocaine base", "base"))


def mapping(file_review: Review, t: Translator) -> list[Any]:
    """Each column of the file with what stands in it, and the field that it holds."""
    fields = [("", t("import.not_used"))] + [(name, t(f"field.{name}")) for name in file_review["fields"]]
    rows = []
    for column in file_review["columns"]:
        select = tags.Select(
            [tags.Option(text, value=value, selected=value == column["field"]) for value, text in fields],
            className="" if column["field"] else "unused",
            **attrs(data_column=column["heading"], aria_label=t("import.field_of", column=column["heading"])),
        )
        samples = [tags.Span(text, className="sample") for text in column["samples"]] or [
            tags.Span(t("import.blank_column"), className="hint")
        ]
        rows.append(tags.Tr([tags.Th(column["heading"], scope="row"), tags.Td(samples), tags.Td(select)]))
    headings = [tags.Th(t(f"import.{name}"), scope="col") for name in ("column", "holds", "is")]
    table = tags.Table([tags.Thead(tags.Tr(headings)), tags.Tbody(rows)], className="import-table mapping")
    return [
        tags.P(t("import.mapping_lead"), className="hint"),
        constants(file_review, t) if file_review["profile"]["kind"] == "events" else None,
        tags.Div(table, className="scroll"),
        settled(file_review, t),
        sheets(file_review, t),
    ]


def settled(file_review: Review, t: Translator) -> tags.Element | None:
    """What was answered about the file; a wrong answer is changed here."""
    answers = {name: value for name, value in file_review["settled"].items() if value not in (None, "")}
    rows = [
        tags.Div([tags.Span(t(f"import.set_{name}")), *choices(name, answers, t)], className="row") for name in answers
    ]
    return tags.Div(rows, className="settled") if rows else None


def constants(file_review: Review, t: Translator) -> tags.Element:
    """What the file never says: one value for every row."""
    values = file_review["constants"]
    nations = sorted(((code, t.country(code)) for code in t.countries()), key=lambda pair: pair[1])
    drugs = [(word, t(f"form.{form}")) for word, form in DRUGS]
    units = [(unit, unit) for unit in UNITS]
    options = {"seizure": nations, "drug": drugs, "unit": units}
    boxes = [
        answer_select(
            f"constant-{name}",
            [("", "–"), *options[name]],
            values.get(name, ""),
            t(f"field.{name}"),
            data_constant=name,
        )
        for name in CONSTANTS
    ]
    return tags.Div([tags.Span(t("import.every_row"), className="bar-name"), *boxes], className="row constants")


def sheets(file_review: Review, t: Translator) -> tags.Element | None:
    """Which sheets of a workbook are taken."""
    if not file_review["sheets"]:
        return None
    boxes = [
        tags.Button(
            f"{name} ({t('import.rows', n=n)})",
            type="button",
            className="chip",
            **attrs(data_sheet=name, aria_pressed="true" if name in file_review["taken_sheets"] else "false"),
        )
        for name, n in file_review["sheets"]
    ]
    return tags.Fieldset([tags.Legend(t("import.sheets")), tags.Div(boxes, className="row")])
