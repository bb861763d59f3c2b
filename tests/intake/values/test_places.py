"""A place is found by its code or by its name within its country, and never guessed."""

from __future__ import annotations

import pytest

from app.intake.reference import Reference
from app.intake.values.places import Gazetteer, Location, Town, keys, schemes
from app.settings import Settings

SMALL = Gazetteer(
    towns={
        ("CO", "pedro san"): [Town("Sucre", 9.4, -75.1, "city", 9_000), Town("Antioquia", 6.5, -75.6, "city", 8_000)],
        ("CO", "bogota"): [Town("", 4.6, -74.1, "city", 7_000_000), Town("Cauca", 2.0, -76.0, "city", 900)],
        ("CO", "cartagena"): [Town("", 10.4, -75.5, "city", 900_000), Town("", 10.41, -75.53, "port", 0)],
    },
    regions={("CO", "sucre"): (9.3, -75.2)},
    codes={("dane", "05001"): ("CO", Location(6.2, -75.6, "city", "code")), ("iata", "BOG"): ("CO", None)},
    known_in={"accra": frozenset({"GH"})},
)


def test_a_name_that_several_places_share_is_settled_by_the_region_or_not_at_all() -> None:
    alone = SMALL.find("CO", "San Pedro")
    assert (alone.spot, alone.why) == (None, "ambiguous")
    found = SMALL.find("CO", "SAN PEDRO", "Sucre")
    assert found.spot and (found.spot.lat, found.shared) == (9.4, True)


def test_a_place_ten_times_the_size_of_its_namesake_is_meant() -> None:
    found = SMALL.find("CO", "BOGOTÁ D.C. (CT)")
    assert found.spot and found.spot.lat == 4.6 and not found.shared


def test_a_town_and_its_port_are_one_place() -> None:
    found = SMALL.find("CO", "Cartagena")
    assert found.spot and found.spot.precision == "city"


def test_a_region_is_better_than_nothing_and_says_so() -> None:
    found = SMALL.find("CO", "Vereda El Progreso", "SUCRE")
    assert found.spot == Location(9.3, -75.2, "region", "region")


def test_a_code_decides_before_a_name_and_only_in_its_country() -> None:
    assert SMALL.find("CO", "San Pedro", "", "5001000.0").spot == Location(6.2, -75.6, "city", "code")
    assert SMALL.find("PE", "San Pedro", "", "05001").spot is None


def test_nothing_is_looked_for_outside_the_country() -> None:
    assert SMALL.find("DZ", "Accra").spot is None and SMALL.find("", "Bogotá").spot is None
    assert SMALL.elsewhere("DZ", "Accra") == {"GH"}
    assert SMALL.elsewhere("CO", "Bogotá") == frozenset(), "its own country has it"


@pytest.mark.parametrize(
    ("country", "text", "wanted"),
    [
        ("CO", "5001", [("dane", "05001")]),
        ("CO", "08001000", [("dane", "08001")]),
        ("PE", "08001000", []),
        ("CO", "COBUN", [("locode", "COBUN")]),
        ("CO", "SKBO", [("icao", "SKBO")]),
        ("CO", "Bog", []),
    ],
)
def test_what_a_code_could_be(country: str, text: str, wanted: list[tuple[str, str]]) -> None:
    assert schemes(country, text) == wanted


def test_keys_go_from_the_most_particular_to_the_barest() -> None:
    assert (
        keys("Prat de Llobregat (El)") == ["llobregat prat el"] or keys("Prat de Llobregat (El)")[0] == "llobregat prat"
    )
    assert "elx" in keys("Elche/Elx") and "santos" in keys("Porto de Santos") and keys("  ") == ()


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return Reference(Settings().reference).towns


@pytest.mark.parametrize(
    ("row", "lat", "lon", "precision"),
    [
        (("CO", "LETICIA (CT)", "AMAZONAS"), -4.2, -69.9, "city"),
        (("ES", "Prat de Llobregat (El)"), 41.3, 2.1, "city"),
        (("BE", "Port of Antwerp"), 51.2, 4.4, "city"),
        (("EC", "ECGYE"), -2.2, -79.9, "port"),
        (("BR", "GRU"), -23.4, -46.5, "port"),
        (("CL", "", "XIII Región Metropolitana"), -33.5, -70.7, "region"),
        (("CO", "MEDELLÍN (CT)", "ANTIOQUIA", "5001000.0"), 6.2, -75.6, "city"),
        (("PT", "", "Lisboa"), 38.7, -9.1, "region"),
    ],
)
def test_the_world_s_places(world: Gazetteer, row: tuple[str, ...], lat: float, lon: float, precision: str) -> None:
    spot = world.find(*row).spot
    assert spot and spot.precision == precision
    assert abs(spot.lat - lat) < 0.6 and abs(spot.lon - lon) < 0.6
