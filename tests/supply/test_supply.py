"""Locks with hashes, what serves apart from what tests, the list of parts, and the image built and tried."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from app.settings import ROOT
from tests.supply.sbom import key, locked, sbom

RUNS, TESTS = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
#: Licences that may be in the program, as their texts begin or are named; no GPL and none that forbids a use.
FORBIDDEN = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)\b|NonCommercial|\bNC\b", re.I)
LESSER = re.compile(r"LGPL|Lesser General Public", re.I)


def named(group: str = "") -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = project["optional-dependencies"][group] if group else project["dependencies"]
    return {key(re.split(r"[\[<>=; ]", name)[0]) for name in listed}


@pytest.mark.parametrize("path", [RUNS, TESTS], ids=["runs", "tests"])
def test_every_package_is_pinned_with_the_hash_of_each_file(path: Path) -> None:
    lock = locked(path)
    assert len(lock) > 80 and {name for name, (_version, hashes) in lock.items() if not hashes} == set()
    text = path.read_text(encoding="utf-8")
    assert "://" not in text and "index" not in text.lower().replace("importlib", "")


def test_what_serves_has_nothing_that_only_tests_need() -> None:
    runs, tests = locked(RUNS), locked(TESTS)
    assert named() <= set(runs) and named("test") <= set(tests)
    assert not named("test") & set(runs) and {"pytest", "selenium", "mypy", "ruff"} <= set(tests) - set(runs)
    assert {name: tests[name][0] for name in runs} == {name: version for name, (version, _hashes) in runs.items()}


def test_the_program_imports_nothing_that_is_not_named() -> None:
    """Each library that the code names stands in pyproject.toml by its own name, not by way of another."""
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        if path.parent.name == "bench":  # it drives a browser, as tests do
            continue
        found |= set(re.findall(r"^\s*(?:from|import) ([a-z_0-9]+)", path.read_text(encoding="utf-8"), re.M))
    packages = importlib.metadata.packages_distributions()
    used = {key(packages[name][0]) for name in found if name in packages and name != "app"}
    of_others = {"flask", "werkzeug", "lxml", "pillow", "numpy", "markupsafe", "jinja2"}  # of dash, pandas, python-docx
    assert used - of_others <= named() and len(used) > 15


def test_the_list_of_parts_names_each_package_with_a_licence_that_may_be() -> None:
    document, lock = sbom(), locked(RUNS)
    assert document["bomFormat"] == "CycloneDX"
    here = {key(d.metadata["Name"]) for d in importlib.metadata.distributions()}
    parts = {key(part["name"]): part for part in document["components"]}
    assert set(parts) == set(lock) & here and len(parts) > 70
    assert all(part["version"] == lock[name][0] and part["properties"] for name, part in parts.items())
    said = {name: str(part.get("licenses", "")) for name, part in parts.items()}
    assert [name for name, text in said.items() if FORBIDDEN.search(text) and not LESSER.search(text)] == []


def test_there_is_a_way_to_report_a_fault() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "**Contact:**" in text and "SHA-256" in text


def test_the_image_is_published_on_loopback_and_installs_by_hash() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes" in text and "requirements-dev" not in text and re.search(r"^USER \w+$", text, re.M)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "-p 127.0.0.1:8050:8050" in readme and not re.search(r"-p 8050:8050", readme)


def test_the_image_is_built_small_and_healthy() -> None:
    """Some minutes, where buildah and debootstrap are; elsewhere the script says what is missing (exit code 77)."""
    command = ["sh", str(ROOT / "tests" / "supply" / "image.sh")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip(done.stderr.strip().splitlines()[-1])
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
