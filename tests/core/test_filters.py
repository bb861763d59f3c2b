"""The filter's faces: query, text form, sentence. What it selects is recounted in ``tests/test_queries.py``."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.core import modes
from app.core.characters import replace_unfit
from app.core.filters import BY_NAME, FIELDS, MOST_ARRESTS, MOST_LESS, ROLE_COLUMNS, Filters
from app.core.query import UNSTATED, Problem, Vocabulary
from app.core.view import View, href, toggle_links
from app.i18n import languages, translator

VOCABULARY = Vocabulary(
    frozenset(["BE", "BR", "EC", "NL", "PY"]),
    frozenset(["curated", "second"]),
    frozenset(["XZ-CAR"]),
    frozenset(languages()),
    frozenset(["0123456789ab"]),
)


def some(codes: Any) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(codes)), unique=True).map(lambda found: tuple(sorted(found)))


COUNTRIES = some([*VOCABULARY.countries, UNSTATED])
WEIGHTS = st.none() | st.floats(0, 1e6, allow_nan=False) | st.integers(0, 10**6).map(float)
SIGNS = st.characters(exclude_categories=["Cs"]).filter(lambda sign: replace_unfit(sign) == sign)
WORDS = st.text(SIGNS, max_size=40).map(lambda text: " ".join(text.split()))
DAYS = st.dates().map(lambda day: day.isoformat())
DATES = st.none() | DAYS | DAYS.map(lambda day: day[:7]) | DAYS.map(lambda day: day[:4])
FILTERS = st.builds(
    Filters,
    since=DATES,
    until=DATES,
    mode=some(modes.MODES),
    submode=some([*modes.SUBMODES, UNSTATED]),
    **dict.fromkeys(ROLE_COLUMNS, COUNTRIES),
    form=some(modes.FORMS),
    min_kg=WEIGHTS,
    max_kg=WEIGHTS,
    min_arrests=st.none() | st.integers(0, MOST_ARRESTS),
    concealed=some([*modes.CONCEALMENTS, UNSTATED]),
    **dict.fromkeys(["concealment", "coload", "agency", "text"], WORDS),
    source=some(VOCABULARY.sources),
    confidence=some(modes.CONFIDENCE),
    precision=some(modes.PRECISIONS),
    date_precision=some(modes.DATE_PRECISIONS),
    area=st.sampled_from(["", "XZ-CAR", "arrives:@iberia", "-10,36|5,44.25", "passes:170,-5|190,5|190,-5"]),
    case=st.sampled_from(["", "0123456789ab"]),
    less=st.integers(0, MOST_LESS),
)


def drawn_fields(filters: st.SearchStrategy[Filters]) -> set[str]:
    """Fields that a strategy ever sets: which ones it forgets stands in the difference."""
    found: set[str] = set()

    @settings(max_examples=400, database=None, derandomize=True, phases=[Phase.generate])
    @given(filters)
    def look(drawn: Filters) -> None:
        found.update(field.name for field in drawn.active())

    look()
    return found


def test_the_properties_are_tried_with_every_field() -> None:
    assert drawn_fields(FILTERS) == set(BY_NAME)


def parsed(query: str) -> tuple[Filters, list[Problem]]:
    return Filters.from_query(query, VOCABULARY)


@given(FILTERS)
def test_a_filter_comes_back_from_its_query_unchanged(filters: Filters) -> None:
    assert parsed(filters.to_query()) == (filters, [])


@given(FILTERS)
def test_the_query_is_canonical(filters: Filters) -> None:
    query = filters.to_query()
    assert parsed(query)[0].to_query() == query
    backwards = "&".join(reversed(query.split("&")))
    assert parsed(backwards)[0].to_query() == query


@given(FILTERS)
def test_the_query_is_plain_ascii_and_holds_active_fields_only(filters: Filters) -> None:
    query = filters.to_query()
    assert query.isascii() and " " not in query
    names = [part.split("=")[0] for part in query.split("&") if part]
    assert names == [field.name for field in filters.active()]


def test_the_default_leaves_out_coca_leaf_alone_and_has_no_query() -> None:
    assert Filters().to_query() == ""
    assert Filters().active() == []
    assert len(Filters().where()) == 1, "coca leaf alone is counted apart"
    assert len(Filters(form=("leaf",)).where()) == 1
    assert parsed("") == (Filters(), [])


@pytest.mark.parametrize(
    ("spelling", "canonical"),
    [
        ("mode=river,air,river", "mode=air,river"),
        ("?destination=NL,BE", "destination=BE,NL"),
        ("min_kg=1e3", "min_kg=1000"),
        ("min_kg=0.50", "min_kg=0.5"),
        ("q=Port++of%20Antwerp+", "q=Port%20of%20Antwerp"),
        ("destination=BE&mode=air&from=2020", "from=2020&mode=air&destination=BE"),
        ("mode=&q=", ""),
        ("q=%E2%80%9Cx%26y=z", "q=%E2%80%9Cx%26y%3Dz"),
        ("country=EC%2CBE", "country=BE,EC"),
    ],
)
def test_many_spellings_have_one_canonical_form(spelling: str, canonical: str) -> None:
    assert parsed(spelling)[0].to_query() == canonical


@pytest.mark.parametrize(
    ("query", "problem", "kept"),
    [
        ("colour=red&mode=air", Problem("colour", "red", "unknown_name"), "mode=air"),
        ("mode=air,submarine", Problem("mode", "submarine", "unknown_value"), "mode=air"),
        ("destination=ZZ,BE", Problem("destination", "ZZ", "unknown_value"), "destination=BE"),
        ("destination=be", Problem("destination", "be", "unknown_value"), ""),
        ("source=press", Problem("source", "press", "unknown_value"), ""),
        ("min_kg=heavy&max_kg=5", Problem("min_kg", "heavy", "bad_number"), "max_kg=5"),
        ("min_kg=-1", Problem("min_kg", "-1", "bad_number"), ""),
        ("min_kg=nan", Problem("min_kg", "nan", "bad_number"), ""),
        ("max_kg=inf", Problem("max_kg", "inf", "bad_number"), ""),
        ("min_kg=1_000", Problem("min_kg", "1_000", "bad_number"), ""),
        ("min_kg=1e300", Problem("min_kg", "1e300", "bad_number"), ""),
        ("from=2021-13&to=2021", Problem("from", "2021-13", "bad_date"), "to=2021"),
        ("to=2021-02-30", Problem("to", "2021-02-30", "bad_date"), ""),
        ("mode=air&mode=river", Problem("mode", "river", "repeated"), "mode=air"),
        ("q=" + "a" * 201, Problem("q", "a", "too_long"), "q=" + "a" * 200),
    ],
)
def test_what_is_not_understood_is_named_and_the_rest_kept(query: str, problem: Problem, kept: str) -> None:
    filters, problems = parsed(query)
    assert problems == [problem]
    assert filters.to_query() == kept


def test_every_problem_of_a_query_is_named_at_once() -> None:
    _filters, problems = parsed("mode=x,y&from=x&min_kg=x&colour=x&agency=" + "b" * 300)
    assert {(p.name, p.reason) for p in problems} == {
        ("mode", "unknown_value"),
        ("from", "bad_date"),
        ("min_kg", "bad_number"),
        ("colour", "unknown_name"),
        ("agency", "too_long"),
    }
    assert [p.value for p in problems if p.name == "mode"] == ["x", "y"]


@given(st.text(max_size=60))
def test_no_query_whatever_breaks_the_parser(text: str) -> None:
    filters, _problems = parsed(text)
    assert parsed(filters.to_query()) == (filters, [])


def test_bounds_that_nothing_can_meet_are_known() -> None:
    for query in ("min_kg=5&max_kg=4", "from=2021&to=2020"):
        assert parsed(query)[0].contradicts_itself, query
    for query in ("min_kg=4&max_kg=4", "min_kg=5&min_arrests=9", "max_kg=1&min_arrests=9", "from=2020&to=2020"):
        assert not parsed(query)[0].contradicts_itself, query


def test_the_query_names_are_the_published_ones() -> None:
    assert ",".join(field.name for field in FIELDS) == (
        "from,to,mode,submode,production,departure,transit,seizure,destination,country,form,min_kg,max_kg,min_arrests,"
        "concealed,concealment,coload,agency,source,confidence,precision,date_precision,area,case,q,less"
    )


EXAMPLES = {
    "from": "2021-02-03",
    "to": "2022",
    "mode": "air,river",
    "submode": "container,unstated",
    "production": "BR",
    "departure": "EC",
    "transit": "unstated",
    "seizure": "BE",
    "destination": "NL,PY",
    "country": "BR,EC,NL",
    "form": "base",
    "min_kg": "1000",
    "max_kg": "2500",
    "min_arrests": "3",
    "concealed": "bananas,luggage",
    "concealment": "hull",
    "coload": "bananas",
    "agency": "customs",
    "source": "curated",
    "confidence": "high",
    "precision": "port,sea",
    "date_precision": "day,month",
    "area": "departs:@andean",
    "case": "0123456789ab",
    "q": "Antwerp",
    "less": "5",
}


@pytest.mark.parametrize("language", languages())
def test_each_active_field_has_its_phrase(language: str) -> None:
    assert list(EXAMPLES) == [field.name for field in FIELDS]
    filters, problems = Filters.from_query(
        "&".join(f"{k}={v}" for k, v in EXAMPLES.items()),
        dataclasses.replace(VOCABULARY, sources=frozenset(["curated"])),
    )
    assert not problems
    phrases = filters.describe(translator(language))
    assert [name for name, _ in phrases] == list(EXAMPLES)
    for name, phrase in phrases:
        assert phrase and "{" not in phrase and not phrase.startswith("filter."), (name, phrase)
    assert len({phrase for _, phrase in phrases}) == len(phrases)


def described(query: str, language: str = "en") -> list[str]:
    return [phrase for _, phrase in parsed(query)[0].describe(translator(language))]


def test_a_phrase_speaks_the_reader_s_language() -> None:
    assert described("destination=BE,NL") == ["destination: Belgium or Netherlands"]
    assert described("from=2021-02-03") == ["from 3 Feb 2021"]
    assert described("departure=unstated") == ["departure not stated"]
    assert "Bélgica" in described("destination=BE", "es")[0]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("min_kg=1000", "1,000"),
        ("min_kg=0.5", "0.5"),
        ("max_kg=999.999", "999.999"),
    ],
)
def test_a_phrase_states_the_very_bound_that_selects(query: str, said: str) -> None:
    assert said in described(query)[0].split()


def test_a_value_toggles_in_and_out() -> None:
    once = Filters().toggled("mode", "river").toggled("mode", "air")
    assert once.mode == ("air", "river")
    assert once.toggled("mode", "river").toggled("mode", "air") == Filters()


@given(FILTERS)
def test_the_parts_of_a_filter_are_all_of_it(filters: Filters) -> None:
    parts = filters.parts()
    assert all(parsed(query) == (part, []) for query, part in parts.items())
    joined = [f.name for part in parts.values() for f in part.active()]
    assert sorted(joined) == sorted(f.name for f in filters.active() if f.name != "less")
    both = [part for part in parts.values() if part.mode or part.submode]
    assert [(part.mode, part.submode) for part in both] == ([(filters.mode, filters.submode)] if both else [])


LISTS = st.sampled_from([name for name, field in BY_NAME.items() if field.default == ()])


@given(FILTERS, LISTS, st.sampled_from(["air", "river", "BE", "EC", UNSTATED, "a&b"]), st.sampled_from(["", "es"]))
def test_a_link_written_around_is_the_link_written_anew(filters: Filters, name: str, value: str, lang: str) -> None:
    view = View(lang=lang or "en", panel="flows" if lang else "events")
    assert toggle_links("/", filters, view, name)(value) == href("/", filters.toggled(name, value), view)


@given(FILTERS, st.sampled_from(sorted(BY_NAME)))
def test_clearing_a_field_leaves_the_others(filters: Filters, name: str) -> None:
    cleared = filters.cleared(name)
    assert [f.name for f in cleared.active()] == [f.name for f in filters.active() if f.name != name]


@pytest.mark.parametrize("query", [f"{name}={value}" for name, value in EXAMPLES.items()])
def test_every_active_field_is_a_condition(query: str) -> None:
    assert parsed(query)[0].where(), query
