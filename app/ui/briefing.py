"""The Briefing page: every storyboard, and one of them with its slides."""

from __future__ import annotations

from typing import Any

from app.core.paper_sizes import MOST_TITLE
from app.core.storyboard import MOST_NOTES, Slide, Storyboard
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.storyboards import storyboard_store
from app.ui import tags
from app.ui.add_slide import button
from app.ui.controls import attrs, nav
from app.ui.head import PAGES as NAMED
from app.wording import slides as stage
from app.wording.headings import sentence

PATH = "/briefing"
#: Files of a storyboard: kind and further arguments.
FILES = (("html", ""), ("pptx", ""), ("pdf", ""), ("pdf", "&notes=1"), ("json", ""))


def written(label: str, name: str, value: str, most: int, **more: Any) -> tags.Element:
    """A labelled line that is saved when it is left."""
    box = tags.Input(value=value, type="text", autoComplete="off", className="entry", maxLength=most, **more)
    return tags.Label([tags.Span(label), tags.Span(box, **attrs(data_field=name))], className="entry-label")


def boards(context: PageContext) -> list[Any]:
    """Every storyboard, and how a new one begins."""
    t = context.t
    rows = [
        tags.Li(
            [
                nav(board.title, context.link(story=board.id, slide=None), className="link"),
                tags.Small(f"{t('briefing.slides', n=len(board.slides))} · {moment(board, t)}"),
            ]
        )
        for board in storyboard_store().every()
    ]
    create = button(t("briefing.create"), "create", className="button main")
    begin = tags.Div(
        [
            written(t("briefing.new_title"), "new", "", MOST_TITLE),
            tags.Div([create, button(t("briefing.import"), "import")], className="row"),
        ],
        className="story-new",
    )
    how = tags.Span(t("briefing.none_how"), className="story-how")
    listed = tags.Ul(rows, className="story-list") if rows else tags.P([t("briefing.none"), " ", how], className="hint")
    return [tags.Section([tags.H2(t("briefing.title")), listed]), tags.Section([tags.H2(t("briefing.begin")), begin])]


def moment(board: Storyboard, t: Translator) -> str:
    """When a storyboard was last saved."""
    return t("briefing.saved", date=t.date(board.saved[:10]), time=board.saved[11:16]) if board.saved else ""


def editor(queries: Queries, context: PageContext, board: Storyboard) -> tags.Element:
    """One storyboard: its slides in their order, and what may be done with it."""
    t = context.t
    changed = [changes(queries, slide, t) for slide in board.slides]
    cards = [
        card(queries, context, board, position, changed[position - 1]) for position in range(1, len(board.slides) + 1)
    ]
    slides = tags.Ol(cards, className="slides") if cards else tags.P(t("briefing.empty"), className="empty")
    about = {"data_board": board.id, "data_revision": board.revision, "data_version": queries.data.version}
    return tags.Div([side(queries, context, board, any(changed)), slides], className="story", **attrs(**about))


def side(queries: Queries, context: PageContext, board: Storyboard, changed: bool) -> tags.Element:
    """Title, presentation, files, and what became of the data."""
    t = context.t
    first = stage.address(queries, board, 1, t) if board.slides else ""
    present = nav(t("briefing.present"), first, className="button main", id="present") if first else None
    files = [
        tags.A(
            t(f"briefing.file_{kind}{'_notes' if more else ''}"),
            href=f"/export/briefing.{kind}?story={board.id}&lang={t.language}{more}", className="button", download="",
        )
        for kind, more in FILES
    ]  # fmt: skip
    accept = [tags.P(t("briefing.changed_lead"), className="hint"), button(t("briefing.accept"), "accept")]
    return tags.Div(
        [
            written(t("briefing.board_title"), "title", board.title, MOST_TITLE),
            tags.P(f"{t('briefing.slides', n=len(board.slides))} · {moment(board, t)}", className="hint"),
            tags.Div([present], className="row"),
            tags.P(t("briefing.keys"), className="hint"),
            tags.Div(accept, className="notes") if changed else None,
            tags.H3(t("briefing.files")),
            tags.Div(files, className="story-files"),
            tags.Div(
                [
                    nav(t("briefing.all"), context.link(story=None, slide=None), className="button"),
                    button(t("briefing.remove"), "remove", **attrs(data_sure=t("briefing.sure", title=board.title))),
                ],
                className="row",
            ),
            tags.P(className="hint", role="status", id="story-said"),
        ],
        className="story-side",
    )  # fmt: skip


def card(queries: Queries, context: PageContext, board: Storyboard, position: int, changed: str) -> tags.Element:
    """One slide: picture, title, notes, its filter, its marks, and its place."""
    t, slide = context.t, board.slides[position - 1]
    filters, view, unknown = stage.read(queries, slide)
    names = dict(NAMED) | {"/route": "route"}
    target = stage.address(queries, board, position, t)
    picture = tags.Img(
        src=f"/briefings/{board.id}/{position}.png?v={board.revision}-{queries.data.version}",
        alt="", width=384, height=216,
    )  # fmt: skip
    details = [
        tags.P(
            f"{t('nav.' + names[slide.path])} · {sentence(queries, filters, t, stage.selection_of(slide, view))}",
            className="hint",
        ),
        tags.P(t("stage.lacking", names=", ".join(f"{p.name}={p.value}"[:60] for p in unknown)), className="notes")
        if unknown
        else None,
        tags.P(changed, className="notes") if changed else None,
    ]
    moves = [
        button("↑", "up", title=t("briefing.up"), disabled=position == 1, **attrs(aria_label=t("briefing.up"))),
        button(
            "↓", "down", title=t("briefing.down"), disabled=position == len(board.slides),
            **attrs(aria_label=t("briefing.down")),
        ),
        nav(t("briefing.open"), target, className="button"),
        button(t("briefing.unmark", n=len(slide.marks)), "unmark") if slide.marks else None,
        button(t("briefing.drop"), "drop", **attrs(data_sure=t("briefing.drop_sure", at=position))),
    ]  # fmt: skip
    notes = tags.Label(
        [
            tags.Span(t("briefing.notes")),
            tags.Textarea(
                slide.notes,
                rows=3,
                maxLength=MOST_NOTES,
                placeholder=t("briefing.notes_most"),
                **attrs(data_field="notes"),
            ),
        ],
        className="entry-label",
    )
    title = written(t("briefing.slide_title"), "title", slide.title, MOST_TITLE)
    words = tags.Div([title, notes, *details, tags.Div(moves, className="row")])
    return tags.Li([tags.B(str(position), className="slide-n"), nav(picture, target), words], **attrs(data_at=position))


def changes(queries: Queries, slide: Slide, t: Translator) -> str:
    """What became of the events of a slide since it was made; blank where the data are the same."""
    if slide.version == queries.data.version:
        return ""
    then = storyboard_store().remembered(slide.version)
    if then is None:
        return t("briefing.unseen", version=slide.version or t("unstated"))
    counts = queries.editions.since(then, stage.read(queries, slide)[0])
    if not any(counts.values()):
        return ""
    parts = [t(f"briefing.{name}", n=n) for name, n in counts.items() if n]
    return t("briefing.changed", what=t.all_of(parts))
