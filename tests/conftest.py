"""What the tests share: one store built from the committed sources, opened once, and the raw rows."""

from __future__ import annotations

import csv
import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from cachelib import SimpleCache
from dash import Dash
from flask.testing import FlaskClient

from app import create_app
from app.data_version import DataVersion, open_data
from app.intake.builder import build
from app.queries import Queries
from app.settings import ROOT, Settings
from tests.servers import postgres_server

# No deadline: a slow machine is not a fault. The same examples each time: a fault shows again when it is sought.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.register_profile("search", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose build folder holds a store made from the real sources."""
    folder = tmp_path_factory.mktemp("build")
    own = {name: folder.parent / name for name in ("imports", "briefings")}
    settings = dataclasses.replace(Settings(), build=folder, **own)
    build(settings)
    return settings


def copy_of(built: Settings, folder: Path, **more: Any) -> Settings:
    """Settings of an own house with a copy of the store: to build it anew takes some seconds."""
    shutil.copytree(built.build, folder / "build")
    own = {name: folder / name for name in ("build", "imports", "briefings")}
    return dataclasses.replace(built, **own, **more)


@pytest.fixture(scope="session", autouse=True)
def at_home(built: Settings) -> Iterator[None]:
    """Commands that a test calls find the store that is built already, and leave nothing in the project's folders."""
    own = {"BUILD_DIR": built.build, "BRIEFINGS_DIR": built.briefings}
    kept = [Settings().briefings, Settings().imports]
    before = [sorted(folder.glob("*")) for folder in kept]
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in own.items():
            patch.setenv(name, str(folder))
        yield
    assert [sorted(folder.glob("*")) for folder in kept] == before, "a test wrote into the project's own folders"


@pytest.fixture(scope="session")
def data(built: Settings) -> DataVersion:
    return open_data(built.build, built.reference, cases=built.briefings / "cases")


@pytest.fixture(scope="session")
def dash_app(built: Settings, data: DataVersion) -> Dash:
    return create_app(built, data)


@pytest.fixture
def client(dash_app: Dash) -> FlaskClient:
    return dash_app.server.test_client()


@pytest.fixture(scope="session")
def postgres(built: Settings) -> Iterator[Settings]:
    """Settings whose store is a PostgreSQL database with the same data; skipped where there is no server."""
    with postgres_server() as server:
        settings = dataclasses.replace(built, store_url=server.url)
        build(settings)
        yield settings


#: Files whose tests are about what a question answers: they run on each engine. What is made of the answers does not.
ON_BOTH = ("test_queries", "test_board", "test_ranks", "test_overview", "test_countries", "test_lists", "test_cube")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "queries" in metafunc.fixturenames:
        both = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH
        engines = ["duckdb", "postgresql"] if both else ["duckdb"]
        metafunc.parametrize("queries", engines, indirect=True, scope="session")


@pytest.fixture(scope="session")
def queries(request: pytest.FixtureRequest, built: Settings, data: DataVersion) -> Iterator[Queries]:
    """The facade with a cache of its own, in the context of an app; on each engine."""
    if request.param == "postgresql":
        shared: Settings = request.getfixturevalue("postgres")
        data = open_data(shared.build, shared.reference, shared.store_url)
    with create_app(built, data).server.app_context():
        yield Queries(data, SimpleCache(threshold=5000))


@pytest.fixture(scope="session")
def event_rows() -> list[dict[str, str]]:
    """Every row of events.csv as text, aggregates too."""
    return csv_rows(ROOT / "data" / "sources" / "curated" / "events.csv")


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
