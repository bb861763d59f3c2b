"""Groups of countries as values of a filter: in every role, in the address, the sentence, the counts and the files."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.core.filters import Filters
from app.core.groups import BODIES, GROUPS, REGIONS, expand
from app.i18n import languages, translator
from app.queries import Queries
from app.wording.headings import sentence
from tests import recount

ROLES = ("departure", "transit", "seizure", "destination", "country", "production")


def test_every_group_is_of_known_countries_and_no_country_is_in_two_regions(queries: Queries) -> None:
    codes = queries.data.vocabulary.countries
    assert len(REGIONS) >= 20 and len(BODIES) >= 6
    assert {code for group in GROUPS.values() for code in group} - codes == set()
    regional = [code for name in REGIONS for code in REGIONS[name].split()]
    assert len(regional) == len(set(regional)) and len(regional) > 220
    assert len(BODIES["eu"].split()) == 27


def test_a_group_stands_for_its_countries() -> None:
    assert expand(("BR", "@andean-community", "EC")) == ("BR", "BO", "CO", "EC", "PE")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("group", ["@andean", "@eu", "@west-africa"])
def test_a_group_counts_what_its_countries_do(queries: Queries, client: FlaskClient, role: str, group: str) -> None:
    """The same events as with all its countries, each once, on the page and in the file."""
    own, listed = Filters(**{role: (group,)}), Filters(**{role: GROUPS[group]})
    n = queries.summary.count(own)
    assert n == queries.summary.count(listed) == len(queries.events.export(own))
    assert client.get(f"/export/events.csv?{role}={group}").status_code == 200
    read, problems = Filters.from_query(f"{role}={group}", queries.data.vocabulary)
    assert read == own and not problems and read.to_query() in (f"{role}={group}", f"{role}=%40{group[1:]}")


def test_departures_from_a_group_are_a_recount_of_rows(queries: Queries, event_rows: list[recount.Row]) -> None:
    rows = [r for r in recount.counted(event_rows) if r["origin_country"] in GROUPS["@andean"]]
    assert queries.summary.count(Filters(departure=("@andean",))) == len(rows) > 100


@pytest.mark.parametrize("language", languages())
def test_a_group_is_named_in_the_sentence(queries: Queries, language: str) -> None:
    t = translator(language)
    names = [t.code("country", group) for group in GROUPS]
    assert len(set(names)) == len(names) and not any(name.startswith(("@", "group.")) for name in names)
    assert t.code("country", "@eu") in sentence(queries, Filters(destination=("@eu",)), t)
