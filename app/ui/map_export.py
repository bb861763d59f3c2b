"""The dialog that makes a file of the map: page, part of the world, language, theme and title, with a live preview."""

from __future__ import annotations

from typing import Any

from app.core.paper_sizes import MOST_TITLE, PAPERS, REGIONS, TIMES
from app.core.view import THEMES
from app.i18n import Translator, languages, translator
from app.ui import ids, tags
from app.ui.controls import attrs

KINDS = ("png", "svg", "pdf")
ACROSS, UPRIGHT = "0", "1"


def field(name: str, options: list[tuple[str, str]], label: str) -> tags.Element:
    """A labelled native list; the browser puts its value into the address of the file."""
    option_tags = [tags.Option(text, value=value) for value, text in options]
    return tags.Label([tags.Span(label), tags.Select(option_tags, **attrs(data_export=name))], className="import-field")


def own_title(t: Translator) -> tags.Element:
    """The line for a title of one's own."""
    box = tags.Input(type="text", maxLength=MOST_TITLE, autoComplete="off", className="entry")
    inner = tags.Span(box, **attrs(data_export="title"))
    return tags.Label([tags.Span(t("export.title")), inner], className="import-field")


def papers(t: Translator) -> list[tuple[str, str]]:
    """Every page, across and upright."""
    across = [(f"{name}|{ACROSS}", t("export.paper_across", name=name.upper())) for name in PAPERS]
    return across + [(f"{name}|{UPRIGHT}", t("export.paper_upright", name=name.upper())) for name in PAPERS]


def fields(t: Translator) -> list[Any]:
    """What may be chosen."""
    regions = [("view", t("export.view")), *((name, t(f"region.{name}")) for name in REGIONS)]
    sizes = [*((str(n), t("export.times", n=n)) for n in TIMES), ("print", t("export.print"))]
    return [
        own_title(t),
        field("paper", papers(t), t("export.paper")),
        field("region", regions, t("export.region")),
        field("theme", [(name, t(f"theme.{name}")) for name in THEMES], t("nav.theme")),
        field("lang", [(code, translator(code)("language")) for code in languages()], t("nav.language")),
        field("times", sizes, t("export.size")),
    ]


def dialog(t: Translator) -> tags.Element:
    """The dialog, closed; assets/js/85_export.js opens it and follows its fields."""
    files = [tags.A(kind.upper(), className="button main", download="", **attrs(data_kind=kind)) for kind in KINDS]
    name = attrs(aria_label=t("export.close"), data_close="1")
    close = tags.Button("×", type="button", className="close", title=t("export.close"), **name)
    save = tags.Div([tags.Span(t("export.as")), *files], className="row")
    picture = tags.Img(alt=t("export.preview"), id=ids.EXPORT_PREVIEW)
    fault = tags.P(id=ids.EXPORT_FAULT, className="empty", hidden=True, role="alert")
    shown = tags.Figure([picture, fault], className="export-preview")
    body = tags.Div([tags.Div([*fields(t), save], className="export-fields"), shown], className="export-body")
    head = tags.Div([tags.H2(t("export.map")), close], className="row apart")
    return tags.Dialog([head, body], id=ids.EXPORT, className="export")
