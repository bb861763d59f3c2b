"""The map as a file, opened and read: what is drawn is what the data say, in the page that was asked for."""

from __future__ import annotations

import io
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pyproj
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from app.__main__ import main
from app.core import strokes
from app.core.filters import Filters
from app.core.paper_sizes import PAPERS, REGIONS, Paper, Viewport
from app.core.projection import Frame, Projection
from app.core.style import MAP_STYLE, MODE_STYLE
from app.core.view import THEMES, View
from app.drawing import embedded_state
from app.drawing import text_width as lettering
from app.drawing.flows_nodes import PlacedNode
from app.drawing.labels import place
from app.drawing.room import OccupiedSpace
from app.drawing.scene import Node
from app.i18n import languages, translator
from app.queries import Queries
from tests import recount
from tests.recount import EVENTS
from tests.test_web import faults

SVG = "{http://www.w3.org/2000/svg}"


def drawn(client: FlaskClient, kind: str = "svg", **query: str) -> bytes:
    answer = client.get(f"/export/map.{kind}", query_string=query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.data


def flows_in(page: ET.Element) -> list[ET.Element]:
    """The flows of the map; samples of the legend are drawn by the same code and stand elsewhere."""
    (held,) = (g for g in page.iter(f"{SVG}g") if g.get("id") == "flows")
    return [part for part in held if part.get("class") != "approach"]


def texts(page: bytes) -> str:
    return " ".join(found.text or "" for found in ET.fromstring(page).iter(f"{SVG}text"))


def test_equal_earth_is_that_of_proj() -> None:
    lons, lats = (grid.ravel() for grid in np.meshgrid(np.linspace(-180, 180, 37), np.linspace(-90, 90, 19)))
    x, y = Projection().project(lons, lats)
    wanted = pyproj.Proj("+proj=eqearth +R=1")(lons, lats)
    assert np.allclose(x, wanted[0], atol=1e-9) and np.allclose(-y, wanted[1], atol=1e-9)


def test_mercator_shows_what_is_on_screen(client: FlaskClient) -> None:
    """At zoom 3 the world is 2048 units wide: 45 degrees of longitude are 256 units of the page."""
    page = ET.fromstring(drawn(client, viewport="3/0/0", layers="nodes", departure="BR"))
    spots = {
        c.get("cx")
        for group in page.iter(f"{SVG}g")
        if (group.get("class") == "node")
        for c in group.iter(f"{SVG}circle")
    }
    assert spots and all(0 < float(x or 0) < 1280 for x in spots)
    assert Viewport.parse("3/0/0") == Viewport(3, 0, 0)
    assert [Viewport.parse(t) for t in ("3/0", "a/b/c", "99/0/0", "3/nan/0", "")] == [None] * 5


def numbers_of(page: bytes) -> dict[str, float]:
    """Numbers of groups of seizures on a page, and the size of their letters."""
    groups = [g for g in ET.fromstring(page).iter(f"{SVG}g") if g.get("class") == "seizure"]
    return {str(t.text): float(t.get("font-size") or 0) for g in groups for t in g.iter(f"{SVG}text")}


def test_groups_of_seizures_are_larger_and_fewer_on_a_projector(client: FlaskClient) -> None:
    seen = {"layers": "seizures", "viewport": "2.7/10/0"}
    usual, large = (numbers_of(drawn(client, theme=theme, **seen)) for theme in ("light", "projector"))
    assert set(usual.values()) == {11.0} and set(large.values()) == {15.4}
    assert max(map(int, large)) > max(map(int, usual)) > 20


def test_every_drawn_flow_is_in_the_page_in_the_colour_of_its_mode(client: FlaskClient, queries: Queries) -> None:
    page = ET.fromstring(drawn(client, region="world", draw="lines"))
    groups = flows_in(page)
    wanted = queries.flows.top_flows(Filters(), View())
    kinds = {(mode, line) for mode, line in zip(wanted["mode"], wanted["line"], strict=True)}
    assert {tuple((g.get("class") or "").split()[1:]) for g in groups} == kinds
    assert len(groups) >= len(wanted) == 60, "a flow that crosses the edge comes in two parts"
    for group in groups:
        mode = (group.get("class") or "").split()[1]
        assert MODE_STYLE[mode][0] in {p.get("stroke") for p in group} | {p.get("fill") for p in group}
    one = ET.fromstring(drawn(client, region="world", departure="EC", destination="BE", top="20", draw="lines"))
    found = flows_in(one)
    held = queries.flows.top_flows(Filters(departure=("EC",), destination=("BE",)), View(top=20))
    assert len(found) == len(held), "none of these crosses the edge"


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("region", sorted(REGIONS))
def test_every_page_of_every_region_is_whole(client: FlaskClient, paper: str, region: str) -> None:
    for upright in ("0", "1"):
        body = drawn(client, paper=paper, region=region, upright=upright, top="20")
        page = ET.fromstring(body)
        wide, high = Paper(paper, upright == "1").size
        assert [float(side) for side in (page.get("viewBox") or "").split()] == pytest.approx(
            [0, 0, wide, high], abs=0.01
        )
        for text in page.iter(f"{SVG}text"):
            size, weight = float(text.get("font-size") or 0), int(text.get("font-weight") or 400)
            right = float(text.get("x") or 0) + lettering.width(text.text or "", size, weight)
            assert right <= wide + 0.5 and 0 < float(text.get("y") or 0) <= high, text.text
            assert size * 0.75 >= 7, "no type under seven points"


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("theme", sorted(THEMES))
def test_a_page_says_what_every_product_carries(
    client: FlaskClient, event_rows: list[recount.Row], language: str, theme: str
) -> None:
    t = translator(language)
    said = texts(drawn(client, lang=language, theme=theme, mode="maritime"))
    version = client.get("/health").get_json()["version"]
    for part in (t("app.caveat"), t("app.boundary"), "TLP:CLEAR", version, t("streams.title"), t("export.locked")):
        assert part in said, part
    at_sea = sum(row["mode"].startswith("maritime") for row in recount.counted(event_rows))
    assert t("sentence.events", n=at_sea) in said


def test_the_same_query_gives_the_same_file(client: FlaskClient) -> None:
    for kind in ("svg", "png", "pdf"):
        assert drawn(client, kind, departure="BR") == drawn(client, kind, departure="BR"), kind


def test_a_png_has_the_size_that_was_asked_for(client: FlaskClient) -> None:
    for query, wide in (({}, 1280), ({"times": "2"}, 2560), ({"paper": "a4", "dpi": "300"}, 3508)):
        body = drawn(client, "png", departure="BR", **query)
        assert body[:8] == b"\x89PNG\r\n\x1a\n" and abs(struct.unpack(">I", body[16:20])[0] - wide) <= 1


def test_a_pdf_is_vectors_with_text_and_fonts_in_it(client: FlaskClient) -> None:
    page = PdfReader(
        io.BytesIO(drawn(client, "pdf", paper="a4", departure="BR", title="Brazil → Belgium: ¿qué?"))
    ).pages[0]
    assert [float(page.mediabox.width), float(page.mediabox.height)] == pytest.approx([841.89, 595.28], abs=0.5)
    text = page.extract_text()
    assert "Brazil → Belgium: ¿qué?" in text and "TLP:CLEAR" in text and "Natural Earth" in text
    fonts = [font.get_object() for font in _fonts(page)]
    assert fonts and all("Inter" in str(font["/BaseFont"]) for font in fonts), "no other type stands in for Inter"
    assert not page.images, "nothing is a picture"


def _fonts(page: object) -> list[object]:
    """Fonts of a page and of the forms in it."""
    found, waiting = [], [page["/Resources"].get_object()]  # type: ignore[index]
    while waiting:
        held = waiting.pop()
        found += list(held.get("/Font", {}).get_object().values()) if "/Font" in held else []
        for form in held["/XObject"].get_object().values() if "/XObject" in held else []:
            if "/Resources" in form.get_object():
                waiting.append(form.get_object()["/Resources"].get_object())
    return found


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_a_file_bears_the_view_and_the_version_that_it_was_made_from(client: FlaskClient, kind: str) -> None:
    body = drawn(client, kind, departure="BR", q='"<ñ>', level="place", paper="a4", title="x")
    said = embedded_state.found_in(body)
    assert said is not None and said["version"] == client.get("/health").get_json()["version"]
    wanted = {"departure": "BR", "q": '"<ñ>', "level": "place"}
    assert dict(parse_qsl(said["query"])) == wanted, "the page's own view, without what was asked of the file"
    assert embedded_state.found_in(b"%PDF atlas:AAAA atlas:e30 nothing") is None


def test_an_svg_bears_its_type(client: FlaskClient) -> None:
    body = drawn(client, departure="BR").decode()
    assert body.count("@font-face") == 3 and "http" not in re.sub(r"http://www\.w3\.org/2000/svg", "", body)


def test_hostile_titles_are_plain_text_and_long_ones_are_refused(client: FlaskClient) -> None:
    wild = '<script>alert(1)</script> & "x" #image("/etc/passwd") $x$ ]]>\x00\u202e\n#eval'
    body = drawn(client, title=wild)
    assert b"<script" not in body and "#image(" in texts(body) and "\u202e" not in texts(body)
    text = PdfReader(io.BytesIO(drawn(client, "pdf", title=wild))).pages[0].extract_text()
    assert "<script>alert(1)</script>" in text and "root:" not in text
    wide = texts(drawn(client, title="W" * 300))
    assert wide.count("W") < 300 and "…" in wide
    assert {name for name, _v, _p in faults(client.get("/export/map.pdf", query_string={"title": "x" * 5000}))} == {
        "title"
    }


def test_what_is_absurd_is_named(client: FlaskClient) -> None:
    wrong = client.get("/export/map.png?paper=a0&region=mars&times=40&dpi=9999&viewport=x&upright=2&mode=teleport")
    assert {name for name, _v, _p in faults(wrong)} == {
        "paper",
        "region",
        "times",
        "dpi",
        "viewport",
        "upright",
        "mode",
    }
    assert client.get("/export/map.gif").status_code == 404
    empty = texts(drawn(client, departure="AQ"))
    assert translator("en")("export.no_flows") in empty


def test_a_selection_is_the_title_and_its_ends_are_named(client: FlaskClient) -> None:
    body = drawn(client, sel="route:EC>BE|maritime|pair", region="atlantic")
    names = [t.text for g in ET.fromstring(body).iter(f"{SVG}g") if g.get("id") == "names" for t in g]
    assert {"Ecuador", "Belgium"} <= set(names) and "Brazil" not in names
    assert "Ecuador → Belgium, maritime: 10 reported seizures" in texts(body)


def test_the_command_line_draws_the_same(
    client: FlaskClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["snapshot", "--query", "?departure=BR", "--out", str(tmp_path / "x.svg")]) == 0
    assert texts((tmp_path / "x.svg").read_bytes()) == texts(drawn(client, departure="BR"))
    assert main(["snapshot", "--query", "region=mars", "--out", str(tmp_path / "y.png")]) == 1
    assert "region = 'mars': one of: world" in capsys.readouterr().err and not (tmp_path / "y.png").exists()
    assert main(["snapshot", "--out", str(tmp_path / "z.gif")]) == 2


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300), st.floats(3, 14), st.integers(3, 18)), max_size=30))
def test_names_never_overlap(spots: list[tuple[float, float, float, int]]) -> None:
    room = OccupiedSpace(Frame(0, 0, 400, 300, 1, 0, 0))
    node = Node("A", "A", 0, 0, {"departure": 1})
    for x, y, r, letters in spots:
        found = place(PlacedNode(node, x, y, r), room, letters * 6.0, 14)
        if found:
            assert room.free(found)
            room.boxes.append(found)


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=2, max_size=12), st.floats(1, 18))
def test_an_arrow_points_from_the_stroke_to_the_end(points: list[tuple[float, float]], wide: float) -> None:
    made = strokes.arrow(points, wide, 0, 0)
    if made is None:
        assert strokes.lengths(points)[-1] <= 1
        return
    assert (
        made.tip[0] == pytest.approx(points[-1]) and len(made.tip) == 3 and made.stroke[0] == pytest.approx(points[0])
    )


def test_lines_of_text_fit_and_lose_nothing() -> None:
    text = "Reported seizures along routes from Ecuador to Belgium and the Netherlands, Supercalifragilistic"
    for most in (60, 120, 400):
        lines = lettering.wrap(text, 12, most, lines=99)
        assert all(lettering.width(line, 12) <= most for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert lettering.wrap(text, 12, 120, lines=1)[0].endswith("…")


def test_a_map_of_a_selection_states_the_selection_s_figures(client: FlaskClient, queries: Queries) -> None:
    t = translator("en")
    for sel in ("node:BE", "flow:EC>BE|maritime|travelled"):
        said = texts(drawn(client, sel=sel))
        held = queries.summary.totals(Filters(), sel)
        assert t("sentence.events", n=int(held["events"])) in said and t.kg(held["kg"]) in said
        assert t("sentence.events", n=EVENTS) not in said


def test_seizures_and_corridors_are_drawn_as_the_layers_say(client: FlaskClient, queries: Queries) -> None:
    page = ET.fromstring(drawn(client, layers="seizures,corridors", region="world"))
    held = {g.get("id"): list(g) for g in page.iter(f"{SVG}g") if g.get("id")}
    lines = client.get("/layers/corridors.json").get_json()["corridors"]
    assert len(held["corridors"]) == len(lines) > 20
    numbers = sum(int((text.text or "0").replace(",", "")) for g in held["seizures"] for text in g.iter(f"{SVG}text"))
    single = sum(1 for g in held["seizures"] if not list(g.iter(f"{SVG}text")))
    placed = queries.events.export(Filters())[["lat", "lon"]].notna().all(axis=1).sum()
    assert numbers + single == placed > 300
    said = texts(drawn(client, layers="seizures,corridors"))
    t = translator("en")
    assert t("map.kind.sea") in said and t("map.corridor") in said and t("export.locked") not in said
    assert not held.get("flows") and t("map.kind.sea") not in texts(drawn(client))


def test_a_place_is_where_its_latitude_says() -> None:
    from app.core.mercator import latitude, mercator

    for lat in (-60.0, -2.2, 0.0, 51.2, 80.0):
        assert latitude(float(mercator(4.4, lat)[1])) == pytest.approx(lat, abs=1e-9)


def test_streams_bear_the_names_of_their_departures(client: FlaskClient) -> None:
    around = "viewport=-110,-40,60,60&paper=a4"
    named = client.get(f"/export/map.svg?{around}").get_data(as_text=True)
    turned = re.findall(r'<text[^>]*transform="rotate\([^"]*"[^>]*>([^<]+)</text>', named)
    assert {"Ecuador", "Brazil"} <= set(turned) and len(set(turned)) == len(turned)
    plain = client.get(f"/export/map.svg?{around}&coloured=mode").get_data(as_text=True)
    assert 'transform="rotate(' not in plain, "no colour stands for a departure"
    one = client.get(f"/export/map.svg?{around}&coloured=none").get_data(as_text=True)
    colours = {colour for pair in MODE_STYLE.values() for colour in pair[:1]}
    flows = one.partition('id="flows"')[2].partition('id="nodes"')[0]
    assert flows and not [colour for colour in colours - {MAP_STYLE["light"]["label"]} if colour in flows]


def test_flights_beside_streams_are_bundled(client: FlaskClient, queries: Queries) -> None:
    flights = queries.streams.flights("country")
    assert len(flights) > 5 and all(len(points) == 33 for points in flights.values())
    for pair, points in flights.items():
        for node, end in zip(pair.split(">"), (points[0], points[-1]), strict=True):
            place = queries.data.places[node]
            assert abs((end[0] - place["lon"] + 180) % 360 - 180) < 0.02 and abs(end[1] - place["lat"]) < 0.02
    network = client.get("/layers/network.json").get_json()
    assert network["flights"] == flights
    asked = "/export/map.svg?mode=air,maritime&draw="
    svg = {draw: client.get(f"{asked}{draw}").get_data(as_text=True) for draw in ("streams", "lines")}
    air = {draw: set(re.findall(r'class="flow air[^>]*>.*?d="([^"]+)"', text, re.S)) for draw, text in svg.items()}
    assert air["streams"] and air["streams"] != air["lines"]
