"""Work on uploads: its memory, its quota, what a full or read-only disk says, and servers that are gone."""

from __future__ import annotations

import builtins
import dataclasses
import errno
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from app import atomic, create_app, storyboards
from app.core.message import Refused
from app.core.storyboard import Storyboard
from app.data_version import open_data
from app.intake import datasets
from app.intake.jobs.job_files import UPLOAD, write
from app.intake.jobs.queue import MOST_WAITING, Jobs, this_process
from app.settings import ROOT, Settings
from app.web.imports import EXTENSION
from tests.conftest import copy_of
from tests.test_import_requests import FILE, OWN, worked


@pytest.fixture(scope="module")
def house(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return copy_of(built, tmp_path_factory.mktemp("house"))


def staged(jobs: Jobs, content: bytes = FILE.encode(), name: str = "a.csv") -> str:
    return jobs.stage(io.BytesIO(content), name, 1_000_000)


def test_a_job_that_takes_too_much_memory_ends_with_a_sentence_and_the_next_goes_on(house: Settings) -> None:
    small = dataclasses.replace(house, import_memory_mb=50)  # less than the program itself
    other = subprocess.Popen([sys.executable, "-c", "x = bytearray(10**8); print('ready', flush=True); input()"],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
    assert other.stdout and other.stdout.readline() == b"ready\n"
    app = create_app(small, open_data(house.build, house.reference))
    door, jobs = app.server.test_client(), app.server.extensions[EXTENSION]
    try:
        ticket = staged(jobs)
        state = worked(door, f"/import/{ticket}/plan")
        assert state["state"] == "failed" and "50 MB of memory" in state["error"][0]
        assert other.poll() is None, "a process that has nothing to do with imports"
        jobs.settings = dataclasses.replace(house)
        assert worked(door, f"/import/{ticket}/plan")["state"] == "done"
    finally:
        jobs.close()
        other.kill()
        other.communicate()


def test_the_command_line_has_the_same_bound(house: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(FILE)
    places = {"BUILD_DIR": house.build, "IMPORTS_DIR": house.imports, "IMPORT_MEMORY_MB": 50}
    environment = {**os.environ, **{k: str(v) for k, v in places.items()}}
    command = [sys.executable, "-m", "app", "import", str(tmp_path / "a.csv")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (
        done.returncode == -signal.SIGKILL
        and "more than 50 MB of memory" in done.stderr
        and "Traceback" not in done.stderr
    )
    assert not datasets.datasets(house)


def test_all_uploads_together_have_a_quota(house: Settings, tmp_path: Path) -> None:
    jobs = Jobs(dataclasses.replace(house, imports=tmp_path, upload_quota_mb=1))
    staged(jobs, b"x" * 900_000)
    with pytest.raises(Refused, match="quota"):
        staged(jobs, b"x" * 200_000)
    assert len(list(jobs.folder.iterdir())) == 1, "what was refused is not kept"
    staged(jobs, b"x" * 50_000)


def test_so_many_pieces_of_work_wait_and_no_more(house: Settings) -> None:
    jobs = Jobs(house)
    ticket = staged(jobs)
    jobs._waiting = {f"t{n}" for n in range(MOST_WAITING)}
    with pytest.raises(Refused, match="busy"):
        jobs.submit(ticket, "plan", {})
    assert jobs.state(ticket)["state"] == "none"


def test_a_job_of_a_server_that_is_gone_is_not_worked_on_for_ever(house: Settings) -> None:
    jobs = Jobs(house)
    ticket = staged(jobs)
    number, began = this_process()
    for server, state in (
        ([number, began], "working"),
        ([number, began - 100], "failed"),  # another process has the number now
        ([2**22 + 5, began], "failed"),
        (number, "failed"),  # as an earlier edition wrote it
        (None, "failed"),
    ):
        write(jobs.folder_of(ticket) / "job.json", {"state": "working", "kind": "plan", "server": server})
        assert jobs.state(ticket)["state"] == state, server
    assert psutil.Process(int(number)).create_time() == began


@pytest.fixture(
    params=[(errno.ENOSPC, "no room left"), (errno.EROFS, "may not write"), (errno.EACCES, "may not write")]
)
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Callable[[], None], str]]:
    """Makes every further write fail as a full or read-only disk does; and what must be said then."""
    code, said = request.param

    def fails() -> None:
        real = os.write

        class Full(io.FileIO):
            def write(self, _piece: Any) -> int:
                raise OSError(code, os.strerror(code))

        def opened(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
            if isinstance(file, int) or not set(mode) & set("wxa+"):
                return real_open(file, mode, *rest, **more)
            if code != errno.ENOSPC:
                raise OSError(code, os.strerror(code))
            return Full(file, mode.replace("b", "").replace("t", ""))

        del real
        real_open = builtins.open
        monkeypatch.setattr(builtins, "open", opened)
        monkeypatch.setattr(io, "open", opened)
        monkeypatch.setattr(Path, "open", lambda self, mode="r", *rest, **more: opened(self, mode, *rest, **more))

    yield fails, said
    monkeypatch.undo()


def listing(*folders: Path) -> list[str]:
    return sorted(str(p) for folder in folders if folder.exists() for p in folder.rglob("*") if p.name != "versions")


def test_a_disk_that_takes_nothing_is_said_and_leaves_nothing_behind(
    house: Settings, disk: tuple[Callable[[], None], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fails, said = disk
    app = create_app(house, open_data(house.build, house.reference))
    door, jobs = app.server.test_client(), app.server.extensions[EXTENSION]
    board = door.post("/briefings", json={"title": "kept"}, headers=OWN).get_json()["id"]
    ticket = staged(jobs)
    before = listing(house.imports, house.briefings)
    fails()
    slide = {"page": "/", "query": "", "title": "A slide"}
    for answer in (
        door.post("/import/files?name=a.csv", data=FILE, headers=OWN),
        door.post(f"/import/{ticket}/plan", json={}, headers=OWN),
        door.post("/links", json={"action": "link", "kind": "same", "kept": "a", "other": "b"}, headers=OWN),
        door.post("/datasets/curated/off", json={}, headers=OWN),
        door.post("/briefings", json={"title": "new"}, headers=OWN),
        door.post(f"/briefings/{board}/slides", json=slide, headers=OWN),
    ):
        assert answer.status_code == 400 and said in answer.get_json()["error"][0], answer.get_data()
    monkeypatch.undo()
    jobs.close()
    assert listing(house.imports, house.briefings) == before


def test_a_change_on_a_full_disk_is_taken_back(house: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = house.datasets / "x"
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text('id = "x"\nlayout = "imported"\nenabled = true\nedition = "0"\nfile = "f"\n')
    try:
        before = (folder / "source.toml").read_text()
        for change in (
            lambda: datasets.change("x", house, full, enabled=False),
            lambda: datasets.remove("x", house, full),
        ):
            with pytest.raises(OSError, match="No space"):
                change()
            assert [p.name for p in folder.iterdir()] == ["source.toml"]
            assert datasets.metadata("x", house)["enabled"] is True
        assert before
    finally:
        (folder / "source.toml").unlink()
        folder.rmdir()


@pytest.mark.parametrize("fails_at", ["write", "replace"])
def test_what_cannot_be_written_whole_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    path = tmp_path / "a.json"
    atomic.write(path, "old")

    def fails(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync" if fails_at == "write" else "replace", fails)
    with pytest.raises(OSError, match="No space"):
        atomic.write(path, "new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.json", "old")]


def test_a_storyboard_names_what_the_disk_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="read_only"):
        storyboards.StoryboardStore(tmp_path / "file" / "below").create(Storyboard("", "x"))


def test_the_upload_is_gone_once_it_is_taken(house: Settings) -> None:
    app = create_app(house, open_data(house.build, house.reference))
    jobs = app.server.extensions[EXTENSION]
    ticket = staged(jobs, name="gone.csv")
    try:
        assert worked(app.server.test_client(), f"/import/{ticket}/take")["state"] == "done"
    finally:
        jobs.close()
    assert not (jobs.folder_of(ticket) / UPLOAD).exists()
    assert json.loads((jobs.folder_of(ticket) / "taken.json").read_text())["dataset"] == "gone"
