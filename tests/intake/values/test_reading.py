"""How cells become values: conventions decided per column, words in five languages, nothing in silence."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.intake.reference import Reference
from app.intake.values import blanks, carriers, days, drugs, headings, names, numerals, units
from app.settings import Settings

TODAY = dt.date(2026, 11, 24)
REFERENCE = Reference(Settings().reference)
NUMBERS = st.floats(0, 1e9).map(lambda x: round(x, 3))


def european(value: float) -> str:
    return f"{value:,.3f}".replace(",", " ").replace(".", ",").replace(" ", ".")


@given(st.lists(NUMBERS.filter(lambda x: x >= 1000 or x % 1), min_size=1, max_size=30))
def test_a_column_in_either_style_is_read_as_it_was_written(values: list[float]) -> None:
    for style, written in ((".", [f"{v:,.3f}" for v in values]), (",", [european(v) for v in values])):
        cells = pd.Series([*written, "1.234.567,5" if style == "," else "1,234,567.5"])
        found = numerals.convention(cells)
        assert (found.decimal, found.sure) == (style, True)
        assert numerals.numbers(cells, found).tolist()[:-1] == pytest.approx(values)


@pytest.mark.parametrize(
    ("cells", "decimal", "sure"),
    [
        (["1.234", "5.678"], ".", False),
        (["1,234", "12"], ".", False),
        (["1.234", "0.5"], ".", True),
        (["1.234", "0,5"], ",", True),
        (["1,5", "1.5"], ".", False),
        (["12", "7"], ".", True),
        (["1 234,5", "3"], ",", True),
        (["1'234.5"], ".", True),
        ([], ".", True),
    ],
)
def test_a_column_that_can_be_read_both_ways_is_not_sure(cells: list[str], decimal: str, sure: bool) -> None:
    found = numerals.convention(cells)
    assert (found.decimal, found.sure) == (decimal, sure)


def test_zero_written_with_a_dash_is_zero_and_words_are_no_numbers() -> None:
    read = numerals.numbers(pd.Series(["- 0", "0", "-5", "n/a", "", "12 kg", "1.2e-05"]), numerals.convention(["1.5"]))
    assert read.iloc[:3].tolist() == [0.0, 0.0, -5.0] and str(read.iloc[0]) == "0.0"
    assert read.iloc[3:6].isna().all() and read.iloc[6] == 1.2e-05


@given(st.lists(st.dates(dt.date(1990, 1, 1), TODAY), min_size=1, max_size=40), st.booleans())
def test_an_order_that_the_values_prove_reads_them_back(given_days: list[dt.date], day_first: bool) -> None:
    form = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    proof = dt.date(2001, 2, 25).strftime(form)
    cells = pd.Series([d.strftime(form) for d in given_days] + [proof])
    order = days.convention(cells, TODAY)
    assert (order.day_first, order.sure) == (day_first, True)
    assert days.dates(cells, order).tolist() == [d.isoformat() for d in given_days] + ["2001-02-25"]


@given(st.dates(dt.date(1900, 3, 1), TODAY))
def test_a_serial_date_of_a_spreadsheet_is_its_day(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    assert days.date(str(serial), True) == (day.isoformat() if serial >= 20000 else "")


def test_an_order_that_nothing_proves_is_asked_for() -> None:
    assert not days.convention(["03/04/2020", "05/06/2021"], TODAY).sure
    assert not days.convention(["13/04/2020", "04/13/2020"], TODAY).sure
    assert days.convention(["05/05/2020"], TODAY).sure
    assert days.convention(["2020-04-03"], TODAY).sure
    late = ["11/12/2026", "10/12/2026", "09/12/2026", "03/04/2020"]
    future = days.convention(late, TODAY)
    assert (future.day_first, future.sure) == (False, True), "day first would lie in the future"
    assert not days.convention(late[2:], TODAY).sure, "one date in the future may be a slip"


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2016-02-07T00:00:00", "2016-02-07"),
        ("7 de fevereiro de 2016", "2016-02-07"),
        ("7 févr. 2016", "2016-02-07"),
        ("February 7th, 2016", "2016-02-07"),
        ("07-Feb-16", "2016-02-07"),
        ("febbraio 2016", "2016-02"),
        ("02/2016", "2016-02"),
        ("20160207", "2016-02-07"),
        ("domingo, 7 de febrero de 2016", "2016-02-07"),
        ("30/02/2016", ""),
        ("Q1 2016", ""),
        ("soon", ""),
    ],
)
def test_dates_in_words(cell: str, iso: str) -> None:
    assert days.date(cell, True) == iso


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    days.date(text, True)
    numerals.number(text, ".")
    units.unit(text)
    drugs.form(text)
    blanks.kind(text)
    names.country(text, REFERENCE.names, REFERENCE.codes)
    carriers.carrier(text, REFERENCE.carriers)


def test_units_with_a_weight_become_kilograms_and_others_stay_as_stated() -> None:
    stated = pd.Series(
        ["Kilogram", "GRAMO", "libras", "toneladas", "Litre", "Millilitre", "Tablet", "Unit", "barrels", ""]
    )
    codes = units.units(stated)
    kg = units.kilograms(pd.Series(2.0, index=stated.index), codes)
    assert kg.round(5).tolist()[:6] == [2.0, 0.002, 0.90718, 2000.0, 2.0, 0.002]
    assert kg.iloc[6:].isna().all()
    assert set(codes) - {""} <= set(units.KG_PER) | set(units.KEPT)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Bolivia, Plurinational State of", "BO"),
        ("Libyan Arab Jamahiriya", "LY"),
        ("Macedonia, the former Yugoslav Republic of", "MK"),
        ("Lao Peoples Democratic Republic", "LA"),
        ("Macau, SAR of China", "MO"),
        ("Kosovo under UNSCR 1244", "XK"),
        ("Swaziland", "SZ"),
        ("Turkey", "TR"),
        ("Países Bajos", "NL"),
        ("Côte d’Ivoire", "CI"),
        ("Costa do Marfim", "CI"),
        ("Allemagne", "DE"),
        ("Stati Uniti", "US"),
        ("EE.UU.", "US"),
        ("GBR", "GB"),
        ("BR", "BR"),
        ("Congo, Democratic Republic", "CD"),
        ("Guinea", "GN"),
        ("Guinea-Bissau", "GW"),
        ("Guinea Ecuatorial", "GQ"),
        ("EU", "-AREA"),
        ("Multiple Countries", "-MANY"),
        ("Altamar", "-SEA"),
        ("Unknown", ""),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_countries_in_five_languages_old_and_long_forms(name: str, code: str) -> None:
    assert names.country(name, REFERENCE.names, REFERENCE.codes) == code


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Cocaine HCL", "hydrochloride"),
        ("Clorhidrato de cocaína", "hydrochloride"),
        ("BASE DE COCA", "base"),
        ("Pasta base de cocaína", "base"),
        ("Coca paste", "paste"),
        ("Hoja de coca", "leaf"),
        ("Coca bush", "leaf"),
        ("Crack", "crack"),
        ("COCAINA", "unspecified"),
        ("Coca-Cola", ""),
        ("Coca seed", ""),
        ("Codeine", ""),
        ("Marihuana", ""),
        ("Cannabis", ""),
    ],
)
def test_drugs_are_told_apart(name: str, form: str) -> None:
    assert drugs.form(name) == form


def test_the_kinds_of_missing_are_kept_apart() -> None:
    cells = ["", "Unknown", "Other", "--", "0", "- 0", "Se desconoce", "Lima"]
    assert [blanks.kind(c) for c in cells] == ["blank", "unknown", "other", "dash", "", "", "unknown", ""]


def test_headings_are_known_in_five_languages_and_each_column_serves_once() -> None:
    for listed, wanted in (
        (["Fecha", "País", "Droga", "Cantidad", "Unidad"], ["date", "seizure", "drug", "quantity", "unit"]),
        (
            ["Data", "UF", "Município", "Entorpecente", "Quantidade (kg)"],
            ["date", "region", "place", "drug", "quantity"],
        ),
        (["Date de saisie", "Pays", "Produit", "Quantité"], ["date", "seizure", "drug", "quantity"]),
        (["Data del sequestro", "Paese", "Sostanza", "Peso"], ["date", "seizure", "drug", "quantity"]),
        (["Seizure.Date", "Drug.Unit", "Country.obtained...Departure.Country"], ["date", "unit", "departure"]),
    ):
        found = headings.suggest(listed, REFERENCE.headings)
        assert set(found) == set(wanted)
        assert len(set(found.values())) == len(found)


def test_a_fiscal_month_is_a_calendar_month() -> None:
    assert [days.fiscal_month(2019, m) for m in ("OCT", "DEC", "JAN", "SEP")] == [
        "2018-10",
        "2018-12",
        "2019-01",
        "2019-09",
    ]
