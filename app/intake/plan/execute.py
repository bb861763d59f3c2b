"""Taking a file in, from reading it to the store that serves it: the one way for the command line and the page."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from app.core.marking import UNMARKED
from app.core.message import Message, Refused
from app.core.progress import Progress, no_progress
from app.core.text import slug
from app.intake import datasets
from app.intake.builder import build, context_of
from app.intake.layouts import ImportContext
from app.intake.plan.planner import Plan, coverage_problems, plan_import
from app.intake.reference import Reference
from app.intake.rows import profile as profiles
from app.intake.rows.choices import Choices
from app.settings import Settings


def context(settings: Settings) -> ImportContext:
    """What a file is read with: the reference, and today."""
    return context_of(Reference(settings.reference), dt.date.today())


def plan_and_import(
    path: Path,
    settings: Settings,
    choices: Choices,
    progress: Progress = no_progress,
    known: ImportContext | None = None,
) -> tuple[Plan, str]:
    """Plan an import and carry it out; returns the plan and the version that now serves.

    Raises ``Refused`` with every obstacle, or ``builder.BuildError``; then everything is as it was."""
    plan = plan_import(path, settings, known or context(settings), choices, _part(progress, 0.0, 0.5))
    return plan, import_plan(plan, settings, choices, _part(progress, 0.5, 1.0))


def import_plan(plan: Plan, settings: Settings, choices: Choices, progress: Progress = no_progress) -> str:
    """Take a plan in, build it into the store, save the mapping when it got a name, and record it."""
    plan.refuse_if_blocked()
    key = mapping_key(choices.save_as, settings) if choices.save_as else ""
    replaced = plan.dataset in datasets.names(settings)
    progress("waiting", 0.0)
    with datasets.taking_in(plan.file, plan.metadata, settings):
        version = build(settings, ready=plan.cached_reads, pending=plan.dataset, progress=progress)
    if key:
        save_mapping(plan, settings, key)
    if plan.previous_marking:
        after = plan.metadata["marking"] or UNMARKED
        datasets.record(settings, "lowered", plan.dataset, by=choices.by, before=plan.previous_marking, after=after)
    datasets.record(
        settings,
        "replaced" if replaced else "imported",
        plan.dataset,
        by=choices.by,
        file=plan.metadata["file"],
        hash=plan.metadata["edition"],
        profile=plan.profile.name,
        counts=plan.counts(),
        change=plan.diff.counts() if plan.diff else {},
        version=version,
    )
    return version


def mapping_key(name: str, settings: Settings) -> str:
    """The name of a mapping as its file is called. Raises ``Refused`` for one that a layout of the program bears."""
    key = slug(name)
    if not key or key in {p.name for p in profiles.all_of(settings.profiles)}:
        raise Refused(Message("refused.profile_name", name=name))
    return key


def save_mapping(plan: Plan, settings: Settings, key: str) -> Path:
    """Keep the mapping of a plan under a name; the file's own headings are how it will be recognised next time."""
    columns = tuple(plan.profile.columns.values())
    return profiles.save(dataclasses.replace(plan.profile, name=key, signature=columns), settings.own_profiles)


def rebuild_function(settings: Settings, progress: Progress = no_progress) -> Callable[[], str]:
    """How a change of the datasets builds the store: called while the library is held, so that no other build puts an
    older store in place after this one."""
    return lambda: build(settings, progress=progress)


def set_enabled(dataset: str, on: bool, settings: Settings, progress: Progress = no_progress) -> str:
    """Switch a dataset on or off; its files stay. Returns the version that now serves."""
    version = datasets.change(dataset, settings, rebuild_function(settings, progress), enabled=on)
    datasets.record(settings, "on" if on else "off", dataset)
    return version


def remove(dataset: str, settings: Settings, progress: Progress = no_progress) -> str:
    """Remove a dataset with its files; returns the version that serves without it."""
    version = datasets.remove(dataset, settings, rebuild_function(settings, progress))
    datasets.record(settings, "removed", dataset)
    return version


def set_coverage(dataset: str, text: str, settings: Settings, progress: Progress = no_progress) -> str:
    """Declare the coverage of a dataset (see core.coverage). Raises ``Refused`` for a text that declares none."""
    wrong = coverage_problems(text, Reference(settings.reference).codes)
    if wrong:
        raise Refused(*wrong)
    version = datasets.change(dataset, settings, rebuild_function(settings, progress), coverage=text)
    datasets.record(settings, "covered", dataset, coverage=text)
    return version


def _part(progress: Progress, start: float, end: float) -> Progress:
    return lambda step, share: progress(step, start + (end - start) * share)
