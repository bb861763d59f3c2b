"""What the tests of files share: a place to write them, a store of their own, and a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.intake.builder import context_of
from app.intake.plan.planner import Plan, plan_import
from app.intake.reference import Reference
from app.intake.rows.choices import Choices
from app.settings import Settings
from tests.conftest import copy_of

TODAY = dt.date(2026, 11, 24)
CONTEXT = context_of(Reference(Settings().reference), TODAY)
REAL = Settings().sources.parents[2] / "shared" / "data" / "real"
real = pytest.mark.skipif(not REAL.exists(), reason="the real files are not on this machine")
Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return put


@pytest.fixture
def house(built: Settings, tmp_path: Path) -> Settings:
    """Settings whose imports and store are its own, with the shipped data built."""
    return copy_of(built, tmp_path)


def planned(path: Path, **answers: Any) -> Plan:
    """The plan of a file, with nothing open."""
    made = plan_import(path, Settings(), CONTEXT, Choices.from_json(answers))
    made.refuse_if_blocked()
    return made
