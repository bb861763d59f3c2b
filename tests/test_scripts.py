"""The scripts of the page as a codebase: what each uses of others, what travels to them, tests without a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.core.style import style_table
from app.settings import ROOT

SCRIPTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "assets" / "js").glob("*.js"))}
TYPES = (ROOT / "assets" / "types" / "map.d.ts").read_text(encoding="utf-8")
#: Parts of the namespace that several scripts set, as they go along.
STATE = {"made", "pending"}


def code(script: str) -> str:
    """A script without its comments."""
    return re.sub(r"/\*.*?\*/", "", script, flags=re.DOTALL)


def given(scripts: dict[str, str]) -> dict[str, str]:
    """What the scripts put into the namespace -> the script that does."""
    found = {}
    for name, text in scripts.items():
        found |= dict.fromkeys(re.findall(r"(?<![\w.])(?:window\.)?app\.(\w+) = ", code(text)), name)
    return {part: name for part, name in found.items() if part not in STATE}


def used(name: str, scripts: dict[str, str]) -> tuple[set[str], set[str]]:
    """The scripts before, and those after a script, whose parts of the namespace it uses."""
    owners = given(scripts)
    parts = set(re.findall(r"(?<![\w.])(?:window\.)?app\.(\w+)", code(scripts[name])))
    others = {owners[part] for part in parts if part in owners} - {name}
    return {other for other in others if other < name}, {other for other in others if other > name}


def declared(script: str) -> tuple[set[str], set[str]]:
    """What the head of a script says that it uses, and what it calls later."""
    head = " ".join(script.partition("*/")[0].split())
    lists = [re.search(rf"{word}: ([\w, ]+)\.", head) for word in ("Uses", "Calls later")]
    return tuple(set(found[1].split(", ")) if found else set() for found in lists)  # type: ignore[return-value]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_says_what_it_uses(name: str) -> None:
    assert declared(SCRIPTS[name]) == used(name, SCRIPTS)


def test_what_is_not_said_would_be_seen() -> None:
    scripts = {
        "10_a": "/* A. */ app.one = 1;",
        "20_b": "/* B.\n   Uses: 10_a. Calls later: 30_c. */ app.two = app.one + app.three();",
        "30_c": "/* C. */ app.three = () => app.two;",
    }
    assert declared(scripts["20_b"]) == used("20_b", scripts) == ({"10_a"}, {"30_c"})
    assert declared(scripts["30_c"]) != used("30_c", scripts) == ({"20_b"}, set())
    assert len(given(SCRIPTS)) > 40


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_a_script_uses_is_typed(name: str) -> None:
    types = (ROOT / "assets" / "types" / "app.d.ts").read_text(encoding="utf-8")
    named = set(re.findall(r"^  (\w+)\??[:(]", types.partition("interface App {")[2].partition("\n}")[0], re.MULTILINE))
    assert set(re.findall(r"(?<![\w.])(?:window\.)?app\.(\w+)", code(SCRIPTS[name]))) <= named


def fields(interface: str) -> set[str]:
    """The names of an interface's parts."""
    body = re.search(rf"interface {interface}(?: extends [^{{]+)? {{\n(.*?)\n}}", TYPES, re.DOTALL)
    assert body, interface
    return set(re.findall(r"^  (\w+)\??:", body[1], re.MULTILINE))


#: What the server sends and no script reads.
UNREAD = {"Flow": {"flow", "extra"}, "Corridor": {"kind", "mode", "says"}}


def test_what_the_server_sends_is_what_the_types_say(client: FlaskClient) -> None:
    def rows(layer: str, part: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = client.get(f"/layers/{layer}.json").get_json()[part]
        return found

    sent = {
        "Flow": rows("flows", "lines"), "MapNode": rows("nodes", "nodes"), "Group": rows("seizures", "groups"),
        "Corridor": rows("corridors", "corridors"),
    }  # fmt: skip
    for interface, found in sent.items():
        assert found and set(found[0]) - UNREAD.get(interface, set()) <= fields(interface), interface
    assert set(style_table("dark")) == fields("Style")


def test_the_pure_parts_without_a_browser() -> None:
    node = Path(sys.executable).parent / "node"
    path = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
    folder = ROOT / "tests" / "scripts"
    tests = sorted(str(test) for test in folder.glob("*.test.mjs"))
    assert len(tests) > 2
    run = subprocess.run(
        [str(node), "--test", *tests], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    passed = re.search(r"pass (\d+)", run.stdout)
    assert passed and int(passed[1]) > 15


def test_the_lock_of_what_checks_the_scripts_names_no_host() -> None:
    lock = (ROOT / "tests" / "scripts" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock and lock.count('"integrity"') > 50
    assert "omit-lockfile-registry-resolved=true" in (ROOT / "tests" / "scripts" / ".npmrc").read_text()


def test_the_browser_has_every_text_that_a_script_says(client: FlaskClient) -> None:
    """Of a text whose name is put together the part that stands in the script must begin one."""
    texts = client.get("/i18n/en.json").get_json()["texts"]
    said = {
        (name, key) for name, script in SCRIPTS.items() for key in re.findall(r"say\([\"`]([a-z_]+\.[^\"`]*)", script)
    }
    whole = {(name, key) for name, key in said if "${" not in key and not key.endswith((".", "_"))}
    begun = {(name, re.split(r"\$\{", key)[0]) for name, key in said if "${" in key}
    assert len(whole) > 50 and len(begun) > 3
    plural = {key.rpartition(".")[0] for key in texts}
    assert {(name, key) for name, key in whole if key not in texts and key not in plural} == set()
    assert {(name, start) for name, start in begun if not any(key.startswith(start) for key in texts)} == set()
