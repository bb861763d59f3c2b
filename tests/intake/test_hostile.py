"""What files of many agencies write, each once read wrongly or with a loss: the reading is pinned here."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.core.message import Refused
from app.intake.plan.planner import plan_import
from app.intake.rows.choices import Choices
from app.intake.values import days, drugs, headings, names, units
from app.settings import Settings
from tests.intake.conftest import CONTEXT, Write, planned


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def only(path: Path, **answers: Any) -> Any:
    return planned(path, **answers).reads[0].found


def test_a_typed_number_is_no_question_of_signs(tmp_path: Path) -> None:
    head = ["Fecha", "País", "Provincia", "Droga", "Peso (kg)"]
    row = ["13/03/2023", "España", "Cádiz", "Cocaína"]
    rows = [head, [*row, "1.234,50"], [*row, 12.345], [*row, 350.125]]
    assert only(workbook(tmp_path / "t.xlsx", H=rows)).events["kg"].tolist() == [1234.5, 12.345, 350.125]
    features = [
        {"type": "Feature", "properties": {"date": "2023-03-13", "country": "Spain", "drug": "Cocaine", "kg": kg}}
        for kg in (12.345, "1.234,5")
    ]
    path = tmp_path / "t.geojson"
    path.write_text("\ufeff" + json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    assert only(path).events["kg"].tolist() == [12.345, 1234.5]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("12 de marzo", ""),
        ("15-dic", ""),
        ("Mar-21", "2021-03"),
        ("2023.1", ""),
        ("2023.10", "2023-10"),
        ("1º de março de 2023", "2023-03-01"),
        ("1° marzo 2023", "2023-03-01"),
        ("lunes 13/03/2023", "2023-03-13"),
        ("mié 15 mar 2023", "2023-03-15"),
        ("segunda-feira, 13/03/2023", "2023-03-13"),
        ("15032023", "2023-03-15"),
        ("13 /03/ 2023", "2023-03-13"),
        ("13/3/2023.", "2023-03-13"),
        ("13/03/0219", ""),
        ("0023-05-01", ""),
    ],
)
def test_dates(cell: str, wanted: str) -> None:
    assert days.date(cell, True) == wanted


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Tusi (cocaína rosa)", ""),
        ("Insumos químicos para procesar cocaína", ""),
        ("Negativo a cocaína", ""),
        ("Sustancia de corte (no cocaína)", ""),
        ("Paco (MDMA)", ""),
        ("Marihuana y cocaína", drugs.SEVERAL),
        ("Heroína, cocaína", drugs.SEVERAL),
        ("TOTAL COCAÍNA", drugs.TOTAL),
        ("Cocaína (total)", drugs.TOTAL),
        ("Heroin (total of the above)", ""),
        ("Cocaína en hojas", "leaf"),
        ("COCA (hoja)", "leaf"),
        ("Pasta básica de cocaína", "paste"),
        ("PBC", "paste"),
        ("Pasta-base", "base"),
        ("Cocaína y crack", "mixed"),
        ("C.C.", "hydrochloride"),
        ("Clorhidrato", "hydrochloride"),
        ("Cocaïna", "unspecified"),
        ("Cocaine (base, paste and salts)", "mixed"),
    ],
)
def test_drugs(name: str, form: str) -> None:
    assert drugs.form(name) == form


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("NA", ""),
        ("no", ""),
        ("de", ""),
        ("Salvador", ""),
        ("El Salvador", "SV"),
        ("Granada (España)", "ES"),
        ("Rotterdam, Países Bajos", "NL"),
        ("Brasil - Santos", "BR"),
        ("Países Bajos/Bélgica", "-MANY"),
        ("Bolivia, Plurinational State of", "BO"),
    ],
)
def test_countries(cell: str, wanted: str) -> None:
    assert names.country(cell, CONTEXT.names, CONTEXT.countries) == wanted


def test_two_capitals_are_a_country_only_in_a_column_of_codes(write: Write) -> None:
    head = "Data,País,Município,Droga,kg,Origem\n"
    row = "2023-03-{0:02d},Brasil,Santos,Cocaína,5,{1}\n"
    states = head + "".join(row.format(n + 1, s) for n, s in enumerate(["SP", "PA", "PR", "ES", "MT"]))
    assert set(only(write("states.csv", states)).events["departure"]) == {""}
    codes = head + "".join(row.format(n + 1, s) for n, s in enumerate(["CO", "PA", "PR", "ES", "MT"]))
    assert only(write("codes.csv", codes)).events["departure"].tolist() == ["CO", "PA", "PR", "ES", "MT"]


@pytest.mark.parametrize(
    ("heading", "cell", "kg"),
    [
        ("Cantidad", "350 kg", 350.0),
        ("Cantidad", "1,2 t", 1200.0),
        ("Kg", "500 g", 0.5),
        ("Quantité (kg)", "12,5", 12.5),
        ("Poids (kg)", "12,5", 12.5),
        ("Kg incautados", "12,5", 12.5),
        ("Peso (g)", "500", 0.5),
        ("Cantidad (Tn)", "2", 2000.0),
        ("Toneladas", "2", 2000.0),
        ("Cantidad en kg", "7", 7.0),
    ],
)
def test_weights_under_many_headings(write: Write, heading: str, cell: str, kg: float) -> None:
    text = f"Fecha;País;Lugar;Droga;{heading}\n13/03/2023;Perú;Lima;Cocaína;{cell}\n"
    assert only(write("w.csv", text)).events["kg"].tolist() == [pytest.approx(kg)]


def test_a_figure_without_a_unit_is_asked_about_and_one_that_is_no_number_is_told(write: Write) -> None:
    text = "Date,Country,Drug,Amount\n2020-01-02,Spain,Cocaine,1200\n2020-01-03,Spain,Cocaine,abc\n"
    with pytest.raises(Refused, match=r"question\.unit"):
        planned(write("u.csv", text))
    found = only(write("u.csv", text), constants={"unit": "kg"})
    assert found.events["kg"].fillna(-1).tolist() == [1200.0, -1.0]
    assert [(d.kind, d.rows) for d in found.doubts] == [("no_number", (3,))]
    assert found.events["as_written"].tolist()[1].startswith("abc")


@pytest.mark.parametrize(
    ("name", "code"),
    [("Tn", "t"), ("TM", "t"), ("toneladas métricas", "t"), ("KGR", "kg"), ("Kg netos", "kg"),
     ("Kilogramos (kg)", "kg"), ("Kilogramo(s)", "kg"), ("GRAMO/S", "g"), ("grms", "g"), ("tonne(s)", "t")],
)  # fmt: skip
def test_units(name: str, code: str) -> None:
    assert units.unit(name) == code


def test_a_total_in_any_cell_is_a_check_and_no_seizure(write: Write) -> None:
    text = "Fecha;País;Provincia;Droga;Kg;Detenidos\n13/03/2022;República Dominicana;Azua;Cocaína;100,5;3\n"
    text += "2022;República Dominicana;TOTAL;Cocaína;100,5;7\n2022;República Dominicana;TODO EL PAÍS;Cocaína;100,5;7\n"
    made = planned(write("t.csv", text))
    assert made.counts() == {"accepted": 1, "repaired": 0, "set aside": 2, "rejected": 0}


def test_sheets_of_one_kind_are_all_taken_though_one_lacks_an_optional_column(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "years.xlsx",
        a2021=[
            ["Fecha", "País", "Lugar", "Droga", "Kg", "Operación"],
            ["13/03/2021", "Perú", "Lima", "Cocaína", 5, "X"],
        ],
        a2022=[["FECHA", "PAÍS", "Lugar", "Droga", "Kg"], ["13/03/2022", "Perú", "Lima", "Cocaína", 6]],
        notas=[["Léame", "x"], ["nada", "y"]],
    )
    made = planned(path)
    assert made.counts()["accepted"] == 2 and ("set aside", "other sheet", 1) in made.rules()


def test_columns_of_year_month_and_day_are_a_date(write: Write) -> None:
    text = "Año;Mes;Día;País;Droga;Kg\n2022;marzo;5;Perú;Cocaína;1,5\n2022;4;;Perú;Cocaína;1,5\n2022;;;Perú;Cocaína;1\n"
    assert only(write("y.csv", text)).events["date"].tolist() == ["2022-03-05", "2022-04", "2022"]
    with pytest.raises(Refused, match="lacks_date"):
        planned(write("sums.csv", "Año;Mes;País;Droga;Kg\n2022;marzo;Perú;Cocaína;1500\n"))


def test_coordinates_with_a_decimal_comma_and_what_is_no_point(write: Write) -> None:
    text = "Date;Country;City;Drug;kg;Lat;Lon\n2020-01-02;Spain;Algeciras;Cocaine;5;36,141;-5,456\n"
    text += "2020-01-03;Spain;Algeciras;Cocaine;5;36°8'27\"N;5°27'W\n2020-01-04;Spain;X;Cocaine;5;-5,456;36,141\n"
    text += "2020-01-05;Peru;Lima;Cocaine;5;12,05;-77,03\n"
    found = only(write("p.csv", text))
    assert found.events[["lat", "lon"]].values.tolist()[0] == [36.141, -5.456]
    kinds = {d.kind: d.rows for d in found.doubts}
    assert kinds["no_point"] == (3,) and kinds["swapped"] == (4,) and kinds["wrong_sign"] == (5,)


def test_long_ids_stay_apart(write: Write) -> None:
    long = "EXPEDIENTE-2023-COMISARIA-GENERAL-DE-ESTUPEFACIENTES"
    text = f"id,Date,Country,Drug,kg\n{long}-1,2023-03-13,Spain,Cocaine,1\n{long}-2,2023-03-13,Spain,Cocaine,2\n"
    ids = only(write("set.csv", text)).events["event_id"]
    assert ids.is_unique and all(len(name) <= 80 for name in ids)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("wide.csv", b"a;" * 70_000 + b"\n" + b"x" * 200_000, "too_wide"),
        ("deep.gz", b"", "nested"),
        ("sep.csv", b"Date,Country,City,Drug,kg\n2020-01-02,Spain,C\x1fa\x1fb\x1fc\x1fd,Cocaine,5\n", ""),
        ("huge.csv", b"Date,Country,Drug,kg\n2020-01-02,Spain,Cocaine,1e999\n", ""),
    ],
)
def test_attacks_end_in_words(write: Write, name: str, content: bytes, said: str) -> None:
    if name == "deep.gz":
        content = b"Date,Country,Drug\n2020-01-02,Spain,Cocaine\n"
        for _n in range(9):
            content = gzip.compress(content)
    path = write(name, content)
    if not said:
        assert only(path).events["kg"].max() in (5.0,) or only(path).events["kg"].isna().all()
        return
    with pytest.raises(Refused, match=said):
        planned(path)


def test_an_archive_of_a_mac_holds_one_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        archive.writestr("a.csv", "Date,Country,Drug,kg\n2020-01-02,Spain,Cocaine,5\n")
        archive.writestr("__MACOSX/._a.csv", "junk")
    assert planned(tmp_path / "m.zip").counts()["accepted"] == 1


def test_one_strange_byte_does_not_change_the_encoding_of_a_file(write: Write) -> None:
    text = "Fecha;País;Lugar;Droga;Kg\n" + "13/03/2023;Perú;Cañete;Cocaína;1,5\n" * 9
    content = text.encode() + "14/03/2023;Perú;Cañ".encode() + b"\xf3n;" + "Cocaína;1,5\n".encode()
    found = only(write("mixed.csv", content))
    assert len(found.events) == 10 and found.events["place"].tolist()[-1] == "Cañón"


def test_a_heading_with_more_words_is_recognised_and_another_date_is_not() -> None:
    listed = ["Kg incautados", "Fecha de nacimiento", "Fecha del hecho (dd/mm)", "País de la incautación"]
    found = headings.suggest(
        listed, {f: r for f, r in CONTEXT.headings.items() if f in ("quantity", "date", "seizure")}
    )
    assert found == {
        "quantity": "Kg incautados",
        "date": "Fecha del hecho (dd/mm)",
        "seizure": "País de la incautación",
    }


@pytest.mark.parametrize("constants", [{"foo": "bar"}, {"": "BR"}])
def test_a_constant_for_no_field_is_refused(write: Write, constants: dict[str, str]) -> None:
    path = write("c.csv", "Date,Country,Drug,kg\n2020-01-02,Spain,Cocaine,5\n")
    with pytest.raises(Refused, match="answers"):
        planned(path, constants=constants)


def test_a_constant_stands_above_the_column(write: Write) -> None:
    path = write("c.csv", "Date,Country,Drug,kg\n2020-01-02,Spain,Cocaine,5\n")
    assert only(path, constants={"seizure": "Peru"}).events["seizure"].tolist() == ["PE"]
    made = plan_import(path, Settings(), CONTEXT, Choices.from_json({"constants": {"seizure": "Narnia"}}))
    assert [note.code for note in made.obstacles] == ["refused.nothing"]


def test_a_national_file_tells_its_country_by_its_regions(write: Write) -> None:
    text = "Data;UF;Município;Droga;Quantidade (kg)\n"
    text += "".join(f"13/0{n}/2023;{uf};X;Cocaína;1,5\n" for n, uf in enumerate(["SP", "RJ", "PR", "MS"], start=1))
    made = planned(write("br.csv", text))
    assert set(made.reads[0].found.events["seizure"]) == {"BR"}
    assert [note.code for note in made.notes] == ["told.country_by_regions"]
    said = planned(write("br.csv", text), constants={"seizure": "Portugal"})
    assert set(said.reads[0].found.events["seizure"]) == {"PT"} and [n.code for n in said.notes] == ["told.constant"]
    with pytest.raises(Refused, match="lacks_seizure"):
        planned(write("no.csv", text.replace("RJ", "?1").replace("PR", "?2")))


def test_a_column_for_each_drug(write: Write) -> None:
    text = "Fecha;Estado;Mariguana (kg);Cocaína (kg);Crack (kg)\n13/03/2023;Sinaloa;50;2,5;\n14/03/2023;Jalisco;7;0;1\n"
    text += "15/03/2023;Sonora;7;;\n16/03/2023;Chiapas;;1,25;\n"
    made = planned(write("mx.csv", text))
    assert made.counts() == {"accepted": 2, "repaired": 0, "set aside": 2, "rejected": 0}
    events = made.reads[0].found.events
    assert events["kg"].tolist() == [2.5, 1.25] and set(events["seizure"]) == {"MX"}
    codes = [note.code for note in made.notes]
    assert codes == ["told.drug_by_heading", "told.drug_left", "told.country_by_regions", "told.unused"]


def test_a_total_in_kilograms_is_checked_against_grams_too(write: Write) -> None:
    text = (
        "Fecha;País;Lugar;Droga;Cantidad (kg)\n13/03/2023;Perú;Lima;Cocaína;350 kg\n14/03/2023;Perú;Ica;Cocaína;800 g\n"
    )
    told = only(write("t.csv", text + "Total;;;;350,8\n")).notes
    assert [note.code for note in told if "total" in note.code] == ["told.total_fits"]
