"""The title of a ranking."""

from __future__ import annotations

import pandas as pd

from app.page_context import PageContext
from app.queries import Queries


def ranking_title(queries: Queries, context: PageContext, ranked: pd.DataFrame) -> str:
    """The first of the ranking, and whether it stays first under every measure."""
    t = context.t
    if ranked.empty:
        return t("title.none")
    first = ranked.iloc[0]
    tied = ranked[ranked[f"rank_{context.view.by}"] == 1]["key"].tolist()
    if len(tied) > 1:
        names = t.all_of([t.place(queries.data.places[key]) for key in tied[:4]] + (["…"] if len(tied) > 4 else []))
        role, measure = t(f"role.{context.view.of}"), t(f"ranks.{context.view.by}").lower()
        return t("ranks.title_tied", names=names, role=role, measure=measure)
    place = t.place(queries.data.places[first["key"]])
    key = "ranks.title_firm" if first["worst"] == 1 else "ranks.title_moves"
    return t(
        key,
        name=place,
        role=t(f"role.{context.view.of}"),
        measure=t(f"ranks.{context.view.by}").lower(),
        worst=t.number(first["worst"]),
    )
