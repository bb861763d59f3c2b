"""The note on a route: the figures of its page, the evidence that the file has, and what it does not claim."""

from __future__ import annotations

import io

from flask.testing import FlaskClient
from pypdf import PdfReader

from app.i18n import translator
from tests.test_board import exported
from tests.test_web import faults


def text_of(client: FlaskClient, query: dict[str, str]) -> str:
    answer = client.get("/export/route.pdf", query_string=query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    pages = PdfReader(io.BytesIO(answer.data)).pages
    assert len(pages) <= 2
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_note_says_tier_evidence_other_readings_and_gaps(client: FlaskClient) -> None:
    for language in ("en", "es"):
        t = translator(language)
        for row in exported(client, "/export/routes.csv").head(3).to_dict("records"):
            said = text_of(client, {"sel": f"route:{row['route']}", "lang": language})
            for key in ("route.judgement", "route.events", "route.readings", "route.gaps", "app.caveat"):
                assert t(key)[:50] in said, key
            assert t(f"tier.{row['tier']}") in said and t("route.note_first_seen", span="")[:40] in said
            events = exported(client, f"/export/events.csv?sel=route:{row['route']}")
            for event in events.to_dict("records")[:3]:
                assert t.date(event["date"]) in said
            assert "→" in said and "TLP:CLEAR" in said


def test_a_route_that_the_board_does_not_have_is_named(client: FlaskClient) -> None:
    for query in ("", "sel=node:EC", "sel=route:EC>NZ|air|chain"):
        assert {name for name, _v, _p in faults(client.get(f"/export/route.pdf?{query}"))} == {"sel"}
