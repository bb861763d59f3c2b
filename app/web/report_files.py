"""Endpoints of country sheets and route notes: as they are (GET), with a person's words (POST), and many at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, request, stream_with_context

from app.core.filters import Filters
from app.core.query import Problem
from app.core.view import View
from app.i18n import translator
from app.queries import current as queries
from app.web.change_requests import replace_unfit_texts
from app.web.responses import refused, strict_query, with_etag
from app.web.workqueue import busy_answer, heavy, queue

blueprint = Blueprint("reports", __name__)
FORMAT = "<any(pdf, docx):kind>"
#: Countries of one batch: every country that there is.
MOST = 260


def sent(body: bytes, kind: str, name: str) -> Response:
    """A report as a file."""
    from app.drawing.report import MIMETYPES

    answer = with_etag(body, MIMETYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def edits() -> Mapping[str, str]:
    """What a person wrote to the report; nothing for a plain link."""
    return replace_unfit_texts(request.form.to_dict()) if request.method == "POST" else {}


@blueprint.route(f"/export/country.{FORMAT}", methods=["GET", "POST"])
@heavy
def country(kind: str) -> Response:
    """The sheet of the first country, place or area of ``at``."""
    from app.drawing import country_sheet

    filters, view, _own = strict_query()
    body = country_sheet.render(queries(), filters, view, view.at[0], kind, edits()) if view.at else None
    if body is None:
        return refused([Problem("at", "", "what the sheet is about, such as at=BR, at=BE:antwerp or at=XZ-CAR")])
    return sent(body, kind, f"country-{view.at[0].replace(':', '-')}")


@blueprint.route(f"/export/route.{FORMAT}", methods=["GET", "POST"])
@heavy
def route(kind: str) -> Response:
    """The note on the route that is selected."""
    from app.drawing import route_note

    filters, view, _own = strict_query()
    named, _sep, key = (view.sel or "").partition(":")
    body = route_note.render(queries(), filters, view, key, kind, edits()) if named == "route" else None
    if body is None:
        return refused([Problem("sel", view.sel or "", "a route of the board, such as sel=route:EC>BE|maritime|chain")])
    return sent(body, kind, "route-note")


@blueprint.get("/export/countries.zip")
def batch() -> Response:
    """The sheets of the countries of ``codes``, one after another while they are drawn; ``kind`` is pdf or docx."""
    from app.drawing.report import MIMETYPES

    filters, view, own = strict_query({"codes": str, "kind": str})
    known, t = queries().data.vocabulary.countries, translator(view.lang)
    codes = list(dict.fromkeys(code.strip().upper() for code in own.get("codes", "").split(",") if code.strip()))
    kind = own.get("kind", "pdf")
    problems = [Problem("codes", code, t("report.no_country")) for code in codes if code not in known]
    if not codes or len(codes) > MOST:
        problems.append(Problem("codes", "", t("report.no_codes")))
    if kind not in MIMETYPES:
        problems.append(Problem("kind", kind, f"one of: {', '.join(MIMETYPES)}"))
    if problems:
        return refused(problems)
    if not queue().has_room():
        return busy_answer()
    answer = Response(stream_with_context(sheets(filters, view, codes, kind)), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="countries.zip"'
    return answer


def sheets(filters: Filters, view: View, codes: list[str], kind: str) -> Iterator[bytes]:
    """An archive in pieces: a sheet goes out as soon as it is drawn, so that who waits can count them."""
    from app.drawing import country_sheet

    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for code in codes:
            # A place for each sheet, not for all: others come in between.
            with queue().place(begun=True):
                sheet = country_sheet.render(queries(), filters, view, code, kind)
            assert sheet is not None  # of a country there always is one
            archive.writestr(f"country-{code}.{kind}", sheet)
            yield sink.taken()
    yield sink.taken()


class Sink(io.RawIOBase):
    """Takes what an archive writes and gives it away; it cannot go back, so the archive never asks to."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def writable(self) -> bool:
        """It only takes."""
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        """Keep a piece until it is taken."""
        self._buffer += piece
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        written, self._buffer = bytes(self._buffer), bytearray()
        return written
