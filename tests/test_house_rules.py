"""The house rules that a reader of any committed file may count on."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from app.settings import ROOT
from tests.test_architecture import MODULES, TREES


def functions() -> Iterator[tuple[str, int]]:
    for module, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{module}.{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_functions_and_modules_stay_short() -> None:
    lengths = list(functions())
    assert len(lengths) > 250
    assert [(name, n) for name, n in lengths if n > 50] == []
    lines = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in TREES}
    assert {name: n for name, n in lines.items() if n > 300} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [module for module, tree in MODULES.items() if not ast.get_docstring(tree)] == []


#: Made by tools, never committed; left out by name where there is no repository to ask.
MADE = {
    ".git",
    ".venv",
    "node_modules",
    "__pycache__",
    "build",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
}


def committed() -> dict[str, str]:
    """Text of every file that is, or is about to be, under version control; third-party bundles left out."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout.decode().split("\0")
    names = [name for name in listed if name] or [
        path for p in ROOT.rglob("*") if not MADE & set(Path(path := p.relative_to(ROOT).as_posix()).parts)
    ]
    texts = {}
    for name in names:
        path = ROOT / name
        if path.is_file() and "vendor" not in path.parts and b"\0" not in (raw := path.read_bytes()):
            texts[name] = raw.decode("utf-8", "replace")
    return texts


#: Built from parts, so that this file does not name what it forbids.
INDEXES = re.compile(
    "|".join(
        [
            "py" + r"pi\.(org|python)",
            "python" + "hosted",
            "npm" + r"js\.(org|com)",
            "yarn" + r"pkg\.com",
            "un" + "pkg",
            "js" + "delivr",
            "artifact" + "ory",
            "--(extra-)?index" + "-url",
        ]
    ),
    re.IGNORECASE,
)
MACHINE = re.compile(r"(?<![\w./:~-])(?:/(?:home|root|work|Users)/[\w.-]+|[A-Z]:\\+Users)")


def test_no_committed_file_names_a_package_index_or_a_machine() -> None:
    texts = committed()
    assert len(texts) > 100 and "pyproject.toml" in texts and "tests/test_architecture.py" in texts
    for pattern in (INDEXES, MACHINE):
        assert {name: found[0] for name, text in texts.items() if (found := pattern.search(text))} == {}


def test_an_index_or_a_machine_path_would_be_seen() -> None:
    assert INDEXES.search("https://files.python" + "hosted.org/x") and INDEXES.search("pip --index" + "-url x")
    assert MACHINE.search("open('/" + "home/anna/x.csv')") and MACHINE.search("cd /" + "root/x")
    assert not MACHINE.search("https://a.example/" + "home/news") and not MACHINE.search("data/" + "work/x")
