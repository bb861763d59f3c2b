"""Storyboards through their doors: kept whole, never overwritten unseen, told apart from later data, taken away."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pptx import Presentation
from pypdf import PdfReader

from app import create_app
from app.core.filters import Filters
from app.core.storyboard import MARKS, PAGES, Annotation, Slide, Storyboard
from app.data_version import DataVersion
from app.drawing import slides
from app.drawing.decks import KINDS
from app.i18n import languages, translator
from app.queries import Queries
from app.settings import Settings
from app.storyboards import EXTENSION, StoryboardStore
from app.wording import slides as stage

HEADERS = {"X-Requested-With": "1"}
HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "#panic() $x^2$ [*]", "&amp; \\ ${x} {{7*7}}"]
MARKED = [
    {"kind": "arrow", "points": [[-80, -2], [-30, 20]], "text": "Loads rise"},
    {"kind": "note", "points": [[4.4, 51.2]], "text": "Antwerp"},
    {"kind": "area", "points": [[-20, 5], [0, 5], [0, 25]], "text": "Gulf"},
]


@pytest.fixture
def shelf(tmp_path: Path) -> StoryboardStore:
    return StoryboardStore(tmp_path / "briefings")


@pytest.fixture
def client(built: Settings, data: DataVersion, shelf: StoryboardStore) -> Iterator[FlaskClient]:
    app = create_app(dataclasses.replace(built, briefings=shelf.folder), data)
    with app.server.app_context():
        yield app.server.test_client()


def begun(client: FlaskClient, title: str = "Meeting") -> str:
    answer = client.post("/briefings", json={"title": title}, headers=HEADERS)
    assert answer.status_code == 200, answer.get_json()
    return str(answer.get_json()["id"])


def added(client: FlaskClient, story: str, **slide: Any) -> Any:
    return client.post(f"/briefings/{story}/slides", json={"page": "/", "title": "Finding", **slide}, headers=HEADERS)


def whole(client: FlaskClient, story: str) -> dict[str, Any]:
    return dict(client.get(f"/briefings/{story}.json").get_json())


def test_views_are_added_ordered_and_thrown_away(client: FlaskClient) -> None:
    story = begun(client)
    for page in PAGES:
        assert added(client, story, page=page, query="mode=maritime,air&theme=dark&departure=EC").status_code == 200
    board = whole(client, story)
    assert [s["page"] for s in board["slides"]] == list(PAGES) and board["revision"] == len(PAGES) + 1
    assert {s["query"] for s in board["slides"]} == {"mode=air,maritime&departure=EC"}
    board["slides"] = board["slides"][::-1]
    assert client.put(f"/briefings/{story}", json=board, headers=HEADERS).status_code == 200
    assert [s["page"] for s in whole(client, story)["slides"]] == list(PAGES)[::-1]
    assert client.delete(f"/briefings/{story}", headers=HEADERS).status_code == 200
    assert client.get(f"/briefings/{story}.json").status_code == 404


def test_nobody_overwrites_another_unseen(client: FlaskClient) -> None:
    story = begun(client)
    mine, yours = whole(client, story), whole(client, story)
    assert client.put(f"/briefings/{story}", json={**mine, "title": "Mine"}, headers=HEADERS).status_code == 200
    answer = client.put(f"/briefings/{story}?lang=es", json={**yours, "title": "Yours"}, headers=HEADERS)
    assert answer.status_code == 409 and "Otra persona" in answer.get_json()["error"][0]
    assert whole(client, story)["title"] == "Mine"


def test_many_adding_at_once_lose_nothing(shelf: StoryboardStore) -> None:
    board = shelf.create(Storyboard("", "T"))
    add = lambda: shelf.change(board.id, lambda now: dataclasses.replace(now, slides=(*now.slides, Slide())))  # noqa: E731
    threads = [threading.Thread(target=add) for _n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.load(board.id).slides) == 20 and shelf.load(board.id).revision == 21


@pytest.mark.parametrize("header", [{}, {"X-Requested-With": "1", "Sec-Fetch-Site": "cross-site"}])
def test_another_site_changes_nothing(client: FlaskClient, header: dict[str, str]) -> None:
    story = begun(client)
    calls = [
        client.post("/briefings", json={"title": "x"}, headers=header),
        client.post(f"/briefings/{story}/slides", json={}, headers=header),
        client.put(f"/briefings/{story}", json=whole(client, story), headers=header),
        client.delete(f"/briefings/{story}", headers=header),
    ]
    assert [answer.status_code for answer in calls] == [403] * 4
    assert whole(client, story)["slides"] == [] and len(client.application.extensions[EXTENSION].every()) == 1


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "0123456789ab", "x", "....//", "%00"])
def test_no_door_reads_another_file(client: FlaskClient, name: str) -> None:
    for path in (f"/briefings/{name}.json", f"/briefings/{name}/stage.json", f"/briefings/{name}/1.png"):
        assert client.get(path).status_code == 404
    assert client.get(f"/export/briefing.pdf?story={name}").status_code == 404


def test_a_damaged_file_is_named_and_the_others_stand(client: FlaskClient, shelf: StoryboardStore) -> None:
    story = begun(client)
    for at, text in enumerate(["{", "[" * 100_000, json.dumps({"format": "storyboard"}), ""]):
        (shelf.folder / f"{at:012x}.json").write_text(text)
    assert [board.id for board in shelf.every()] == [story]
    answer = client.get(f"/briefings/{0:012x}.json")
    assert answer.status_code == 400 and f"{0:012x}.json" in answer.get_json()["error"][0]


def test_a_folder_that_cannot_be_written_is_said(built: Settings, data: DataVersion, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    app = create_app(dataclasses.replace(built, briefings=tmp_path / "file" / "inside"), data)
    answer = app.server.test_client().post("/briefings", json={"title": "x"}, headers=HEADERS)
    assert answer.status_code == 400 and "may not write" in answer.get_json()["error"][0]


@pytest.mark.parametrize("language", languages())
def test_every_refusal_has_words(client: FlaskClient, language: str) -> None:
    answer = client.post(f"/briefings?lang={language}", json={"title": ""}, headers=HEADERS)
    assert answer.status_code == 400 and "storyboard." not in answer.get_json()["error"][0]
    answer = client.post(f"/briefings?lang={language}", data=b"nonsense", headers=HEADERS)
    assert answer.status_code == 400


def test_exported_and_taken_in_again_it_is_the_same(client: FlaskClient) -> None:
    story = begun(client)
    added(client, story, query="departure=EC", viewport="3/14/-38", notes="one\ntwo", marks=MARKED)
    exported = json.loads(client.get(f"/export/briefing.json?story={story}").data)
    again = client.post("/briefings", json=exported, headers=HEADERS).get_json()["id"]
    assert again != story
    mine, other = whole(client, story), whole(client, again)
    assert other["slides"] == mine["slides"] and other["title"] == mine["title"]


def test_a_slide_says_what_became_of_its_events(client: FlaskClient, shelf: StoryboardStore) -> None:
    story = begun(client)
    added(client, story, query="departure=EC")
    queries: Queries = client.application.extensions["queries"]
    version, path = queries.data.version, shelf.folder / "versions" / f"{queries.data.version}.parquet"
    assert path.exists() and not re.search("changed", page(client, story))
    then = queries.editions.digests()
    ecuador = queries.events.export(Filters(departure=("EC",)))["event_id"].tolist()
    brazil = queries.events.export(Filters(departure=("BR",)))["event_id"].tolist()
    missing, other = ecuador[:14] + brazil[:5], ecuador[14:16] + brazil[5:9]
    then = then[~then["event_id"].isin(missing)]
    then.loc[then["event_id"].isin(other), "digest"] = "0"
    then.loc[len(then) + 1000] = ["CSE-1999-0001", "1"]
    then.to_parquet(shelf.folder / "versions" / "aaaaaaaaaaaa.parquet")
    board = whole(client, story)
    board["slides"][0]["data_version"] = "aaaaaaaaaaaa"
    assert client.put(f"/briefings/{story}", json=board, headers=HEADERS).status_code == 200
    said = page(client, story)
    assert "14 new events, 2 corrected and 1 gone from the data" in said
    board = whole(client, story)
    board["slides"][0]["data_version"] = "bbbbbbbbbbbb"
    client.put(f"/briefings/{story}", json=board, headers=HEADERS)
    assert "has not seen (version bbbbbbbbbbbb)" in page(client, story)
    board = whole(client, story)
    board["slides"][0]["data_version"] = "now"
    client.put(f"/briefings/{story}", json=board, headers=HEADERS)
    assert whole(client, story)["slides"][0]["data_version"] == version
    assert "has not seen" not in page(client, story)


def page(client: FlaskClient, story: str) -> str:
    from app.pages import briefing

    with client.application.test_request_context():
        return str(briefing.update_briefing(f"story={story}")[1])


def test_a_part_that_these_data_do_not_know_is_kept_and_said(client: FlaskClient) -> None:
    story = begun(client)
    added(client, story, query="source=elsewhere&departure=EC")
    assert whole(client, story)["slides"][0]["query"] == "source=elsewhere&departure=EC"
    walk = client.get(f"/briefings/{story}/stage.json").get_json()
    assert "source=elsewhere" in walk["slides"][0]["lacking"] and "source=elsewhere" in page(client, story)


def test_the_stage_locks_the_scale_and_speaks_to_a_room(client: FlaskClient) -> None:
    story = begun(client)
    for page_ in PAGES:
        added(client, story, page=page_, query="scale=free&theme=dark&departure=EC")
    walk = client.get(f"/briefings/{story}/stage.json").get_json()
    for at, slide in enumerate(walk["slides"], 1):
        assert slide["address"].split("?")[0] == slide["path"] == PAGES[at - 1]
        assert "theme=projector" in slide["address"] and "scale=free" not in slide["address"]
        assert f"story={story}" in slide["address"] and f"slide={at}" in slide["address"]


# ---- taken away ----


@pytest.fixture
def story(client: FlaskClient) -> str:
    """A storyboard with a slide of every page, marks on its map, and hostile words everywhere."""
    made = begun(client, HOSTILE[1])
    for at, path in enumerate(PAGES):
        query = "at=EC,BE" if path == "/countries" else "departure=EC"
        wild = HOSTILE[at % len(HOSTILE)]
        marks = [*MARKED, {"kind": "note", "points": [[0, 0]], "text": wild}] if path == "/" else []
        slide = {
            "page": path,
            "query": query,
            "title": f"{at} {wild}",
            "notes": f"say {wild}\nand more",
            "marks": marks,
        }
        assert added(client, made, **slide).status_code == 200
    return made


def taken(client: FlaskClient, story: str, kind: str, more: str = "") -> bytes:
    answer = client.get(f"/export/briefing.{kind}?story={story}{more}")
    assert answer.status_code == 200 and answer.mimetype == KINDS[kind].mimetype.split(";")[0]
    return answer.data


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_one_file_holds_every_slide_and_asks_for_nothing(client: FlaskClient, story: str) -> None:
    text = taken(client, story, "html").decode()
    tags = Tags()
    tags.feed(text)
    names = [tag for tag, _attrs in tags.found]
    assert names.count("section") == names.count("svg") == names.count("aside") == len(PAGES)
    assert names.count("script") == 1 and "img" not in names and "link" not in names and "iframe" not in names
    for tag, attrs in tags.found:
        assert not {"src", "href", "onerror", "onload"} & set(attrs), tag
    policy = next(a["content"] for tag, a in tags.found if tag == "meta" and "http-equiv" in a)
    assert policy and "default-src 'none'" in policy
    assert set(re.findall(r"url\((\S{5})", text)) <= {'"data', "#s1-f", "#s4-f"} | {f"#s{n}-" for n in range(1, 9)}
    ids = re.findall(r'\bid="(s\d+-[^"]+)"', text)
    assert len(ids) == len(set(ids)) > 5
    for wild in HOSTILE:
        assert wild in unescape(text) and ("<" not in wild or wild not in text)


def test_every_mark_is_drawn_with_its_words(client: FlaskClient, story: str) -> None:
    board: Storyboard = client.application.extensions[EXTENSION].load(story)
    queries = client.application.extensions["queries"]
    page_ = ET.fromstring(slides.page(slides.read_slide(queries, board.slides[0])))
    kinds = [g.get("class") for g in page_.iter("{http://www.w3.org/2000/svg}g") if "mark" in (g.get("class") or "")]
    assert kinds == ["mark arrow", "mark note", "mark area", "mark note"] and len(MARKS) == 3
    texts = " ".join(t.text or "" for t in page_.iter("{http://www.w3.org/2000/svg}text"))
    assert all(mark["text"] in texts for mark in MARKED)


def test_a_mark_beside_the_date_line_stays_in_one_piece(client: FlaskClient) -> None:
    from app.core.projection import Frame, Projection
    from app.drawing.annotations import placed

    frame = Frame.fitted((0, 0, 1000, 500), [-3.0, 3.0], [-1.4, 1.4])
    mark = Annotation("arrow", ((175.0, 0.0), (190.0, 0.0)))
    for centre in (0.0, 150.0, -120.0):
        (x0, _y0), (x1, _y1) = placed(mark, mark.points, Projection("equal-earth", centre), frame)
        assert 0 < x1 - x0 < 100


def test_a_pdf_has_a_page_for_each_slide_and_a_handout_its_notes(client: FlaskClient, story: str) -> None:
    plain = PdfReader(io.BytesIO(taken(client, story, "pdf")))
    assert len(plain.pages) == len(PAGES)
    assert [round(v) for v in plain.pages[0].mediabox[2:]] == [960, 540]
    handout = PdfReader(io.BytesIO(taken(client, story, "pdf", "&notes=1")))
    assert len(handout.pages) == len(PAGES) and round(float(handout.pages[0].mediabox[3])) == 842
    for at, (one, two) in enumerate(zip(plain.pages, handout.pages, strict=True)):
        wild = HOSTILE[at % len(HOSTILE)]
        flat = " ".join(one.extract_text().split())
        assert f"{at} {wild}" in flat and translator("en")("app.caveat")[:60] in flat
        assert "and more" in two.extract_text() and "and more" not in one.extract_text()


def test_powerpoint_has_native_words_and_a_picture_on_each_slide(client: FlaskClient, story: str) -> None:
    show = Presentation(io.BytesIO(taken(client, story, "pptx")))
    assert len(show.slides) == len(PAGES) and show.slide_width / show.slide_height == pytest.approx(16 / 9)
    caveat = translator("en")("app.caveat")
    for at, slide in enumerate(show.slides):
        wild = HOSTILE[at % len(HOSTILE)]
        assert slide.shapes.title.text_frame.text == f"{at} {wild}"
        words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert caveat in words and "TLP:CLEAR" in words and "Natural Earth" in words
        assert slide.notes_slide.notes_text_frame.text == f"say {wild}\nand more"
        pictures = [shape for shape in slide.shapes if shape.shape_type == 13]
        assert len(pictures) == 1 and pictures[0].image.size[0] == 2440
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= show.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= show.slide_height


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_empty_storyboard_is_no_fault(client: FlaskClient, kind: str) -> None:
    assert taken(client, begun(client), kind)
    assert len(taken(client, begun(client), kind, "&notes=1")) > 500


@pytest.mark.parametrize("language", languages())
def test_the_language_of_a_deck_is_chosen_apart_from_the_slide_s(
    client: FlaskClient, story: str, language: str
) -> None:
    text = taken(client, story, "html", f"&lang={language}").decode()
    assert unescape(text).count(translator(language)("app.caveat")[:40]) == len(PAGES)


def test_a_file_of_the_deck_opens_its_view_again(client: FlaskClient, story: str) -> None:
    from app.drawing import embedded_state

    for kind in ("html", "pdf"):
        held = embedded_state.found_in(taken(client, story, kind))
        assert held and held["query"] == "departure=EC"


def test_every_page_that_a_slide_may_show_is_there(client: FlaskClient) -> None:
    from app.pages import pages

    assert set(PAGES) < set(pages()) and len(PAGES) == 7
    queries = client.application.extensions["queries"]
    for path in PAGES:
        found = slides.read_slide(queries, Slide(path=path, query="at=EC,BE"))
        assert found.texts.title and stage.read(queries, Slide(path=path))[2] == []


@pytest.mark.parametrize("language", languages())
def test_the_stage_speaks_the_presenter_s_language(client: FlaskClient, language: str) -> None:
    story = begun(client)
    added(client, story, query="departure=EC&lang=es")
    walk = client.get(f"/briefings/{story}/stage.json?lang={language}").get_json()
    assert ("lang=es" in walk["slides"][0]["address"]) == (language == "es")
    assert walk["caveat"] == translator(language)("app.caveat")


def test_a_slide_and_its_files_state_the_same_count(client: FlaskClient) -> None:
    story = begun(client)
    sel = "flow:EC>BE|maritime|travelled"
    added(client, story, query=f"sel={sel}")
    queries = client.application.extensions["queries"]
    wanted = translator("en")("sentence.events", n=int(queries.summary.totals(Filters(), sel)["events"]))
    board: Storyboard = client.application.extensions[EXTENSION].load(story)
    assert wanted in slides.read_slide(queries, board.slides[0]).texts.sentence and wanted in page(client, story)
    walk = client.get(f"/briefings/{story}/stage.json").get_json()
    answer = client.get(f"/explore.json?{walk['slides'][0]['address'].split('?')[1]}").get_json()
    assert wanted in answer["html"]["head"]
