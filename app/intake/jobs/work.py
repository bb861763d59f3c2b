"""The work of an import, in the process beside the server (see ``jobs``)."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.core.message import Message, Refused, disk_error, plain
from app.core.progress import Progress
from app.intake import datasets
from app.intake.builder import BuildError
from app.intake.datasets import links
from app.intake.jobs.job_files import SENT, UPLOAD, fail, read, write
from app.intake.layouts import ImportContext
from app.intake.overlays import Wanted, take_in
from app.intake.plan import execute, report, review
from app.intake.plan.planner import Plan, plan_import
from app.intake.rows import files
from app.intake.rows.choices import Choices
from app.overlays import Overlays
from app.settings import Settings
from app.stores import StoreNotWritten


@functools.cache
def _context(settings: Settings) -> ImportContext:
    return execute.context(settings)


#: The last plan, so that confirming it need not read the file again.
_last: dict[str, tuple[Choices, Plan]] = {}


def work(kind: str, folder: Path, asked: dict[str, Any], settings: Settings) -> None:
    """Do one piece of work and leave its result in the folder; what goes wrong is left there as notes."""

    def progress(step: str, share: float) -> None:
        write(folder / "progress.json", {"step": step, "share": share})

    try:
        WORK[kind](folder, asked, settings, progress)
        write(folder / "job.json", {"state": "done", "kind": kind})
    except Refused as refused:
        fail(folder, kind, list(refused.notes))
    except BuildError as error:
        fail(folder, kind, [Message("refused.build", n=len(error.faults), first=str(error.faults[0]))])
    except StoreNotWritten as error:
        _fail_anyhow(folder, kind, Message("refused.not_written", error=str(error.__cause__ or error)))
    except OSError as error:
        traceback.print_exc()
        _fail_anyhow(folder, kind, disk_error(error))
    except MemoryError:
        fail(folder, kind, [Message("refused.memory", mb=settings.import_memory_mb)])
    except Exception:
        traceback.print_exc()
        fail(folder, kind, [Message("refused.fault")])


def _fail_anyhow(folder: Path, kind: str, why: Message) -> None:
    """Say why, also on a disk that is full: the state is a few bytes, for which room is made by what is worked on."""
    try:
        fail(folder, kind, [why])
    except OSError:
        (folder / UPLOAD).unlink(missing_ok=True)
        fail(folder, kind, [why])


def _planned(folder: Path, choices: Choices, settings: Settings, progress: Progress) -> Plan:
    """The plan of an upload. Raises ``Refused`` where it is no longer, to the byte, what was sent."""
    sent = read(folder / SENT)
    plan = plan_import(folder / UPLOAD, settings, _context(settings), choices, progress, sent["name"])
    if plan.metadata["sha256"] != sent["sha256"]:
        raise Refused(
            Message("refused.changed", file=plan.name, expected=sent["sha256"], found=plan.metadata["sha256"])
        )
    # Beyond loopback whoever reaches the page could do it: a marking is lowered by who may use the command line there.
    closed = [Message("refused.lower_beyond")] if plan.previous_marking and not settings.is_loopback else []
    return replace(plan, obstacles=(*plan.obstacles, *closed))


def _plan(folder: Path, asked: dict[str, Any], settings: Settings, progress: Progress) -> None:
    """How the file would land: ``review.json`` for the page, and the account of every row as files."""
    choices = Choices.from_json(asked)
    plan = _planned(folder, choices, settings, progress)
    _last.clear()
    _last[folder.name] = (choices, plan)
    write(folder / "review.json", review.review(plan, choices, settings))
    for suffix in ("csv", "json") if plan.reads else ():
        report.write(plan, folder / f"account.{suffix}")


def _take(folder: Path, asked: dict[str, Any], settings: Settings, progress: Progress) -> None:
    """Take the file in as it was reviewed; asked again, it says that it is in."""
    if (folder / "taken.json").exists():
        return
    choices = Choices.from_json(asked)
    cached = _last.get(folder.name)
    if cached is None or cached[0] != choices:
        cached = (choices, _planned(folder, choices, settings, progress))
    version = execute.import_plan(cached[1], settings, choices, progress)
    plan = cached[1]
    _last.clear()
    write(
        folder / "taken.json",
        {
            "dataset": plan.dataset,
            "title": plan.metadata["title"],
            "version": version,
            "kind": plan.profile.kind,
            "counts": plan.counts(),
            "figures": len(files.statistics_of(list(plan.reads))),
            "diff": plan.diff.counts() if plan.diff else None,
        },
    )
    (folder / UPLOAD).unlink()


def _change(_folder: Path, asked: dict[str, Any], settings: Settings, progress: Progress) -> None:
    """Switch or remove a dataset, or link two events, and build without or with it."""
    built = execute.rebuild_function(settings, progress)
    actions: dict[str, Callable[[], str]] = {
        "on": lambda: execute.set_enabled(asked["dataset"], True, settings, progress),
        "off": lambda: execute.set_enabled(asked["dataset"], False, settings, progress),
        "cover": lambda: execute.set_coverage(
            asked["dataset"], str(asked.get("coverage", ""))[:2000], settings, progress
        ),
        "remove": lambda: execute.remove(asked["dataset"], settings, progress),
        "link": lambda: links.add_link(
            settings, built, asked["kept"], asked["other"], asked["kind"], asked.get("by", "")
        ),
        "unlink": lambda: links.remove_link(settings, built, asked["kept"], asked["other"]),
    }
    actions[asked["action"]]()


def _overlay(folder: Path, asked: dict[str, Any], settings: Settings, progress: Progress) -> None:
    """Take the file in as an overlay; what became of it stands in ``overlay.json``."""
    name = read(folder / SENT)["name"]
    overlay, notes = take_in(
        folder / UPLOAD, name, Wanted.from_json(asked), Overlays(settings.overlays), progress, settings.import_memory_mb
    )
    datasets.record(settings, "overlay_added", overlay.title, file=name, hash=overlay.key)
    write(folder / "overlay.json", {"overlay": overlay.plain(), "notes": plain(notes)})
    (folder / UPLOAD).unlink()


WORK: dict[str, Callable[[Path, dict[str, Any], Settings, Progress], None]] = {
    "plan": _plan,
    "take": _take,
    "change": _change,
    "overlay": _overlay,
}
