"""Events of two datasets that may be one load, and what a person has decided about such pairs.

A candidate is near in place (100 km; the seizing country where either place is indicative), in time (7 days between
the two spans) and in weight (10 %), or bears the same operation's name. It is an assessment to be made, never a fact:
nothing is dropped here, and only a person's link takes an event out of the counts.
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd

NEAR_KM, NEAR_DAYS, NEAR_SHARE = 100.0, 7, 0.10
#: Under this weight in kg there are too many look-alikes: two street seizures of 5 g in one week are no candidates.
LEAST_KG = 1.0
MOST = 5_000
#: Where a dataset has more events than this of nearly one weight in one week, they cannot be told apart by both: such
#: crowds are left out, and the search stays in proportion to the data.
CROWD = 200
LINK = ["kept", "other", "kind", "by", "when", "kg"]
CANDIDATE = ["first", "second", "basis", "days", "km", "share"]

#: What an event and its copy share.
ALIKE = ("source", "date", "seizure", "place", "kg", "mode", "form", "departure", "transits", "destination")

_PAIRS = """
WITH held AS (
  SELECT event_id, source, seizure, kg, lat, lon, day_from, day_to, date_precision <> 'year' AS dated,
         precision IN ('exact', 'port', 'city') AS placed,
         nullif(trim(lower(strip_accents(coalesce(operation, '')))), '') AS operation
  FROM event WHERE record_type <> 'aggregate'
), cell AS (
  -- An event stands in the cells of weeks and of tenths of weight that it touches; a pair shares one.
  SELECT held.*, week, CAST(floor(ln(kg) / ln(1 + $share)) AS INTEGER) AS tenth
  FROM held, unnest(generate_series(
    CAST(floor(epoch(CAST(day_from AS TIMESTAMP)) / 604800) AS INTEGER),
    CAST(floor(epoch(CAST(day_to AS TIMESTAMP)) / 604800) AS INTEGER))) AS weeks(week)
  WHERE dated AND kg >= $least / (1 + $share)
), around AS (
  SELECT cell.*, week + w AS near_week, tenth + k AS near_tenth
  FROM cell, (VALUES (-1), (0), (1)) AS weeks(w), (VALUES (-1), (0), (1)) AS tenths(k)
), crowd AS (
  SELECT source, week, tenth, count(*) AS n FROM cell GROUP BY ALL
), near AS (
  SELECT DISTINCT a.event_id AS first, b.event_id AS second, a.placed AND b.placed AS placed,
         greatest(0, date_diff('day', a.day_to, b.day_from), date_diff('day', b.day_to, a.day_from)) AS days,
         2 * 6371.0 * asin(sqrt(pow(sin(radians(b.lat - a.lat) / 2), 2)
           + cos(radians(a.lat)) * cos(radians(b.lat)) * pow(sin(radians(b.lon - a.lon) / 2), 2))) AS km,
         abs(a.kg - b.kg) / greatest(a.kg, b.kg) AS share, a.seizure = b.seizure AS same_country,
         FALSE AS operation
  FROM around a JOIN cell b ON a.near_week = b.week AND a.near_tenth = b.tenth AND a.source < b.source
  JOIN crowd ca ON ca.source = a.source AND ca.week = a.week AND ca.tenth = a.tenth AND ca.n <= $crowd
  JOIN crowd cb ON cb.source = b.source AND cb.week = b.week AND cb.tenth = b.tenth AND cb.n <= $crowd
  WHERE a.kg >= $least AND b.kg BETWEEN a.kg * (1 - $share) AND a.kg / (1 - $share)
   AND b.day_from <= a.day_to + CAST($days AS INTEGER) AND b.day_to >= a.day_from - CAST($days AS INTEGER)
), named AS (
  SELECT a.event_id, b.event_id, a.placed AND b.placed,
         greatest(0, date_diff('day', a.day_to, b.day_from), date_diff('day', b.day_to, a.day_from)), NULL,
         abs(a.kg - b.kg) / greatest(a.kg, b.kg), a.seizure = b.seizure, TRUE
  FROM held a JOIN held b ON a.source < b.source AND a.operation = b.operation
)
SELECT first, second, CASE WHEN operation THEN 'operation' WHEN placed THEN 'place' ELSE 'country' END AS basis,
       days, CASE WHEN placed THEN km END AS km, share
FROM (SELECT * FROM near UNION ALL SELECT * FROM named)
WHERE operation OR (placed AND km <= $km) OR (NOT placed AND same_country)
QUALIFY row_number() OVER (PARTITION BY first, second ORDER BY operation DESC) = 1
ORDER BY basis = 'country', days, share, first, second LIMIT $most
"""


def copies(event: pd.DataFrame) -> pd.Series:
    """Whether an event equals an earlier one of its dataset in date, place, weight, mode, form and ends: a submission
    that was sent twice, or two seizures alike. Both count; the boards say how many there are."""
    return event.duplicated(list(ALIKE)) & (event["record_type"] == "event")


def link_table(event: pd.DataFrame, decided: list[dict[str, Any]]) -> pd.DataFrame:
    """The decisions whose two events are both in the store, with the kg of the one that counts no more."""
    kg = event.set_index("event_id")["kg"]
    links = [link for link in decided if link["kept"] in kg.index and link["other"] in kg.index]
    rows = [(*(link[name] for name in LINK[:-1]), float(kg[link["other"]])) for link in links]
    frame = pd.DataFrame(rows, columns=LINK)
    return frame.astype(dict.fromkeys(LINK[:-1], object)).astype({"kg": float})


def mark_repeats(event: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The events, with those that a link says again called ``repeat``: kept, and never counted."""
    again = links.loc[links["kind"] != "distinct", "other"]
    record_type = event["record_type"].where(~event["event_id"].isin(again), "repeat")
    return event.assign(record_type=record_type)


def candidates(event: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Pairs of events of two datasets that may be one load and are not decided yet: (first, second, basis, days between
    them, km apart, share by which the weights differ), the nearest first."""
    if event["source"].nunique() < 2:
        return pd.DataFrame(columns=CANDIDATE, dtype=object)
    columns = [
        "event_id",
        "source",
        "seizure",
        "kg",
        "lat",
        "lon",
        "day_from",
        "day_to",
        "date_precision",
        "precision",
        "operation",
        "record_type",
    ]
    with duckdb.connect() as connection:
        connection.register("event", event[columns])
        values = {
            "share": NEAR_SHARE,
            "days": NEAR_DAYS,
            "km": NEAR_KM,
            "least": LEAST_KG,
            "most": MOST,
            "crowd": CROWD,
        }
        pairs = connection.execute(_PAIRS, values).df()
    decided = {frozenset(pair) for pair in links[["kept", "other"]].itertuples(index=False, name=None)}
    open_ = [frozenset(pair) not in decided for pair in zip(pairs["first"], pairs["second"], strict=True)]
    return pairs.loc[np.array(open_, dtype=bool)].reset_index(drop=True)
