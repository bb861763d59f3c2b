"""Coverage as sources declare it: what is said of each country and month, and that nothing is made up."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import coverage
from app.core.coverage import STATES, Run, Source, Statement

CODES = frozenset(["BR", "EC", "PT"])


def source(name: str, text: str, covers: tuple[str, str] = ("2016-01", "2016-12"), fetched: str = "2026-06") -> Source:
    return Source(name, covers, fetched, coverage.parse(text, CODES))


def states(*sources: Source, seen: dict[str, list[str]], first: str = "2015-12", last: str = "2017-01") -> pd.DataFrame:
    return coverage.matrix(sources, seen, coverage.span_of(first, last))


def test_a_statement_names_countries_period_and_state() -> None:
    found = coverage.parse("reported; br,PT 2016/2017-06 partly ;BR 2016-03-05 not", CODES)
    assert found == (
        Statement("reported"),
        Statement("partly", frozenset(["BR", "PT"]), ("2016-01", "2017-06")),
        Statement("not", frozenset(["BR"]), ("2016-03", "2016-03")),
    )
    assert coverage.parse("", CODES) == () and coverage.parse(" ; ", CODES) == ()


@pytest.mark.parametrize(
    "text", ["all", "BR", "XX reported", "BR 2016/2015 reported", "BR 2016-13 reported", "reported BR", "BR,XX partly"]
)
def test_a_text_that_declares_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        coverage.parse(text, CODES)


def test_what_is_said_holds_within_the_period_and_the_later_word_counts() -> None:
    found = states(source("a", "reported; BR 2016-01/2016-03 not; PT 2017 partly"), seen={"a": ["BR", "EC"]})
    assert found.loc["EC"].tolist() == ["not", *["reported"] * 12, "not"]
    assert found.loc["BR"].tolist() == ["not", *["not"] * 3, *["reported"] * 9, "not"]
    assert found.loc["PT"].tolist() == ["not", *["reported"] * 12, "partly"], "named, so it may have reported none"


def test_of_two_sources_the_fuller_decides_and_a_sample_unsays_nothing() -> None:
    sample = source("s", "unknown", ("2010-01", "2026-06"))
    police = source("p", "reported; BR 2016-02 not; BR 2016-03 partly")
    found = states(sample, police, seen={"s": ["BR", "EC"], "p": ["BR"]}, first="2015-12", last="2016-04").loc["BR"]
    assert found.tolist() == ["unknown", "reported", "not", "partly", "reported"]
    assert set(states(sample, police, seen={"s": ["EC"], "p": ["BR"]}).loc["EC"]) == {"unknown"}


def test_runs_and_groups_say_the_same_as_the_months() -> None:
    found = states(source("a", "reported; BR 2016-01/2016-03 not"), seen={"a": ["BR", "EC", "PT"]})
    groups = coverage.group_equal_rows(found, ["PT", "BR", "EC", "CO"])
    assert [codes for codes, _runs in groups] == [["PT", "EC"], ["BR"]]
    assert groups[1][1] == [
        Run("not", "2015-12", "2016-03"), Run("reported", "2016-04", "2016-12"), Run("not", "2017-01", "2017-01"),
    ]  # fmt: skip


def test_facts_without_a_word_are_unknown_and_end_when_they_were_fetched() -> None:
    metadata = {"id": "a", "covers": "2010/2026", "retrieved": "2026-06"}
    made = coverage.source_of(metadata, CODES)
    assert made == Source("a", ("2010-01", "2026-06"), "2026-06", (Statement("unknown"),))
    assert coverage.first_incomplete_month([made]) == "2026-04"
    old = coverage.source_of({"id": "b", "covers": "2016", "retrieved": "2026-11-24", "coverage": "reported"}, CODES)
    assert coverage.first_incomplete_month([made, old]) == "2026-04" and coverage.first_incomplete_month([old]) is None


STATEMENTS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(sorted(CODES)), max_size=2, unique=True),
        st.one_of(st.none(), st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted)),
        st.sampled_from(STATES),
    ),
    max_size=4,
)


@given(STATEMENTS)
def test_each_month_is_what_its_last_statement_says(said: list[tuple[list[str], list[int] | None, str]]) -> None:
    spans = [f" 2016-{span[0]:02d}/2016-{span[1]:02d}" if span else "" for _codes, span, _state in said]
    words = [f"{','.join(codes)}{span} {state}" for (codes, _span, state), span in zip(said, spans, strict=True)]
    found = states(source("a", ";".join(words)), seen={"a": sorted(CODES)}, first="2016-01", last="2016-12")
    for code in CODES:
        for month in range(1, 13):
            told = [
                state
                for codes, span, state in said
                if (not codes or code in codes) and (not span or span[0] <= month <= span[1])
            ]
            assert found.loc[code, f"2016-{month:02d}"] == (told[-1] if told else "not")
