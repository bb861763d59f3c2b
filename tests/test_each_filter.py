"""Each filter that exists reaches the page, every layer, the cube and every file: the same events in all of them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import pytest
from flask.testing import FlaskClient

from app.core.filters import FIELDS, Filters
from app.data_version import DataVersion
from app.layers import layers
from app.queries import Queries
from app.settings import ROOT
from tests.recount import EVENTS

#: Events picked by hand, and the key of them.
PICKED = ("CSE-2021-0032", "CSE-2019-0012", "CSE-2022-0694")
CASE = hashlib.sha256("\n".join(sorted(PICKED)).encode()).hexdigest()[:12]
#: A value of each filter that leaves some of the shipped events.
VALUES = {
    "from": "2021-02-03", "to": "2022", "mode": "air,river", "submode": "container,unstated", "production": "unstated",
    "departure": "EC", "transit": "unstated", "seizure": "BE,ES", "destination": "NL,BE", "country": "BR,NL",
    "form": "hydrochloride", "min_kg": "1000", "max_kg": "2500", "min_arrests": "3", "concealed": "bananas,unstated",
    "concealment": "container",
    "coload": "cannabis", "agency": "customs", "source": "curated", "confidence": "high", "precision": "port",
    "date_precision": "month,year",
    "area": "-10,36|5,44",
    "case": CASE,
    "q": "antwerp", "less": "5",
}  # fmt: skip
#: What a layer must be told besides.
OWN = {
    "seizures": "&zoom=3",
    "distance": "&ends=-79.9,-2.2|4.3,51.3",
    "change": "&which=a&a=2019/2020&b=2021/2022",
    "medians": "",
}

#: Every layer but that of a single event.
FILTERED = sorted(set(layers()) - {"chain"})


def ids_in(kind: str, content: bytes) -> set[str]:
    """Ids of the events in a file."""
    if kind == "csv":
        frame = pd.read_csv(io.BytesIO(content), comment="#", keep_default_na=False)
    elif kind == "xlsx":
        frame = pd.read_excel(io.BytesIO(content), sheet_name="events", keep_default_na=False)
    elif kind == "parquet":
        frame = pd.read_parquet(io.BytesIO(content))
    elif kind == "geojson":
        return {feature["properties"]["event_id"] for feature in json.loads(content)["features"]}
    else:
        return set(pd.Series(content.decode()).str.extractall(r'name="event_id"><value>([^<]+)<')[0])
    return set(frame["event_id"].astype(str))


def test_every_filter_is_tried() -> None:
    assert list(VALUES) == [field.name for field in FIELDS]


@pytest.fixture(params=VALUES)
def query(request: pytest.FixtureRequest, data: DataVersion) -> str:
    assert data.cases.keep(PICKED) == CASE
    return urlencode({request.param: VALUES[request.param]})


def test_page_list_and_files_hold_the_same_events(client: FlaskClient, queries: Queries, query: str) -> None:
    filters, problems = Filters.from_query(query, queries.data.vocabulary)
    assert not problems
    n = int(queries.summary.totals(filters)["events"])
    parts: list[dict[str, Any]] = [
        client.get(f"/explore/rows.json?first={first}&last={first + 500}&order=&{query}").get_json()
        for first in range(0, EVENTS, 500)
    ]
    found = {row["event_id"] for part in parts for row in part["rows"]}
    assert len(found) == parts[0]["n"] == n and 0 < n <= EVENTS
    page = client.get(f"/explore.json?{query}").get_json()
    assert f">{n}<" in json.dumps(page) or f"{n} " in json.dumps(page)
    for kind in ("csv", "xlsx", "geojson", "kml", "parquet"):
        answer = client.get(f"/export/events.{kind}?{query}")
        assert answer.status_code == 200 and ids_in(kind, answer.data) == found, kind


@pytest.mark.parametrize("name", FILTERED)
def test_every_layer_and_the_cube_take_it(client: FlaskClient, name: str, query: str) -> None:
    own = OWN.get(name, "")
    assert client.get(f"/layers/{name}.json?{query}{own}").status_code == 200
    # The largest left out are not the same in every window of time: such a filter has no cube, and says so.
    assert client.get(f"/cube?{query}").status_code == (204 if query.startswith("less=") else 200)


def test_arrests_are_a_plain_recount(queries: Queries) -> None:
    with (ROOT / "data/sources/curated/events.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for least in (0, 1, 3, 20):
        named = [r for r in rows if r["arrests"] and int(r["arrests"]) >= least]
        counted = [r for r in named if r["record_type"] != "aggregate"]
        assert queries.summary.totals(Filters(min_arrests=least))["events"] == len(counted)
