"""``check``: the sources, or the method for new routes on markets whose truth is known."""

from __future__ import annotations

import argparse
import re
import sys

import tomli_w

from app import atomic
from app.core import calibration
from app.data_version import open_data
from app.i18n import faulty, languages, missing
from app.intake.builder import read_sources
from app.intake.plan import execute
from app.settings import Settings
from app.versions import METADATA, file_hash

#: The table of hashes as it stands in a source.toml.
TABLE = re.compile(r"^\[sha256\]\n(?:[^\[\n].*\n?|\n)*", re.MULTILINE)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--calibration", action="store_true", help="simulate markets: false alarms of each tier")
    parser.add_argument(
        "--bursts", metavar="SOURCE", help="bursts of the calibration as in this dataset (UNODC's of 2016)"
    )
    parser.add_argument("--record", metavar="SOURCE", help="record the files of a shipped source as they are now")
    parser.add_argument("--runs", type=int, default=200, help="simulated markets of each kind")


def carry_out(settings: Settings, asked: argparse.Namespace) -> int:
    """Print every fault of the sources and of the languages, or what the simulations found."""
    if asked.calibration:
        return calibrate(settings, asked)
    if asked.record:
        return record(settings, asked.record)
    imported, metadata = read_sources(settings, execute.context(settings))
    for fault in imported.faults:
        print(fault, file=sys.stderr)
    faults = len(imported.faults)
    print(f"{len(metadata)} sources, {faults} faults")
    for language in languages():
        lacking = missing(language)
        if lacking:
            print(f"{language}: {len(lacking)} texts are missing and stand in English, such as {lacking[0]}")
        for key in (wrong := faulty(language)):
            print(f"{language}: {key} is no text of English, or has other placeholders than English", file=sys.stderr)
        faults += len(wrong)
    return 1 if faults else 0


def calibrate(settings: Settings, asked: argparse.Namespace) -> int:
    """Print the calibration, with the bursts of a dataset where one is named."""
    bursts: tuple[float, ...] = calibration.UNODC_2016
    if asked.bursts:
        source = asked.bursts.replace("'", "''")
        days = open_data(settings.build, settings.reference, settings.store_url).run(
            f"SELECT count(*) AS n FROM event WHERE source = '{source}' AND route_chain IS NOT NULL "
            "AND length(date) = 10 GROUP BY route_chain, date"
        )["n"]
        if days.empty:
            print(f"{asked.bursts}: no dataset with a dated seizure on a route", file=sys.stderr)
            return 1
        bursts = calibration.bursts_of(days)
    print(calibration.text_table(max(1, asked.runs), bursts=bursts))
    return 0


def record(settings: Settings, source: str) -> int:
    """Write the hash of each file of a source into its source.toml: a build takes these files and no others."""
    folder = settings.sources / source
    metadata = folder / METADATA
    if not metadata.is_file():
        print(f"{source}: no source of that name in {settings.sources}", file=sys.stderr)
        return 1
    named = {path.name: file_hash(path) for path in sorted(folder.iterdir()) if path.is_file() and path != metadata}
    text = TABLE.sub("", metadata.read_text(encoding="utf-8")).rstrip("\n")
    atomic.write(metadata, f"{text}\n\n{tomli_w.dumps({'sha256': named})}")
    print(f"{source}: {len(named)} files recorded")
    return 0
