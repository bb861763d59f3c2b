"""Overlays on the page: switches and the shapes to filter by on Explore, and the list with its form on Import."""

from __future__ import annotations

from typing import Any

from app.core.marking import MARKINGS, UNMARKED
from app.core.message import messages_from_json
from app.core.overlay import STYLES, Overlay
from app.core.view import toggled_overlay
from app.i18n import Translator
from app.overlays import Overlays
from app.page_context import PageContext
from app.queries import current
from app.ui import tags
from app.ui.controls import attrs, nav

#: What the file chooser offers; what a file is its bytes say.
ACCEPTED = ".gpkg,.zip,.geojson,.json,.fgb,.kml,.kmz,.mbtiles,.pmtiles"


def switches(context: PageContext) -> tags.Element | None:
    """A switch for each overlay of this server; nothing where there are none."""
    t, view = context.t, context.view
    links = [
        nav(
            [tags.Span(className="box"), tags.Span(overlay.title, className="overlay-title")],
            context.link(overlays=toggled_overlay(view, overlay.key)),
            className="layer",
            role="checkbox",
            id={"overlay": overlay.key},
            title=" · ".join(part for part in (overlay.title, overlay.source, overlay.marking) if part),
            **attrs(aria_checked="true" if overlay.key in view.overlays else "false"),
        )
        for overlay in current().data.overlays.all()
    ]
    if not links:
        return None
    group = tags.Div(links, className="layers overlays", role="group", **attrs(aria_label=t("overlay.title")))
    return tags.Div([tags.Span(t("overlay.title"), className="bar-name"), group], className="labelled tall")


def side(overlays: Overlays, t: Translator) -> list[Any]:
    """The overlays of this server, each with what may be changed of it, and the form for a new one."""
    boxes = [overlay_box(overlay, t) for overlay in overlays.all()]
    return [
        tags.H2(t("overlay.title"), className="side-title"),
        *(boxes or [tags.P(t("overlay.none"), className="hint")]),
        tags.Details(
            [
                tags.Summary(t("overlay.add"), className="button"),
                tags.P(t("overlay.formats"), className="hint"),
                *fields(None, t),
                field("names", "", t("overlay.names"), t("overlay.names_hint")),
                tags.Button(
                    t("overlay.choose"), type="button", className="button main", **attrs(data_overlay_file=ACCEPTED)
                ),
            ],
            className="overlay-form",
            id={"overlay": "new"},
        ),
    ]


def overlay_box(overlay: Overlay, t: Translator) -> tags.Element:
    """One overlay: what it is, and what may be done with it."""
    what = (
        t("overlay.zooms", low=overlay.zooms[0], high=overlay.zooms[1])
        if overlay.kind == "tiles"
        else t("overlay.shapes", n=overlay.shapes)
    )
    details = [overlay.source or t("overlay.no_source"), overlay.marking or t("import.unmarked"), what]
    link = tags.A(overlay.title, href=f"/?overlays={overlay.key}&lang={t.language}")
    data = {"data_overlay": overlay.key}
    save = tags.Button(t("overlay.save"), type="button", className="button", **attrs(**data, data_action="change"))
    sure = t("overlay.sure", title=overlay.title)
    remove = tags.Button(
        t("import.switch_remove"), type="button", className="button",
        **attrs(**data, data_action="remove", data_sure=sure),
    )  # fmt: skip
    return tags.Div(
        [
            tags.Div([tags.Strong(link), tags.Small(overlay.file)]),
            tags.Small(" · ".join([*details, t.date(overlay.taken)])),
            tags.Details(
                [
                    tags.Summary(t("overlay.change")),
                    *fields(overlay, t),
                    tags.Div([save, remove], className="row"),
                ],
                id={"overlay": overlay.key},
            ),
        ],
        className="dataset on",
    )


def fields(overlay: Overlay | None, t: Translator) -> list[tags.Element]:
    """What may be said of an overlay."""
    marking = (overlay.marking or UNMARKED) if overlay else UNMARKED
    markings = [(UNMARKED, t("import.unmarked")), *((name, name) for name in MARKINGS)]
    styles = [(name, t(f"overlay.style_{name}")) for name in STYLES]
    return [
        field("title", overlay.title if overlay else "", t("overlay.name"), "" if overlay else t("overlay.name_hint")),
        field("source", overlay.source if overlay else "", t("overlay.source"), t("overlay.source_hint")),
        select("marking", markings, marking, t("data.marking")),
        select("style", styles, overlay.style if overlay else STYLES[0], t("overlay.style")),
    ]


def field(name: str, value: str, label: str, hint: str) -> tags.Element:
    """A line of text."""
    box = tags.Input(value=value, type="text", autoComplete="off", className="entry", maxLength=200, placeholder=hint)
    return tags.Label([tags.Span(label), tags.Span(box, **attrs(data_says=name))], className="import-field")


def select(name: str, options: list[tuple[str, str]], chosen: str, label: str) -> tags.Element:
    """One choice out of a few."""
    listed = [tags.Option(text, value=value, selected=value == chosen) for value, text in options]
    box = tags.Span(tags.Select(listed), **attrs(data_says=name))
    return tags.Label([tags.Span(label), box], className="import-field")


def taken(result: dict[str, Any], t: Translator) -> tags.Element:
    """What became of a file that was taken in as an overlay."""
    overlay = Overlay.from_json(result["overlay"])
    notes = [t.note_text(note) for note in messages_from_json(result["notes"])]
    said = t(
        "overlay.taken_tiles" if overlay.kind == "tiles" else "overlay.taken", title=overlay.title, n=overlay.shapes
    )
    link = tags.A(t("overlay.show"), href=f"/?overlays={overlay.key}&lang={t.language}", className="button main")
    return tags.Div([tags.P(tags.Strong(said)), *map(tags.P, notes), tags.P(link)], className="notes quiet")
