"""Every language says everything, and every key that the code uses exists."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
from babel.numbers import format_decimal
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app import create_app, i18n
from app.core import filters, modes, view
from app.core.filters import ROLE_COLUMNS
from app.data_version import open_data
from app.drawing.charts import CHARTS
from app.i18n import PLURALS, faulty, half_up, languages, missing, own_texts, texts, translator
from app.settings import ROOT, Settings
from tests.conftest import csv_rows
from tests.recount import EVENTS

LANGUAGES = languages()
#: Languages that say everything; another one may begin with a few texts.
COMPLETE = ("en", "es")
ENGLISH = texts("en")
each_language = pytest.mark.parametrize("language", LANGUAGES)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_some_languages_were_found() -> None:
    assert {"en", "es"} <= set(LANGUAGES)


@each_language
def test_a_language_has_the_same_keys_and_placeholders(language: str) -> None:
    mine = own_texts(language)
    assert (
        len(ENGLISH) > 250
        and (language not in COMPLETE or missing(language) == [])
        and not {k for k in mine if k not in ENGLISH and not plural(k)}
    )
    for key, text in mine.items():
        assert text.strip(), key
        assert placeholders(text) == placeholders(
            ENGLISH.get(key, ENGLISH.get(f"{key.rpartition('.')[0]}.other", ""))
        ), key


def plural(key: str) -> bool:
    """Whether a key is a form of a plural that English has in another form."""
    stem, _dot, form = key.rpartition(".")
    return form in PLURALS and f"{stem}.other" in ENGLISH


STUB = """language = "Português"
[nav]
explore = "Explorar"
[sentence.events]
one = "{n} apreensão"
other = "{n} apreensões"
"""


@pytest.fixture
def portuguese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A third language by one file and nothing else."""
    for path in i18n.FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "pt.toml").write_text(STUB, encoding="utf-8")
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    yield
    for cached in (i18n.own_texts, i18n.texts, translator):
        cached.cache_clear()


@pytest.mark.usefixtures("portuguese")
def test_a_language_is_one_file(built: Settings) -> None:
    client = create_app(built, open_data(built.build, built.reference)).server.test_client()
    page = json.dumps(client.get("/explore.json?lang=pt").get_json(), ensure_ascii=False)
    assert "Explorar" in page and 'lang=\\"pt\\"' in page and f"{EVENTS} apreensões" in page
    assert translator("en")("facet.departure") in page, "a text that it lacks is English"
    assert client.get("/i18n/pt.json").get_json()["texts"]["map.events.other"] == ENGLISH["map.events.other"]
    assert '"pt"' in client.get("/").text and client.get("/layers/flows.json?lang=pt").status_code == 200
    assert client.get("/layers/flows.json?lang=xx").status_code == 400
    lacking = missing("pt")
    assert (
        "facet.departure" in lacking
        and "compare.few" in lacking
        and "nav.explore" not in lacking
        and len(lacking) == len(set(lacking)) > 1000
    )


@pytest.mark.usefixtures("portuguese")
@pytest.mark.parametrize(("n", "text"), [(0, "0 apreensão"), (1, "1 apreensão"), (2, "2 apreensões")])
def test_plurals_are_those_of_the_language(n: int, text: str) -> None:
    assert translator("pt")("sentence.events", n=n) == text
    assert translator("en")("sentence.events", n=0) != translator("en")("sentence.events", n=1).replace("1", "0")


def test_what_a_translator_mistypes_is_named_and_stands_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en.toml").write_bytes((i18n.FOLDER / "en.toml").read_bytes())
    wrong = '[nav]\nexplor = "Explorar"\nexplore = "Explorar"\n[filter]\nmin_kg = "{valor} kg"\n'
    (tmp_path / "pt.toml").write_text(wrong, encoding="utf-8")
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    for cached in (i18n.own_texts, i18n.texts, i18n.translator):
        cached.cache_clear()
    try:
        assert sorted(faulty("pt")) == ["filter.min_kg", "nav.explor"]
        t = translator("pt")
        assert t("nav.explore") == "Explorar" and "5" in t("filter.min_kg", value="5")
    finally:
        for cached in (i18n.own_texts, i18n.texts, i18n.translator):
            cached.cache_clear()


@each_language
def test_no_text_is_mistyped(language: str) -> None:
    assert faulty(language) == []


#: Filters that have an entry of their own in the filter column; the search has its box.
ENTRIES = tuple(field.key for field in filters.FIELDS if field.section not in ("", None, "search"))


def needed() -> dict[str, tuple[str, ...]]:
    """Codes by the section of the texts that names them."""
    countries = [row["code"] for row in csv_rows(Settings().reference / "sea_areas.csv")]
    sources = [path.parent.name for path in Settings().sources.glob("*/source.toml")]
    reasons = {f.reason for f in (*filters.FIELDS, *view.FIELDS)} | {"unknown_name", "repeated"}
    return {
        "mode": modes.MODES,
        "submode": tuple(modes.SUBMODES),
        "form": modes.FORMS,
        "confidence": modes.CONFIDENCE,
        "precision": modes.PRECISIONS,
        "role": modes.ROLES,
        "line": modes.LINES,
        "level": modes.LEVELS,
        "metric": modes.METRICS,
        "layer": view.LAYERS,
        "theme": view.THEMES,
        "panel": view.PANELS,
        "basis": ("stated", "inferred", "presumed", "interdicted at departure"),
        "source": tuple(sources),
        "filter": tuple(f.name for f in filters.FIELDS),
        "facet": (*ROLE_COLUMNS, "mode", "form", "confidence", "band", *ENTRIES),
        "export": tuple(f"chart_{name}" for name in CHARTS),
        "problem": tuple(sorted(reasons)),
        "sea": ("XZ", *countries),
    }


@each_language
@pytest.mark.parametrize("section", needed())
def test_every_code_has_a_text(language: str, section: str) -> None:
    codes = needed()[section]
    assert codes and [code for code in codes if f"{section}.{code}" not in texts(language)] == []


@each_language
def test_every_country_has_a_name(language: str) -> None:
    t = translator(language)
    codes = [row["code"] for row in csv_rows(Settings().reference / "countries.csv")]
    assert len(codes) > 200 and [code for code in codes if t.country(code) in ("", code)] == []


@dataclass(frozen=True)
class Use:
    """A key as some code spells it: a pattern, the names that it fills in, and where it stands."""

    where: str
    pattern: str
    filled: frozenset[str]
    plain: bool


def spelled(node: ast.expr) -> Iterator[tuple[str, bool]]:
    """(pattern, is it one plain key) of every spelling that an expression may take."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value), True
    elif isinstance(node, ast.IfExp):
        yield from spelled(node.body)
        yield from spelled(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".+" for v in node.values]
        yield "".join(parts), False


def says(call: ast.Call, module: str) -> bool:
    """Whether a call asks a translator: ``t(...)``, ``here.t(...)``, or itself within the translator."""
    func = call.func
    name = func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
    return name == "t" or (name == "self" and module == "app/i18n/__init__.py")


def python_uses() -> list[Use]:
    found = []
    for path in sorted((ROOT / "app").rglob("*.py")):
        module = str(path.relative_to(ROOT))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and call.args and says(call, module):
                filled = frozenset(k.arg for k in call.keywords if k.arg)
                found += [
                    Use(f"{module}:{call.lineno}", pattern, filled, plain) for pattern, plain in spelled(call.args[0])
                ]
    return found


def script_uses() -> list[Use]:
    """``say("a.key")``, ``say("a." + code)`` and ``say(x ? "a.b" : "c.d")`` in the scripts."""
    found = []
    for path in sorted(Settings().assets.glob("js/*.js")):
        text = path.read_text(encoding="utf-8")
        for call in re.finditer(r"\.say\(((?:[^(){,]|\([^()]*\))*)", text):
            where = f"{path.name}:{text.count(chr(10), 0, call.start()) + 1}"
            for key, plus in re.findall(r'"([a-z]\w*\.[\w.-]*)"(\s*\+)?', call[1]):
                found.append(Use(where, re.escape(key) + (".+" if plus else ""), frozenset(), not plus))
    return found


def unfilled(uses: list[Use]) -> list[str]:
    """Uses that no key of the texts answers."""
    plural = {key.removesuffix(".other") for key in ENGLISH if key.endswith(".other")}

    def answered(use: Use) -> bool:
        keys = set(ENGLISH) | (plural if "n" in use.filled else set())
        return any(re.fullmatch(use.pattern, key) for key in keys)

    return [f"{use.where} {use.pattern}" for use in uses if not answered(use)]


def test_every_key_that_the_code_uses_exists() -> None:
    uses = python_uses()
    assert len(uses) > 150 and sum(not use.plain for use in uses) > 10
    assert unfilled(uses) == []


def test_every_key_that_the_scripts_use_exists() -> None:
    uses = script_uses()
    assert len(uses) > 20 and sum(not use.plain for use in uses) > 3
    assert unfilled(uses) == []


def test_a_key_that_does_not_exist_would_be_seen() -> None:
    def use(pattern: str, *filled: str) -> Use:
        return Use("here", pattern, frozenset(filled), True)

    assert unfilled([use("nav\\.nowhere"), use("nowhere\\..+"), use("facet\\.carrier")]) != []
    assert unfilled([use("sentence\\.events")]) and not unfilled([use("sentence\\.events", "n")])


def test_every_key_is_given_what_its_text_puts_in() -> None:
    for use in python_uses():
        if not use.plain:
            continue
        key = re.sub(r"\\(.)", r"\1", use.pattern)
        for full in (key, f"{key}.one", f"{key}.other"):
            wanted = placeholders(ENGLISH.get(full, ""))
            assert wanted <= use.filled, f"{use.where} {full}"


@each_language
def test_the_scripts_get_every_text_that_they_say(client: FlaskClient, language: str) -> None:
    sent = client.get(f"/i18n/{language}.json").get_json()["texts"]
    for use in script_uses():
        assert any(re.fullmatch(use.pattern, key) for key in sent), use


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ["1,234,568", "1,000", "0.5", "716", "1"]), ("es", ["1.234.568", "1.000", "0,5", "716", "1"])],
)
def test_numbers_read_as_the_language_writes_them(language: str, said: list[str]) -> None:
    t = translator(language)
    assert [t.number(1234567.5), t.number(1000), t.number(0.5, 1), t.number(715.5), t.number(1.0, 3)] == said


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (716.5, 0, "717"),
        (715.5, 0, "716"),
        (0.5, 0, "1"),
        (2.25, 1, "2.3"),
        (1.005, 2, "1.01"),
        (-0.5, 0, "-1"),
        (2.4, 0, "2"),
        (1e6 + 0.5, 0, "1000001"),
    ],
)
def test_numbers_are_rounded_as_people_round(value: float, digits: int, rounded: str) -> None:
    assert str(half_up(value, digits)) == rounded


@pytest.mark.parametrize(("share", "said"), [(0.125, "13"), (0.005, "1"), (0.5, "50"), (0.124, "12"), (1, "100")])
def test_shares_are_rounded_as_people_round(share: float, said: str) -> None:
    assert translator("en").percent(share).split("\u00a0")[0].split(" ")[0] == said


@pytest.mark.parametrize(
    ("kg", "english", "spanish"),
    [
        (0.0004, "0.4 g", "0,4 g"),
        (0.25, "250 g", "250 g"),
        (0.9996, "1,000 g", "1.000 g"),
        (1.26, "1.3 kg", "1,3 kg"),
        (99.96, "100 kg", "100 kg"),
        (716.5, "717 kg", "717 kg"),
        (9999, "9,999 kg", "9.999 kg"),
        (10_000, "10 t", "10 t"),
        (12_340, "12.3 t", "12,3 t"),
        (123_456, "123 t", "123 t"),
        (0, "0 kg", "0 kg"),
    ],
)
def test_weights_have_the_unit_of_their_size(kg: float, english: str, spanish: str) -> None:
    assert [translator(lang).kg(kg) for lang in ("en", "es")] == [english, spanish]


@each_language
def test_a_weight_that_is_not_stated_is_said_and_never_zero(language: str) -> None:
    t = translator(language)
    assert t.kg(None) == t.kg(float("nan")) == texts(language)["kg.unstated"]
    assert t.kg(0) != t.kg(None)


@pytest.mark.parametrize(
    ("iso", "english", "spanish"),
    [
        ("2021", "2021", "2021"),
        ("2021-02", "Feb 2021", "feb 2021"),
        ("2021-02-03", "3 Feb 2021", "3 feb 2021"),
        ("soon", "soon", "soon"),
    ],
)
def test_a_date_is_said_with_just_its_precision(iso: str, english: str, spanish: str) -> None:
    assert [translator(lang).date(iso) for lang in ("en", "es")] == [english, spanish]


def test_lists_and_plurals_read_naturally() -> None:
    t = translator("en")
    assert t.any_of(["a", "b", "c"]) == "a, b or c" and t.all_of(["a", "b", "c"]) == "a, b and c"
    assert translator("es").any_of(["a", "b"]) == "a o b"
    assert (
        t("sentence.events", n=1) == "1 reported seizure" and t("sentence.events", n=1200) == "1,200 reported seizures"
    )


def test_a_sea_area_and_a_place_are_named() -> None:
    t = translator("en")
    assert t.country("XZ-GOG") == "Gulf of Guinea" and t.country("BE") == "Belgium"
    assert t.place({"name": "Antwerp", "country": "BE"}) == "Antwerp, Belgium"
    assert t.place({"name": None, "country": "BE"}) == "Belgium"
    assert t.code("country", "unstated") == t.code("mode", "unstated") == "not stated"


@given(st.floats(-1e12, 1e12, allow_nan=False), st.integers(0, 6), st.sampled_from(languages()))
def test_a_number_is_written_as_the_locale_s_pattern_writes_it(value: float, digits: int, language: str) -> None:
    locale = translator(language).locale
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    wanted = format_decimal(half_up(value, digits), format=pattern, locale=locale)
    assert translator(language).number(value, digits) == wanted


#: What no sentence may say: a test that did not find a rise shows no absence of one, and no p is the chance of chance.
FORBIDDEN = {
    "en": ("did not rise", "did not change", "rose by chance", "by chance alone: p", "at a glance"),
    "es": ("no subió", "no cambió", "subiera solo por azar", "de un vistazo"),
}


@pytest.mark.parametrize("language", sorted(languages()))
def test_no_text_says_more_than_its_number_carries(language: str) -> None:
    assert language in FORBIDDEN, "a language says what its sentences may not say"
    said = [
        (key, phrase)
        for key, text in translator(language)._texts.items()
        for phrase in FORBIDDEN[language]
        if phrase in text.lower()
    ]
    assert said == []


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0 %"), (0.0001, "under 1 %"), (0.004999, "under 1 %"), (0.005, "1 %"), (0.5, "50 %"), (0.9949, "99 %"),
     (0.996, "over 99 %"), (1, "100 %")],
)  # fmt: skip
def test_a_small_share_is_not_nothing_and_nearly_all_is_not_all(share: float, said: str) -> None:
    assert translator("en").percent(share) == said
