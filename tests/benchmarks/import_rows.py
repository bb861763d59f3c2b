"""``python -m tests.benchmarks.import_rows [ROWS]``: rows per second of an import in the layout of UNODC's seizures.

Prints the time of each step, the greatest memory, and the ratio to what pandas alone takes to read the same file as
text: machines differ, the ratio moves little.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from app.intake.builder import build, context_of
from app.intake.plan.execute import import_plan
from app.intake.plan.planner import plan_import
from app.intake.reference import Reference
from app.intake.rows.choices import Choices
from app.settings import Settings

HEAD = (
    "REGION,SUBREGION,COUNTRY,ADMINISTRATIVE_DIVISION,PLACE,SEIZURE_DATE,DRUG_NAME,AMOUNT,DRUG_UNIT,HIDING_PLACE,"
    "INSTALLATION,TRANSPORT,PRODUCING_COUNTRY,DEPARTURE_COUNTRY,DESTINATION_COUNTRY"
)
COUNTRIES = ["Spain", "Portugal", "Chile", "Brazil", "Ecuador", "Belgium", "Germany", "Colombia", "Peru", "Unknown", ""]


def write(path: Path, rows: int) -> None:
    """Rows as the real file has them: repeated names, many amounts, a third of other drugs."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD + "\n")
        for _row in range(rows):
            day = dt.date(2016, 1, 1) + dt.timedelta(days=chance.randrange(2000))
            drug = chance.choice(["Cocaine", "Cocaine HCL", "Coca paste", "Heroin"])
            amount, unit = round(chance.lognormvariate(0, 3), 3), chance.choice(["Gram", "Kilogram"])
            first, *ends = (chance.choice(COUNTRIES) for _n in range(3))
            seizure, place = first if first not in ("", "Unknown") else "Spain", f"Place {chance.randrange(500)}"
            cells = [
                "R",
                "S",
                seizure,
                "Region",
                place,
                day,
                drug,
                amount,
                unit,
                "Baggage",
                "Airport",
                "Commercial air",
            ]
            file.write(",".join(map(str, [*cells, "", *ends])) + "\n")


def main(rows: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        write(file, rows)
        start = time.perf_counter()
        pd.read_csv(file, dtype=str, keep_default_na=False)
        plain = time.perf_counter() - start
        settings = dataclasses.replace(Settings(), build=Path(folder) / "build", imports=Path(folder) / "imports")
        build(settings)  # the shipped data are there before any file is taken in
        context = context_of(Reference(settings.reference), dt.date.today())
        start = time.perf_counter()
        wanted = plan_import(file, settings, context)
        understood = time.perf_counter() - start
        import_plan(wanted, settings, Choices())
        whole = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rows:,} rows: understood in {understood:.1f} s, in the store after {whole:.1f} s")
    print(f"{rows / whole:,.0f} rows/s")
    print(f"import / reading alone  {whole / plain:.1f}   greatest memory {memory:,.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
