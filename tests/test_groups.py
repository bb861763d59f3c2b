"""Groups of countries as values of a filter: in every role, in the address, the sentence, the counts and the files."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.core.filters import Filters
from app.core.groups import BASINS, BODIES, GROUPS, REGIONS, SIGN, expand, region_of
from app.core.selection import at_level
from app.core.view import View
from app.data_version import DataVersion
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


def test_every_country_and_sea_area_has_a_node_on_the_map_of_regions(data: DataVersion) -> None:
    reference, places = data.reference, data.places
    assert {region_of(code) for code in [*reference.codes, *reference.sea_areas.index]} <= set(places)
    assert all(places[f"{SIGN}{name}"]["level"] == "region" for name in [*REGIONS, *BASINS])
    in_none = {code for code in reference.sea_areas.index if region_of(code) == code}
    assert in_none <= {"XZ", "XZ-CSP"}, "every sea but one within the land lies in a basin"
    every = [code for codes in [*REGIONS.values(), *BASINS.values()] for code in codes.split()]
    assert len(every) == len(set(every)) and set(every) <= reference.codes | set(reference.sea_areas.index)


@pytest.mark.parametrize("line", ["travelled", "intended", "inferred"])
def test_flows_between_regions_are_those_of_their_countries(data: DataVersion, queries: Queries, line: str) -> None:
    """By the legs of single events between countries, one at a time; a leg within a region is none."""
    legs = data.run(f"SELECT event_id, origin, target, mode FROM leg WHERE level = 'country' AND line = '{line}'")
    met: dict[str, set[str]] = {}
    for leg in legs.itertuples():
        ends = region_of(leg.origin), region_of(leg.target)
        if ends[0] != ends[1]:
            met.setdefault(f"{ends[0]}>{ends[1]}|{leg.mode}|{line}", set()).add(leg.event_id)
    leaf = set(data.run("SELECT event_id FROM event WHERE form = 'leaf'")["event_id"])
    flows = queries.ranking.flows(Filters(), "region")
    found = flows[flows["line"] == line].set_index("key")["events"].to_dict()
    assert found == {key: len(ids - leaf) for key, ids in met.items() if ids - leaf} and found


def test_a_region_and_a_flow_between_regions_list_their_events(queries: Queries) -> None:
    top = queries.flows.top_flows(Filters(), View(level="region")).iloc[0]
    listed = queries.store.rows(Filters(), f"flow:{at_level(top['key'], 'region')}")
    assert len(listed) == top["events"]
    roles = queries.summary.roles(Filters(), "region").set_index(["node", "role"])["n"]
    assert len(queries.store.rows(Filters(), "as:seizure|@sea-caribbean")) == roles["@sea-caribbean", "seizure"] > 0
    departing = queries.summary.count(Filters(departure=("@andean",)))
    assert roles["@andean", "departure"] == departing == len(queries.store.rows(Filters(), "as:departure|@andean"))


def test_streams_of_regions_keep_the_colour_of_the_country_of_departure(queries: Queries) -> None:
    loads = queries.streams.loads(Filters(departure=("EC",)), "region")
    assert len(loads) and set(loads["colour"]) == {queries.streams.departures.index("EC")}


def test_the_page_of_regions_has_their_names(client: FlaskClient) -> None:
    body = client.get("/explore/map.json?level=region").get_json()
    named = {node["key"]: node for node in body["nodes"]["nodes"]}
    assert named["@andean"]["name"] == "Andean countries" and not named["@andean"]["sea"]
    assert named["@sea-caribbean"]["sea"] and len(named) < 45
    side = client.get("/explore.json?level=region&sel=node:@andean").get_json()["html"]["side-head"]
    assert "departure=%40andean" in side
    assert (
        "area=%40sea-caribbean" in client.get("/explore.json?sel=node:@sea-caribbean").get_json()["html"]["side-head"]
    )
