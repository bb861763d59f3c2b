"""The title of a ranking."""

from __future__ import annotations

import pandas as pd

from app.core.robust import measures_taken
from app.page_context import PageContext
from app.queries import Queries


def ranking_title(queries: Queries, context: PageContext, ranked: pd.DataFrame) -> str:
    """The first of the ranking, whether it stays first under each measure by which anything is ranked, and how many
    events state the role."""
    t = context.t
    if ranked.empty:
        return t("title.none")
    first, taken = ranked.iloc[0], len(measures_taken(ranked))
    n, every = queries.ranking.stating(context.filters, context.view)[0], queries.summary.count(context.filters)
    stated, all_events = t.number(n), t.number(every)
    tied = ranked[ranked[f"rank_{context.view.by}"] == 1]["key"].tolist()
    if len(tied) > 1:
        names = t.all_of([t.place(queries.data.places[key]) for key in tied[:4]] + (["…"] if len(tied) > 4 else []))
        role, measure = t(f"role.{context.view.of}"), t(f"ranks.{context.view.by}").lower()
        return t("ranks.title_tied", names=names, role=role, measure=measure, n=stated, all=all_events)
    place = t.place(queries.data.places[first["key"]])
    role, measure = t(f"role.{context.view.of}"), t(f"ranks.{context.view.by}").lower()
    if first["worst"] == 1 and taken > 1:
        measures = t.number(taken)
        return t("ranks.title_firm", name=place, role=role, measures=measures, n=stated, all=all_events)
    worst = t.number(first["worst"])
    return t("ranks.title_moves", name=place, role=role, measure=measure, worst=worst, n=stated, all=all_events)
