"""Headings and habits of agencies that were once read as something else: what each row becomes is pinned here."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.core.message import Message, Refused
from app.i18n import translator
from app.intake.plan import report
from app.intake.plan.planner import plan_import
from app.intake.rows.choices import Choices
from app.intake.values import drugs, numerals
from app.settings import Settings
from tests.intake.conftest import CONTEXT, Write, planned

REGIONS = ("Lima", "Callao", "Tumbes")


def table(*head: str, rows: list[list[str]]) -> str:
    return "\n".join(";".join(row) for row in [list(head), *rows]) + "\n"


def told(path: Path, **answers: Any) -> list[str]:
    return [note.code for note in planned(path, **answers).notes]


@pytest.mark.parametrize("heading", ["País de bandera", "País del detenido", "Pays du navire", "Flag country"])
def test_a_country_of_something_else_is_not_the_seizure(write: Write, heading: str) -> None:
    rows = [["13/01/2024", "Panamá", region, "cocaína", "10"] for region in REGIONS]
    made = planned(write("t.csv", table("Fecha", heading, "Departamento", "Droga", "Kg", rows=rows)))
    assert set(made.reads[0].found.events["seizure"]) == {"PE"}
    assert heading not in made.profile.columns.values()


@pytest.mark.parametrize("heading", ["País de incautación", "Pais da apreensão", "Pays de la saisie", "País"])
def test_a_country_of_the_seizure_is(write: Write, heading: str) -> None:
    path = write("t.csv", table("Fecha", heading, "Droga", "Kg", rows=[["13/01/2024", "Panamá", "cocaína", "10"]]))
    assert planned(path).profile.columns["seizure"] == heading


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Fecha de destrucción", "Fecha del decomiso"),
        ("Fecha audiencia", "Fecha procedimiento"),
        ("Fecha de inicio del caso", "Fecha de la aprehensión"),
        ("Fecha de corte", "Fecha del operativo"),
    ],
)
def test_of_several_dates_that_of_the_seizure(write: Write, first: str, second: str) -> None:
    rows = [["20/03/2025", "13/01/2024", "Perú", "cocaína", "10"]]
    made = planned(write("t.csv", table(first, second, "País", "Droga", "Kg", rows=rows)))
    assert made.reads[0].found.events["date"].tolist() == ["2024-01-13"]


def test_one_date_of_its_own_kind_is_taken_and_of_two_none_is_guessed(write: Write) -> None:
    rows = [["13/01/2024", "14/02/2025", "Perú", "cocaína", "10"]]
    one = table("Fecha_Infraccion", "Folio", "País", "Droga", "Kg", rows=rows)
    assert planned(write("one.csv", one)).profile.columns["date"] == "Fecha_Infraccion"
    two = table("Fecha expediente", "Fecha sentencia", "País", "Droga", "Kg", rows=rows)
    with pytest.raises(Refused) as refused:
        planned(write("two.csv", two))
    assert [note.code for note in refused.value.notes] == ["refused.lacks_date"]


@pytest.mark.parametrize("heading", ["Kg aprehendidos", "Cant. incautada (kg)", "Kilos decomisados"])
def test_a_heading_with_a_weight_is_a_quantity(write: Write, heading: str) -> None:
    path = write("t.csv", table("Fecha", "País", "Droga", heading, rows=[["13/06/2024", "España", "cocaína", "1201"]]))
    assert planned(path).reads[0].found.events["kg"].tolist() == [1201]


@pytest.mark.parametrize("heading", ["Valor por kg", "Cantidad en miles de kg", "Precio kg"])
def test_a_price_or_thousands_are_no_weight_and_their_lack_is_told(write: Write, heading: str) -> None:
    path = write("t.csv", table("Fecha", "País", "Droga", heading, rows=[["13/06/2024", "España", "cocaína", "12"]]))
    assert planned(path).reads[0].found.events["kg"].isna().all()
    assert told(path) == ["told.no_quantity", "told.unused"]


def test_weights_in_several_columns_are_told(write: Write) -> None:
    rows = [["13/06/2024", "España", "cocaína", "1", "200"]]
    path = write("t.csv", table("Fecha", "País", "Droga", "Toneladas", "Kilos", rows=rows))
    assert "told.weights_left" in told(path)


def test_a_weight_stands_above_a_number_of_pieces(write: Write) -> None:
    rows = [["13/06/2024", "España", "cocaína", "40", "41.5"]]
    path = write("t.csv", table("Fecha", "País", "Droga", "Cantidad", "Kilos", rows=rows))
    assert planned(path).reads[0].found.events["kg"].tolist() == [41.5]


@pytest.mark.parametrize("heading", ["Unid.", "U.M.", "Magnitud"])
def test_units_are_known_by_their_cells(write: Write, heading: str) -> None:
    rows = [["13/06/2024", "España", "cocaína", n, u] for n, u in (("250", "gr"), ("2", "kg"), ("1.5", "Tn"))]
    path = write("t.csv", table("Fecha", "País", "Droga", "Cantidad", heading, rows=rows))
    assert planned(path).reads[0].found.events["kg"].tolist() == [0.25, 2, 1500]


@pytest.mark.parametrize(
    "row",
    [
        ["31/01/2024", "Subtotal SP", "-", "cocaína", "500"],
        ["31/01/2024", "SP", "Total do mês", "cocaína", "500"],
        ["31/01/2024", "Total BR", "", "cocaína", "500"],
        ["31/01/2024", "SP", "Total 2024", "cocaína", "500"],
        ["31/01/2024", "SP", "Soma janeiro", "cocaína", "500"],
        ["31/01/2024", "SP", "Todos", "cocaína", "500"],
        ["31/01/2024", "SP", "Santos", "Cocaína (todas as formas)", "500"],
    ],
)
def test_sums_between_the_rows_are_no_events(write: Write, row: list[str]) -> None:
    rows = [["13/01/2024", uf, "", "cocaína", "10"] for uf in ("SP", "BA", "PR")] + [row]
    made = planned(write("t.csv", table("Data", "UF", "Município", "Droga", "Kg", rows=rows)))
    assert made.counts()["accepted"] == 3 and made.counts()["set aside"] == 1


def test_rows_that_count_seizures_are_no_events(write: Write) -> None:
    rows = [["enero 2024", r, "Cocaína", "100", n] for r, n in (("Salta", "5"), ("Jujuy", "1"), ("Misiones", "2"))]
    rows += [["13/02/2024", "Salta", "Cocaína", "7", "1"], ["14/02/2024", "Salta", "Cocaína", "9", "3"]]
    made = planned(write("t.csv", table("Fecha", "Provincia", "Droga", "Kg incautados", "Casos", rows=rows)))
    assert made.reads[0].found.events["kg"].tolist() == [7]
    assert ("set aside", "several seizures in one row", 4) in made.rules()


def test_a_file_without_any_day_is_looked_at(write: Write) -> None:
    rows = [["enero 2024", "Perú", "Cocaína", str(kg)] for kg in (10, 20, 30)]
    found = planned(write("t.csv", table("Fecha", "País", "Droga", "Kg", rows=rows))).reads[0].found
    assert [(d.kind, len(d.rows)) for d in found.doubts] == [("months_only", 3)]


def test_a_figure_without_unit_beside_others_is_looked_at(write: Write) -> None:
    rows = [["13/06/2024", "España", "cocaína", cell] for cell in ("12,5 kg", "250", "800 gramos")]
    found = planned(write("t.csv", table("Fecha", "País", "Droga", "Cantidad", rows=rows))).reads[0].found
    assert [(d.kind, d.rows) for d in found.doubts] == [("no_unit", (3,))]


def test_the_drug_that_a_person_names_chooses_among_columns(write: Write) -> None:
    rows = [["13/01/2024", r, a, b] for r, a, b in zip(REGIONS, ("5", "-", ""), ("", "7", "0"), strict=True)]
    path = write("t.csv", table("Fecha", "Departamento", "PBC (Kg)", "CLORHIDRATO DE COCAÍNA (Kg)", rows=rows))
    first = planned(path).reads[0].found.events
    assert (first["kg"].tolist(), first["form"].tolist()) == ([5], ["paste"])
    other = planned(path, constants={"drug": "clorhidrato de cocaína"}).reads[0].found.events
    assert (other["kg"].tolist(), other["form"].tolist()) == ([7], ["hydrochloride"])


def test_a_country_by_its_towns(write: Write) -> None:
    rows = [["13/01/2024", p, "cocaína", "10"] for p in ("Pontevedra", "Algeciras", "Cádiz", "A Coruña", "Valencia")]
    made = planned(write("t.csv", table("Fecha", "Localidad", "Droga", "Kg", rows=rows)))
    assert set(made.reads[0].found.events["seizure"]) == {"ES"}
    assert "told.country_by_regions" in [note.code for note in made.notes]


@pytest.mark.parametrize("lines", [False, True])
def test_json_records_are_a_table(write: Write, lines: bool) -> None:
    rows = [{"fecha": "13/01/2024", "pais": "Uruguay", "droga": "cocaína", "kg": kg} for kg in (10, 2.5)]
    text = "\n".join(map(json.dumps, rows)) if lines else json.dumps(rows, indent=1)
    assert planned(write("t.json", text)).reads[0].found.events["kg"].tolist() == [10, 2.5]


@pytest.mark.parametrize("text", ["[1, 2]", "[[1], [2]]", '["a"]', "[{]", "[]"])
def test_json_that_is_no_table_is_refused_in_words(write: Write, text: str) -> None:
    with pytest.raises(Refused) as refused:
        planned(write("t.json", text))
    assert refused.value.notes[0].code.startswith("refused.")


@pytest.mark.parametrize(
    ("cell", "wanted"), [("12.5.3", None), ("1.250.300", 1250300), ("1.250,5", 1250.5), (",5", 0.5)]
)
def test_groups_of_thousands_have_three_figures(cell: str, wanted: float | None) -> None:
    found = numerals.number(cell, ",")
    assert found == wanted if wanted is not None else found != found


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Cocaína - cloridrato", "hydrochloride"),
        ("Cocaína (sal)", "hydrochloride"),
        ("Cocaína (todas as formas)", drugs.TOTAL),
        ("COC.", "unspecified"),
    ],
)
def test_forms(name: str, form: str) -> None:
    assert drugs.form(name) == form


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_report_of_a_file_that_lacks_something(write: Write, tmp_path: Path, ending: str) -> None:
    path = write("t.csv", table("Fecha", "Cosa", rows=[["13/01/2024", "x"]]))
    out = tmp_path / f"r.{ending}"
    assert main(["import", str(path), "--dry-run", "--report", str(out)]) == 1
    assert "outcome" in out.read_text() or json.loads(out.read_text())["rows"] == []


def test_a_column_can_be_mapped_by_the_command_line(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("t.csv", table("Fecha", "País", "Droga", "Aforo", rows=[["13/01/2024", "Perú", "cocaína", "10 kg"]]))
    assert main(["import", str(path), "--dry-run", "--map", "quantity=Aforo"]) == 0
    assert "quantity = Aforo" in capsys.readouterr().out


def test_the_twin_of_a_dataset_is_said_in_the_account(write: Write) -> None:
    path = write("t.csv", table("Fecha", "País", "Droga", "Kg", rows=[["13/01/2024", "Perú", "cocaína", "10"]]))
    made = plan_import(path, Settings(), CONTEXT, Choices())
    hinted = dataclasses.replace(made, hint=Message("hint.edition", n=1, dataset="br-pf", title="PF"))
    assert "PF" in report.in_words(hinted, translator("en"))


def test_a_day_that_does_not_exist_proves_no_order(write: Write) -> None:
    rows = [[day, "Perú", "cocaína", "10"] for day in ("03/04/2021", "31/02/2021", "05/06/2021")]
    path = write("t.csv", table("Fecha", "País", "Droga", "Kg", rows=rows))
    made = plan_import(path, Settings(), CONTEXT, Choices())
    assert [note.code for note in made.questions] == ["question.day_first"]


def test_answers_and_a_total_that_differs_are_told(write: Write) -> None:
    rows = [["03/04/2021", "Perú", "cocaína", "1.250"], ["05/06/2021", "Perú", "cocaína", "2.500"]]
    path = write("t.csv", table("Fecha", "País", "Droga", "Cantidad", rows=[*rows, ["Total", "", "", "9.999"]]))
    made = planned(path, decimal=",", day_first=True, constants={"unit": "kg"})
    codes = [n.code for n in (*made.notes, *made.reads[0].found.notes)]
    assert {"told.decimal_said", "told.day_said", "told.constant"} <= set(codes)
    assert [(d.kind, d.rows) for d in made.reads[0].found.doubts] == [("total_differs", (4,))]
