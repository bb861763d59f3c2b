"""What plotly writes itself, in a language of ours: signs of numbers, names of days and months, from CLDR (babel).

plotly.js' own files of languages were turned down: a language of ours would have to be added in a second place, and
not all of them are there."""

from __future__ import annotations

import functools
from typing import Any

from babel.numbers import get_decimal_symbol, get_group_symbol

from app.i18n import translator


@functools.cache
def graph_config(language: str) -> dict[str, Any]:
    """The ``config`` of a ``dcc.Graph``: no bar of tools, no link to anywhere, and the language."""
    locale = translator(language).locale
    days, months = locale.days["stand-alone"], locale.months["stand-alone"]
    # CLDR counts days from Monday, plotly from Sunday.
    week = [6, 0, 1, 2, 3, 4, 5]
    form = {
        "days": [days["wide"][day] for day in week],
        "shortDays": [days["abbreviated"][day] for day in week],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
        "decimal": get_decimal_symbol(locale),
        "thousands": get_group_symbol(locale),
    }
    return {
        "displayModeBar": False,
        "displaylogo": False,
        "responsive": True,
        "locale": language,
        "locales": {language: {"dictionary": {}, "format": form}},
    }
