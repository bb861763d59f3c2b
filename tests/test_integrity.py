"""What is served is what was sent: files under neutral names, hashes checked by every build, removals that are resumed,
and a store that is damaged inside."""

from __future__ import annotations

import dataclasses
import io
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from app import create_app, migrations, versions
from app.__main__ import main
from app.commands.run import ensure_store
from app.core.message import Refused
from app.data_version import open_data
from app.intake import datasets
from app.intake.builder import BuildError, build
from app.intake.jobs.job_files import SENT, UPLOAD
from app.intake.jobs.queue import Jobs
from app.intake.jobs.work import work
from app.intake.plan import execute
from app.intake.plan.planner import plan_import
from app.intake.rows.choices import Choices
from app.settings import ROOT, Settings
from app.versions import RAW, current_version, version_of
from tests.conftest import copy_of
from tests.recount import EVENTS
from tests.servers import free_port, until
from tests.test_import_requests import worked

FILE = "Date,Country,City,Drug,kg\n2021-03-25,Peru,Callao,Cocaine,900\n2021-03-26,Peru,Paita,Cocaine,5\n"


@pytest.fixture
def house(built: Settings, tmp_path: Path) -> Settings:
    """Settings with sources, imports and a store of their own; the shipped data are built."""
    shutil.copytree(Settings().sources, tmp_path / "sources")
    return copy_of(built, tmp_path, sources=tmp_path / "sources")


def taken(house: Settings, tmp_path: Path, dataset: str = "mine", content: str = FILE) -> str:
    """Take a file in as a dataset; the version that serves."""
    path = tmp_path / f"{dataset}.csv"
    path.write_text(content)
    return execute.plan_and_import(path, house, Choices(dataset=dataset))[1]


def events(house: Settings) -> int:
    data = open_data(house.build, house.reference)
    return int(data.run("SELECT count(*) AS n FROM event WHERE record_type = 'event'")["n"][0])


#: Names that the program itself uses in the folder of a job, of a dataset, or beside them.
OURS = (
    "account.csv", "account.json", "review.json", "taken.json", "job.json", "file.json", "progress.json", "sent.json",
    "upload", "raw", "source.toml", "pending.toml", "removing", "log.jsonl", "links.json", ".lock", "..", "profiles",
)  # fmt: skip


def test_a_file_may_have_any_name(house: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is taken in as an edition of one dataset, so that the last one counts; a build reads that file. (What the
    process beside the server does is done here, and the store is built once.)"""
    jobs = Jobs(house)
    monkeypatch.setattr(execute, "build", lambda *_given, **_more: "not built")
    for day, name in enumerate(OURS, 1):
        content = FILE.replace("03-25", f"04-{day:02d}")
        folder = jobs.folder_of(jobs.stage(io.BytesIO(content.encode()), name, 1_000_000))
        for kind, asked in (("plan", {}), ("take", {"dataset": "mine"})):
            work(kind, folder, asked, house)
            assert jobs.state(folder.name)["state"] == "done", (name, jobs.state(folder.name))
        (metadata,) = datasets.datasets(house)
        raw = house.datasets / "mine" / metadata["edition"] / RAW
        assert raw.read_text() == content and versions.file_hash(raw) == metadata["sha256"], name
    build(house, force=True)
    assert events(house) == EVENTS + 2


def test_what_is_taken_is_what_was_sent(house: Settings) -> None:
    jobs = Jobs(house)
    with open(__file__, "rb") as stream:
        ticket = jobs.stage(stream, "x.csv", 1_000_000)
    (jobs.folder_of(ticket) / UPLOAD).write_text(FILE)
    app = create_app(house, open_data(house.build, house.reference))
    try:
        state = worked(app.server.test_client(), f"/import/{ticket}/take")
    finally:
        app.server.extensions["import-jobs"].close()
    assert state["state"] == "failed" and "is not the one that was sent" in state["error"][0]
    assert (jobs.folder_of(ticket) / SENT).exists() and not datasets.datasets(house)


def test_a_file_that_changes_between_its_review_and_its_storing_is_not_taken(house: Settings, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(FILE)
    wanted = plan_import(path, house, execute.context(house), Choices(dataset="mine"))
    path.write_text(FILE.replace("900", "9000"))
    with pytest.raises(Refused, match="changed"):
        execute.import_plan(wanted, house, Choices(dataset="mine"))
    assert not datasets.datasets(house) and not list(house.datasets.iterdir())


def test_a_dataset_may_have_any_name_and_takes_nothing_along_when_it_goes(
    house: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, ours = tmp_path / "x.csv", ("profiles", "mappings", "datasets", "jobs", "links", "log", "curated-2")
    path.write_text(FILE)
    execute.plan_and_import(path, house, Choices(dataset="other", save_as="my layout"))
    with monkeypatch.context() as patch:
        patch.setattr(execute, "build", lambda *_given, **_more: "not built")
        for n, dataset in enumerate(ours):
            taken(house, tmp_path, dataset, FILE.replace("900", f"{901 + n}"))
    build(house)
    assert events(house) == EVENTS + 2 + 2 * len(ours)
    with monkeypatch.context() as patch:
        patch.setattr(execute, "build", lambda *_given, **_more: "not built")
        for n, dataset in enumerate(ours):
            execute.remove(dataset, house)
            assert [d["id"] for d in datasets.datasets(house)] == sorted(["other", *ours[n + 1 :]]), dataset
            assert [p.name for p in house.own_profiles.iterdir()] == ["my-layout.toml"], dataset
    build(house)
    assert events(house) == EVENTS + 2


def test_a_file_that_was_changed_on_disk_is_refused_by_every_build(house: Settings, tmp_path: Path) -> None:
    before = taken(house, tmp_path)
    (raw,) = house.datasets.glob(f"mine/*/{RAW}")
    raw.write_text(FILE.replace("900", "9000"))
    assert version_of(house) != before and versions.up_to_date_version(house) is None
    for attempt in (build, lambda own: build(own, force=True)):
        with pytest.raises(BuildError) as failed:
            attempt(house)
        (fault,) = failed.value.faults
        assert fault.file == "mine/mine.csv" and "expected" in fault.problem and "found" in fault.problem
        assert versions.file_hash(raw) in fault.problem and "--off mine" in fault.fix
    assert current_version(house.build) == before, "what serves goes on serving"
    execute.set_enabled("mine", False, house)
    assert events(house) == EVENTS
    with pytest.raises(BuildError):
        execute.set_enabled("mine", True, house)
    assert not datasets.metadata("mine", house)["enabled"], "a change whose build fails never happened"
    raw.write_text(FILE)
    execute.set_enabled("mine", True, house)
    assert current_version(house.build) == before


def test_a_missing_file_is_named_too(house: Settings, tmp_path: Path) -> None:
    taken(house, tmp_path)
    (raw,) = house.datasets.glob(f"mine/*/{RAW}")
    raw.unlink()
    with pytest.raises(BuildError, match="1 faults") as failed:
        build(house)
    assert "found no file" in str(failed.value.faults[0])


@pytest.mark.parametrize("name", ["events.csv", "reports.csv", "corridors.csv", "country_year.csv"])
def test_a_shipped_file_that_was_changed_is_refused_until_it_is_recorded(house: Settings, name: str) -> None:
    before = current_version(house.build)
    path = house.sources / "curated" / name
    path.write_bytes(path.read_bytes() + b"\r\n")
    with pytest.raises(BuildError) as failed:
        build(house)
    assert "check --record curated" in failed.value.faults[0].fix
    from app.commands.check import record

    assert record(house, "curated") == 0
    assert build(house) != before


def test_every_hash_that_is_recorded_is_that_of_the_shipped_file() -> None:
    for metadata in sorted(Settings().sources.glob("*/source.toml")):
        named = versions.recorded_hashes(versions.read_metadata(metadata))
        assert set(named) == {p.name for p in metadata.parent.iterdir()} - {metadata.name}
        assert all(versions.file_hash(metadata.parent / name) == text for name, text in named.items())


def test_a_decision_about_two_records_is_part_of_the_version(house: Settings) -> None:
    before = version_of(house)
    (house.imports).mkdir(exist_ok=True)
    (house.imports / versions.LINKS).write_text("[]")
    assert version_of(house) != before


KILLED = """
import os, signal, sys, types, dataclasses
from pathlib import Path
from app.intake import datasets
from app.settings import Settings
from app.intake.plan import execute
folder, stage = Path(sys.argv[1]), sys.argv[2]
own = dataclasses.replace(Settings(), **{n: folder / n for n in ("sources", "build", "imports")})
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if stage == "marked":
    execute.build = die
elif stage == "built":
    datasets.finish_removals = die
else:
    datasets.shutil = types.SimpleNamespace(rmtree=die)
execute.remove("mine", own)
"""


@pytest.mark.parametrize("stage", ["marked", "built", "half deleted"])
def test_a_removal_that_is_killed_is_finished_by_the_next_start(house: Settings, tmp_path: Path, stage: str) -> None:
    taken(house, tmp_path)
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), stage], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert events(house) == (EVENTS + 2 if stage == "marked" else EVENTS), "all of it, or nothing of it"
    assert not datasets.datasets(house), "it is on its way out"
    assert ensure_store(house) == 0
    assert events(house) == EVENTS and list(house.datasets.iterdir()) == []


def test_a_dataset_can_be_taken_in_again_while_its_removal_is_not_finished(house: Settings, tmp_path: Path) -> None:
    taken(house, tmp_path)
    (house.datasets / "mine" / versions.REMOVING).touch()
    taken(house, tmp_path, content=FILE.replace("900", "950"))
    assert ensure_store(house) == 0
    assert events(house) == EVENTS + 2 and len(datasets.datasets(house)) == 1


def test_imports_of_an_earlier_edition_are_found(house: Settings, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(FILE)
    execute.plan_and_import(path, house, Choices(dataset="mine", save_as="own"))
    taken(house, tmp_path, "datasets", FILE.replace("900", "7"))
    wanted = events(house)
    old = tmp_path / "old"
    for folder in house.datasets.iterdir():
        metadata = versions.read_metadata(folder / versions.METADATA)
        edition = old / metadata["id"] / metadata["edition"]
        edition.mkdir(parents=True)
        shutil.copy(folder / metadata["edition"] / RAW, edition / metadata["file"])
        text = (folder / versions.METADATA).read_text()
        (old / metadata["id"] / versions.METADATA).write_text(text.replace(f'sha256 = "{metadata["sha256"]}"\n', ""))
    (old / "profiles").mkdir()
    shutil.copy(house.own_profiles / "own.toml", old / "profiles")
    own = dataclasses.replace(house, imports=old, build=tmp_path / "again")
    migrations.move(own)
    migrations.move(own)
    assert [d["id"] for d in datasets.datasets(own)] == ["datasets", "mine"]
    assert build(own) and events(own) == wanted and (own.own_profiles / "own.toml").exists()


def flipped(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0x55]))


@pytest.mark.parametrize("share", [0.001, 0.02, 0.3, 0.7, 0.99])
def test_a_store_that_is_damaged_inside_is_built_again_by_the_next_start(
    house: Settings, share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    version = str(current_version(house.build))
    file = house.build / version / versions.STORE
    flipped(file, int(file.stat().st_size * share))
    assert ensure_store(house) == 0
    assert "damaged; it is built again" in capsys.readouterr().err
    assert versions.up_to_date_version(house) == version and events(house) == EVENTS


def test_a_worker_over_a_damaged_store_waits_in_words_and_never_ends(house: Settings, tmp_path: Path) -> None:
    """gunicorn alone builds nothing: each answer is 200 or the page that waits, the worker lives, no trace is shown."""
    version = str(current_version(house.build))
    file = house.build / version / versions.STORE
    size = file.stat().st_size
    for at in range(8192, size, max(4096, size // 40)):
        flipped(file, at)
    shutil.rmtree(house.build / "columns")
    port, log = free_port(), tmp_path / "log"
    places = {"BUILD_DIR": house.build, "IMPORTS_DIR": house.imports, "PORT": port, "WORKERS": 1}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:app.gunicorn_conf", "app.wsgi:server"]
    with log.open("w") as out:
        environment = {**os.environ, **{k: str(v) for k, v in places.items()}}
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            until(answered(f"http://127.0.0.1:{port}/assets/10_base.css"), OSError, 60)
            for path in ("/", "/health", "/explore.json", "/layers/flows.json", "/export/events.csv"):
                try:
                    status, text = 200, urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60).read()
                except urllib.error.HTTPError as error:
                    status, text = error.code, error.read()
                assert status in (200, 503) and b"Traceback" not in text
            assert server.poll() is None
        finally:
            server.terminate()
            server.wait(40)
    assert "Worker failed to boot" not in log.read_text()


def answered(address: str) -> Callable[[], bytes]:
    return lambda: urllib.request.urlopen(address, timeout=5).read()


def test_the_command_line_says_which_file_was_changed(
    house: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    taken(house, tmp_path)
    (raw,) = house.datasets.glob(f"mine/*/{RAW}")
    raw.write_text("")
    monkeypatch.setenv("BUILD_DIR", str(house.build))
    monkeypatch.setenv("IMPORTS_DIR", str(house.imports))
    assert main(["build"]) == 1
    said = capsys.readouterr().err
    assert "mine/mine.csv" in said and "SHA-256 expected" in said and "Traceback" not in said
