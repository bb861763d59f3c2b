"""What an import would do: read a file, choose its layout, say how each row would land. Nothing is written here."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from app.core import coverage
from app.core.marking import UNMARKED, is_lower
from app.core.message import Message, Refused
from app.core.progress import Progress, no_progress
from app.core.text import slug
from app.intake import datasets
from app.intake.layouts import ImportContext
from app.intake.layouts.imported import edition_of, lexicon_of, profile_of
from app.intake.plan.inferring import infer, unused_weight_headings
from app.intake.rows import editions, files
from app.intake.rows import profile as profiles
from app.intake.rows.choices import Choices
from app.intake.rows.editions import EditionDiff
from app.intake.rows.files import Read
from app.intake.rows.profile import FIELDS, Profile
from app.intake.rows.tables import Table
from app.intake.rows.understand import OUTCOMES
from app.settings import Settings
from app.versions import METADATA, file_hash

#: What the account says of each row.
ACCOUNT = ["sheet", "row", "outcome", "rule", "detail", "event_id"]


@dataclass(frozen=True)
class Plan:
    """How a file would land. ``obstacles`` say why it cannot yet, ``questions`` what a person must decide first;
    with any of them nothing is taken in."""

    dataset: str
    file: Path
    #: What people call the file; on disk it may have another name.
    name: str
    metadata: dict[str, Any]
    profile: Profile
    tables: tuple[Table, ...]
    reads: tuple[Read, ...]
    questions: tuple[Message, ...] = ()
    obstacles: tuple[Message, ...] = ()
    diff: EditionDiff | None = None
    hint: Message | None = None
    notes: tuple[Message, ...] = ()
    #: The marking of the edition before, where this one would have a lower one or none.
    previous_marking: str | None = None

    @property
    def cached_reads(self) -> dict[str, tuple[str, list[Any]]]:
        """What the build need not read again."""
        return {self.dataset: (self.metadata["edition"], list(self.reads))}

    @property
    def account(self) -> pd.DataFrame:
        """(row, outcome, rule, detail, event_id, sheet) for each row of the file."""
        parts = [r.found.account.assign(sheet=r.table.sheet) for r in self.reads]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=ACCOUNT, dtype=object)

    def counts(self) -> dict[str, int]:
        """Rows by outcome; they sum to the rows of the file."""
        counts = self.account["outcome"].value_counts()
        return {name: int(counts.get(name, 0)) for name in OUTCOMES}

    def rules(self) -> list[tuple[str, str, int]]:
        """(outcome, rule, rows) for every rule that decided something, most rows first."""
        rows = self.account
        sizes = rows[rows["rule"] != ""].groupby(["outcome", "rule"]).size().sort_values(ascending=False, kind="stable")
        return [(outcome, rule, int(n)) for (outcome, rule), n in sizes.items()]

    def refuse_if_blocked(self) -> None:
        """Raises ``Refused`` with every obstacle and every open question, when there are any."""
        if self.obstacles or self.questions:
            raise Refused(*self.obstacles, *self.questions)


def plan_import(
    path: Path,
    settings: Settings,
    context: ImportContext,
    choices: Choices | None = None,
    progress: Progress = no_progress,
    name: str = "",
) -> Plan:
    """Read a file, which people call ``name`` (the name of its path otherwise), and decide how it would land. Raises
    ``Refused`` when it cannot be read at all, and for an answer that names a profile or a field that is not there."""
    choices, name = choices or Choices(), name or path.name
    progress("reading", 0.05)
    tables = files.tables_of(path, context.headings, name=name)
    progress("layout", 0.25)
    profile, notes = infer(profile_of_file(tables, settings, context, choices), tables[0], context.towns())
    notes += mapping_notes(profile, tables[0])
    notes += [Message("told.constant", field=field, value=text) for field, text in choices.constants.items() if text]
    dataset = slug(choices.dataset or bare_name(name))[:40].strip("-") or "imported"
    before = previous_metadata(dataset, settings)
    metadata = metadata_of(path, name, dataset, profile, choices, context.today, before)
    previous_marking = before.get("marking", "") if is_lower(before.get("marking", ""), metadata["marking"]) else None
    problems = (*obstacles(dataset, settings, profile), *coverage_problems(choices.coverage, context.countries))
    plan = Plan(
        dataset,
        path,
        name,
        metadata,
        profile,
        tuple(tables),
        reads=(),
        obstacles=problems,
        notes=tuple(notes),
        previous_marking=previous_marking,
    )
    if profile.missing():
        return plan
    progress("understanding", 0.3)
    reads = files.read_all(tables, profile, lexicon_of(context), dataset, context.today, choices.sheets)
    events, statistics = files.events_of(reads), files.statistics_of(reads)
    empty = () if len(events) or len(statistics) else (no_row_fits(reads),)
    progress("comparing", 0.8)
    return dataclasses.replace(
        plan,
        reads=tuple(reads),
        metadata={**metadata, "covers": period_covered(events, statistics)},
        questions=open_questions(reads, metadata, before, previous_marking, choices),
        obstacles=(*plan.obstacles, *empty),
        diff=edition_diff(dataset, events, settings, context),
        hint=likely_edition_of(dataset, events, settings),
    )


def open_questions(
    reads: list[Read], metadata: dict[str, Any], before: dict[str, Any], previous_marking: str | None, choices: Choices
) -> tuple[Message, ...]:
    """What a person must decide first: what the values cannot settle, each once, and a marking that would be lower."""
    questions = dict.fromkeys(q for r in reads for q in r.found.questions)
    if previous_marking and not choices.lower_marking:
        after = metadata["marking"] or UNMARKED
        questions[Message("question.lower_marking", title=before["title"], before=previous_marking, after=after)] = None
    return tuple(questions)


def mapping_notes(profile: Profile, table: Table) -> list[Message]:
    """What a mapping leaves out: a file of seizures without a weight, weights in several columns, columns not used."""
    if profile.kind != "events":
        return []
    used = {*profile.columns.values(), profile.constants.get("drug", "")}
    left = [name for name in map(str, table.rows) if name not in used]
    notes = [] if "quantity" in profile.columns else [Message("told.no_quantity")]
    weights = unused_weight_headings(profile, table)
    if weights and "quantity" in profile.columns:
        notes.append(Message("told.weights_left", column=profile.columns["quantity"], others=", ".join(weights)))
    return notes + ([Message("told.unused", columns=", ".join(left))] if left else [])


def bare_name(name: str) -> str:
    """A file's name without what says its format."""
    return re.sub(r"(\.(csv|tsv|txt|xlsx|xlsm|parquet|geojson|json|gz|zip))+$", "", name, flags=re.IGNORECASE)


def profile_of_file(tables: list[Table], settings: Settings, context: ImportContext, choices: Choices) -> Profile:
    """The profile of a file: the one that was asked for, or the one that its headings tell; with the choices given.

    Of several tables the one decides that lacks the fewest fields; of equals the first."""
    every = profiles.all_of(settings.profiles, settings.own_profiles)
    if choices.profile and choices.profile not in {p.name for p in every}:
        raise Refused(Message("refused.no_profile", name=choices.profile, names=sorted(p.name for p in every)))
    wanted = [p for p in every if choices.profile in ("", p.name)]
    recognised = [profiles.recognise(t.rows.columns, wanted, context.headings) for t in tables]
    best = min(recognised, key=lambda p: len(p.missing()))
    unknown = [
        name for name in {**choices.columns, **choices.constants} if name not in (*FIELDS[best.kind], *best.constants)
    ]
    if unknown:
        raise Refused(Message("refused.answers", names=unknown))
    columns = {**({} if choices.mapped else best.columns), **choices.columns}
    # What a person says of every row stands above a column that says otherwise.
    columns = {field: heading for field, heading in columns.items() if not choices.constants.get(field)}
    constants = {**best.constants, **{k: v for k, v in choices.constants.items() if v}}
    if choices.profile and best.name != choices.profile:
        raise Refused(Message("refused.layout_unfit", name=choices.profile))
    return dataclasses.replace(
        best,
        columns={field: heading for field, heading in columns.items() if heading},
        constants=constants,
        day_first=best.day_first if choices.day_first is None else choices.day_first,
        decimal=choices.decimal or best.decimal,
    )


def obstacles(dataset: str, settings: Settings, profile: Profile) -> list[Message]:
    """Why a file cannot be taken in under this name and mapping."""
    shipped = {path.parent.name for path in settings.sources.glob(f"*/{METADATA}")}
    taken = [Message("refused.shipped", dataset=dataset)] if dataset in shipped else []
    return taken + [Message(f"refused.lacks_{field}") for field in profile.missing()]


def coverage_problems(text: str, codes: Collection[str]) -> list[Message]:
    """What is wrong with a declaration of coverage (see core.coverage.parse); nothing when it can be read."""
    try:
        coverage.parse(text, codes)
    except ValueError:
        return [Message("refused.coverage", text=text[:80])]
    return []


def likely_edition_of(dataset: str, events: pd.DataFrame, settings: Settings) -> Message | None:
    """Another imported dataset that has at least half of the ids of these rows (and two of them): this file may be its
    newer edition, and beside it every one of them would count twice. (An id follows from the row's words, or is the
    file's own: two files that number their rows from 1 on have the same.)"""
    if events.empty:
        return None
    own = set(events["event_id"].str.removeprefix(f"{dataset}-"))
    for other in datasets.datasets(settings):
        if other["id"] == dataset:
            continue
        for file in (settings.build / "read").glob(f"{other['id']}-*/event.parquet"):
            ids = pd.read_parquet(file, columns=["event_id"])["event_id"].str.removeprefix(f"{other['id']}-")
            same = len(own & set(ids))
            if same >= max(2, len(own) / 2):
                return Message("hint.edition", n=same, dataset=other["id"], title=other["title"])
    return None


def no_row_fits(reads: list[Read]) -> Message:
    """Not one row can be an event: the rules that decided it."""
    rules = sorted({rule for r in reads for rule in r.found.account["rule"] if rule})
    return Message("refused.nothing", rules=rules or ["-"])


def period_covered(events: pd.DataFrame, statistics: pd.DataFrame) -> str:
    """First and last date of what would land, as ``first/last``; "" when nothing does."""
    dates = events["date"] if len(events) else statistics["period"] if len(statistics) else pd.Series(dtype=object)
    return f"{dates.min()}/{dates.max()}" if len(dates) else ""


def edition_diff(dataset: str, events: pd.DataFrame, settings: Settings, context: ImportContext) -> EditionDiff | None:
    """What a new edition of a dataset changes; None when the dataset is new."""
    metadata = previous_metadata(dataset, settings)
    if not metadata:
        return None
    try:
        raw = edition_of(settings.datasets / dataset, metadata)
        tables = files.tables_of(raw, context.headings, name=metadata["file"])
        reads = files.read_all(
            tables, profile_of(metadata), lexicon_of(context), dataset, context.today, tuple(metadata.get("sheets", ()))
        )
    except (Refused, KeyError):
        return None  # the old file cannot be read any more: the new one stands alone
    return editions.compare(files.events_of(reads), events)


def previous_metadata(dataset: str, settings: Settings) -> dict[str, Any]:
    """The metadata of the edition that this one would replace; {} when the dataset is new."""
    return datasets.metadata(dataset, settings) if dataset in datasets.names(settings) else {}


def metadata_of(
    path: Path, name: str, dataset: str, profile: Profile, choices: Choices, today: dt.date, before: dict[str, Any]
) -> dict[str, Any]:
    """The source.toml of an imported dataset. What is not said again stays as the edition ``before`` had it: a newer
    file never loses its marking by the way."""
    filled = {k: v for k, v in dataclasses.asdict(profile).items() if v not in (None, "", (), {})}
    sent = file_hash(path)
    return {
        "id": dataset,
        "title": choices.title or before.get("title") or profile.title or name,
        "layout": "imported",
        "publisher": choices.publisher or before.get("publisher") or profile.publisher,
        "licence": choices.licence or before.get("licence", ""),
        "retrieved": today.isoformat(),
        "marking": "" if choices.marking == UNMARKED else choices.marking or before.get("marking", ""),
        "coverage": choices.coverage or before.get("coverage", ""),
        "file": re.sub(r"[^\w.-]+", "_", name),
        "edition": sent[:16],
        "sha256": sent,
        "enabled": True,
        "sheets": list(choices.sheets),
        "profile": {**filled, "signature": list(profile.signature)},
    }
