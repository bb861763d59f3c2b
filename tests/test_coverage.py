"""Coverage from the word of a source to the screen: the strip, the exposure, and a dataset that declares its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app import create_app
from app.__main__ import main
from app.charts import timeline
from app.core.cube import tick_of
from app.core.filters import Filters
from app.core.view import View
from app.data_version import open_data
from app.intake import datasets
from app.intake.builder import BuildError, build
from app.queries import Queries, current
from app.settings import Settings
from app.ui.explore import answer

FILE = "Date,Country,Drug,kg,Departure,Destination\n" + "".join(
    f"2021-{month:02d}-05,{country},Cocaine,50,{country},Belgium\n"
    for month, country in [(1, "Peru"), (4, "Peru"), (12, "Peru"), (3, "Chile"), (11, "Chile")]
)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an own house, which the command line works on too."""
    made = dataclasses.replace(Settings(), build=tmp_path / "build", imports=tmp_path / "imports")
    monkeypatch.setattr(Settings, "from_env", classmethod(lambda cls: made))
    (tmp_path / "andes.csv").write_text(FILE, encoding="utf-8")
    return made


def test_a_declaration_reaches_the_strip_and_the_exposure(house: Settings, tmp_path: Path) -> None:
    file = str(tmp_path / "andes.csv")
    assert main(["import", file, "--coverage", "reported; CL 2021-01/2021-06 not"]) == 0
    app = create_app(house, open_data(house.build, house.reference))
    with app.server.test_request_context():
        queries, only = current(), Filters(source=("andes",))
        study = queries.routes.study(only, View(recent=6, baseline=6))
        board = queries.routes.board(only, study).set_index("route")
        assert board.loc["PE>BE|unknown|chain", ["exposure_recent", "exposure_baseline"]].tolist() == [6, 6]
        assert board.loc["CL>BE|unknown|chain", ["exposure_recent", "exposure_baseline"]].tolist() == [6, 0]
        assert board.loc["CL>BE|unknown|chain", "tier"] == "no_baseline"
        strip = answer(current(), "source=andes")["html"]["coverage"]
        assert 'title="Peru: reported, Jan 2021 – Dec 2021. A month without a seizure is a reported zero."' in strip
        # Before the months of its dataset no source speaks.
        assert 'title="Chile: not reported, Jan 2010 – Jun 2021.' in strip
        both = queries.reporting.reported(Filters(), "2021-01", "2021-12").loc["CL"]
        assert both.tolist() == ["not"] * 6 + ["reported"] * 6, "the sample of unknown coverage unsays nothing"
    assert main(["datasets", "--cover", "andes", "partly"]) == 0
    assert datasets.metadata("andes", house)["coverage"] == "partly"
    assert datasets.log(house)[0]["action"] == "covered"
    newer = FILE + "2021-12-06,Peru,Cocaine,51,Peru,Belgium\n"
    (tmp_path / "andes.csv").write_text(newer, encoding="utf-8")
    assert main(["import", file]) == 0
    assert datasets.metadata("andes", house)["coverage"] == "partly", "a newer edition keeps what was declared"


def test_a_wrong_declaration_is_refused_in_words(
    house: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "andes.csv")
    assert main(["import", file, "--coverage", "<b>all</b>"]) == 1
    assert "Coverage <b>all</b> is none. Write reported" in capsys.readouterr().err
    assert main(["import", file]) == 0
    assert main(["datasets", "--cover", "andes", "XX reported"]) == 1
    assert datasets.metadata("andes", house)["coverage"] == ""


def test_a_shipped_source_that_declares_nonsense_fails_the_build(house: Settings, tmp_path: Path) -> None:
    metadata = (house.sources / "curated" / "source.toml").read_text(encoding="utf-8")
    folder = tmp_path / "sources" / "curated"
    folder.mkdir(parents=True)
    for path in (house.sources / "curated").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "source.toml").write_text(
        metadata.replace('coverage = "unknown"', 'coverage = "complete"'), encoding="utf-8"
    )
    with pytest.raises(BuildError) as failed:
        build(dataclasses.replace(house, sources=tmp_path / "sources"))
    assert [getattr(failed.value.faults[0], name) for name in ("file", "field", "value")] == [
        "curated/source.toml",
        "coverage",
        "complete",
    ]


def test_where_no_source_declares_its_coverage_no_strip_stands_over_the_time(queries: Queries) -> None:
    assert [answer(queries, query)["html"]["coverage"] for query in ("", "strip=countries")] == ["", ""]


def test_months_that_are_still_filling_up_are_told_to_the_time_axis(queries: Queries) -> None:
    months, view = queries.summary.months(Filters()), View()
    last = months["month"].dropna().max()
    assert timeline.columns(months, view, last)["filling"] == tick_of(last, 0)
    assert timeline.columns(months, view)["filling"] is None
