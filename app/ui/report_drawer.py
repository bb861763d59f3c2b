"""The drawer of a sheet or a note: as PDF or DOCX, and the text blocks that a person may write before."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from markupsafe import Markup

from app.core.paper_sizes import MOST_TITLE
from app.core.text import MOST_WRITTEN, report_field
from app.i18n import Translator
from app.ui import tags

KINDS = ("pdf", "docx")


def drawer(
    name: str, summary: str, url: str, query: str, lead: str, keys: Sequence[str], t: Translator, *more: Any
) -> tags.Element:
    """``url`` is the address without its kind (``/export/country``); ``lead`` is what the report says first, to be
    changed; ``keys`` are its sections; ``more`` are further files."""
    buttons = [
        tags.Button(kind.upper(), type="submit", formAction=f"{url}.{kind}?{query}", className="button main")
        for kind in KINDS
    ]
    written: list[Any] = [
        block(t("report.title"), "title", "", 1, t("report.title_own"), MOST_TITLE),
        block(t("report.lead"), "lead", lead, 4 if lead else 2, t("report.lead_own")),
        tags.Details(
            [
                tags.Summary(t("report.sections")),
                *(block(t(key), report_field(key), "", 2, t("report.said_own")) for key in keys),
            ],
            className="inner-facet",
            id=f"{name}-sections",
        ),
    ]
    body: list[Any] = [tags.Div([tags.Span(t("export.as")), *buttons, *more], className="row"), *written]
    form = tags.Form(body, method="post", action=f"{url}.pdf?{query}", className="drawer-body report-form")
    return tags.Details([tags.Summary(summary, className="button"), form], id=name, className="drawer")


def block(label: str, name: str, text: str, rows: int, hint: str, most: int = MOST_WRITTEN) -> Markup:
    """A text block of the report. Written out: four sheets side by side have fifty of them."""
    label_html = escape(label)
    field = f'name="{escape(name)}" rows="{rows}" maxlength="{most}" placeholder="{escape(hint)}"'
    area = f'<textarea {field} aria-label="{label_html}">{escape(text)}</textarea>'
    return Markup(f'<label class="import-field"><span>{label_html}</span>{area}</label>')
