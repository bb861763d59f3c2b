"""The recipes of docs/developing.md: each example is put in its place and works."""

from __future__ import annotations

import datetime as dt
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from flask.testing import FlaskClient

import app.charts
from app import create_app, i18n, layers, pages
from app.charts.figure import figure
from app.core.filters import Filters
from app.data_version import DataVersion
from app.drawing import charts, page_layout
from app.drawing.charts.plots import Plots
from app.intake import layouts
from app.intake.builder import context_of
from app.intake.reference import Reference
from app.queries import Queries
from app.settings import ROOT, Settings
from tests.recount import EVENTS

GUIDE = (ROOT / "docs" / "developing.md").read_text(encoding="utf-8")
#: The examples by the file that they are for.
EXAMPLES = dict(re.findall(r"```(?:python|toml)\n# (\S+)\n(.*?)```", GUIDE, re.DOTALL))


@pytest.fixture
def extended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    """A package with the example of the guide as a further module."""
    package, name = request.param
    path = f"{package.__name__.replace('.', '/')}/{name}.py"
    (tmp_path / f"{name}.py").write_text(EXAMPLES[path], encoding="utf-8")
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    if hasattr(package, "layers"):
        package.layers.cache_clear()
    yield package
    sys.modules.pop(f"{package.__name__}.{name}", None)
    if hasattr(package, "layers"):
        package.layers.cache_clear()


def test_there_is_an_example_of_each() -> None:
    assert set(EXAMPLES) == {
        "app/i18n/pt.toml", "app/pages/hello.py", "app/layers/largest.py", "app/intake/layouts/short.py",
        "app/drawing/charts/__init__.py", "app/charts/grades.py",
    }  # fmt: skip


def test_the_filter_of_the_guide_is_the_one_that_there_is() -> None:
    (row,) = re.findall(r"```python\n(    min_arrests.*?)```", GUIDE, re.DOTALL)
    assert row in (ROOT / "app" / "core" / "filters.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("extended", [(pages, "hello")], indirect=True)
@pytest.mark.usefixtures("extended")
def test_a_page(built: Settings, data: DataVersion) -> None:
    client = create_app(built, data).server.test_client()
    assert client.get("/hello").status_code == 200
    layout = client.get("/_dash-layout", headers={"Referer": "http://localhost/hello"}).get_data(as_text=True)
    assert str(EVENTS) in layout and '"id":"hello"' in layout


@pytest.mark.parametrize("extended", [(layers, "largest")], indirect=True)
@pytest.mark.usefixtures("extended")
def test_a_layer(client: FlaskClient) -> None:
    events = client.get("/layers/largest.json?seizure=ES&count=3").get_json()["events"]
    assert len(events) == 3 and [e["kg"] for e in events] == sorted((e["kg"] for e in events), reverse=True)
    refusal = client.get("/layers/largest.json?count=many")
    assert refusal.status_code == 400 and "1 to 50" in refusal.get_json()["faults"][0]["problem"]


@pytest.mark.parametrize("extended", [(layouts, "short")], indirect=True)
def test_a_layout(extended: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "seizures.csv").write_text("id,day,country,kg\nA,2020-01-02,BE,10\nB,2020-01-03,??,5\n")
    read = extended.layouts()["short"]
    found = read(tmp_path, {}, context_of(Reference(Settings().reference), dt.date(2026, 1, 1)))
    assert len(found.tables["event"]) == 2 and [fault.value for fault in found.faults] == ["??"]


@pytest.mark.parametrize("extended", [(app.charts, "grades")], indirect=True)
def test_a_chart_for_page_and_file(extended: ModuleType, queries: Queries) -> None:
    t, events = i18n.translator("en"), queries.events.export(Filters())
    chart = importlib.import_module(f"{extended.__name__}.grades").describe(events, t)
    drawn = [sum(y or 0 for y in trace.y) for trace in figure(chart, "light").data if "markers" in (trace.mode or "")]
    assert sum(drawn) == len(events) and len(drawn) == 3
    file = page_layout.plate_only(Plots([chart], 1, t), (600, 300), "light")
    assert file.count("<circle") + file.count("<path") > 20
    nothing = importlib.import_module(f"{extended.__name__}.grades").describe(events[:0], t)
    assert not [y for trace in figure(nothing, "light").data for y in trace.y]
    assert page_layout.plate_only(Plots([nothing], 1, t), (600, 300), "light").startswith("<svg")


def test_a_chart(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    exec(EXAMPLES["app/drawing/charts/__init__.py"], vars(charts))
    monkeypatch.setitem(charts.CHARTS, "carriers", charts.carriers)
    drawn = client.get("/export/chart.svg?chart=carriers&mode=maritime")
    assert drawn.status_code == 200 and "container" in drawn.get_data(as_text=True)
    del charts.carriers


def test_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en.toml").write_bytes((i18n.FOLDER / "en.toml").read_bytes())
    (tmp_path / "pt.toml").write_text(EXAMPLES["app/i18n/pt.toml"], encoding="utf-8")
    cached = (i18n.own_texts, i18n.texts, i18n.translator)
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    for each in cached:
        each.cache_clear()
    try:
        t = i18n.translator("pt")
        assert t("sentence.events", n=2) == "2 apreensões" and t("facet.departure") == "Departure"
    finally:
        for each in cached:
            each.cache_clear()
