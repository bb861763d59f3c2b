"""A weight in words: as stated, with its bounds, and what it was converted from; blank is not zero."""

from __future__ import annotations

from typing import Any

import pandas as pd

from app.intake.values import units
from app.page_context import PageContext


def given(value: Any) -> bool:
    """Whether a cell holds something."""
    return value is not None and not pd.isna(value) and value != ""


def quantity(event: pd.Series, context: PageContext) -> str:
    """The weight as stated, with "more than" and ranges as the source has them; blank is not zero."""
    t, kg, low, high = context.t, event["kg"], event["kg_min"], event["kg_max"]
    if not given(kg):
        material = event.get("material_kg")
        return t("card.material_alone", kg=t.kg(material)) if given(material) else t("card.kg_unstated")
    exact = t("kg.kg", value=t.number(kg, 3))
    written = event["as_written"]
    qualified = bounded(exact, kg, low if given(low) else None, high if given(high) else None, context)
    if not qualified and event["approximate"]:
        qualified = t("card.about", kg=exact)
    if given(written):
        return f"{qualified or exact}, {t('card.as_written', text=in_words(written, context))}"
    return qualified or t("card.exact_kg", kg=exact)


def in_words(written: str, context: PageContext) -> str:
    """A figure as the file has it, its number by locale and its unit in the reader's language where it is known."""
    figure, _sep, unit = written.partition(" ")
    code = units.unit(unit)
    number_text = context.t.number(float(figure), 6) if figure.replace(".", "", 1).isdecimal() else figure
    return f"{number_text} {context.t(f'unit.{code}') if code else unit}".strip()


def bounded(exact: str, kg: float, low: float | None, high: float | None, context: PageContext) -> str:
    """The weight with the bounds that the source gives; "" when it gives none. A bound equal to the weight is the
    source's "more than" or "almost"."""
    t = context.t
    if low is not None and high is not None and low < high:
        if low == kg:
            return t("card.more_than_up_to", kg=exact, high=t.kg(high))
        return t("card.between", kg=exact, low=t.kg(low), high=t.kg(high))
    if low is not None:
        return t("card.more_than", kg=exact) if low == kg else t("card.at_least", kg=exact, low=t.kg(low))
    if high is not None:
        return t("card.almost", kg=exact) if high == kg else t("card.at_most", kg=exact, high=t.kg(high))
    return ""
