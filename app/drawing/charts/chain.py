"""The chain of the selected events as an alluvial: departure, transit, seizure, destination."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from app.core import alluvial
from app.drawing import legend
from app.drawing import text_width as lettering
from app.drawing.plate import SIZES, Box
from app.drawing.svg import element, words
from app.i18n import Translator

BAND, HEAD = 12.0, 26.0
#: Countries of a column that have a band of their own.
BANDS = 7


@dataclass(frozen=True)
class Chain:
    """``groups`` as ``Overview.chains`` gives them; where some are lit, their share of a ribbon stands out."""

    groups: pd.DataFrame
    t: Translator

    def legend(self, style: dict[str, Any], t: Translator) -> list[list[legend.Entry]]:
        """The roles by their shapes."""
        return [[legend.Entry(legend.MARK, legend.role(style, r), t(f"role.{r}")) for r in alluvial.COLUMNS]]

    def drawn(self, box: Box, theme: str, style: dict[str, Any]) -> str:
        """Four columns of bands with ribbons between them."""
        left, top, width, height = box
        size, ink = SIZES[theme][2] + 1, style["map"]["ink"]
        if self.groups.empty:
            return words(left, top + 40, self.t("title.none"), size, fill=style["map"]["label"])
        largest = alluvial.largest_groups(self.groups, BANDS)
        nodes = alluvial.bands(largest)
        sides = [self.margin(nodes, column, size) for column in ("departure", "destination")]
        step = (width - BAND - sum(sides)) / 3
        across = {column: left + sides[0] + i * step for i, column in enumerate(alluvial.COLUMNS)}
        body = (top + HEAD, height - HEAD - size)
        parts = [self.ribbon(r, across, body, style) for r in alluvial.ribbons(largest, nodes).to_dict("records")]
        for column, mine in nodes.groupby("column", sort=False):
            middles = [body[0] + body[1] * place for place in (mine["top"] + mine["bottom"]) / 2]
            places = alluvial.spaced_labels(middles, size * 1.3, body[0] + body[1])
            for r, label_y in zip(mine.to_dict("records"), places, strict=True):
                parts.append(self.band(r, across[str(column)], label_y, body, style, size))
            name = self.t(f"role.{column}")
            head_x = across[str(column)] + BAND / 2 - lettering.width(name, size, 600) / 2
            parts.append(words(head_x, top + size, name, size, font_weight=600, fill=ink))
        return "".join(parts)

    def called(self, key: str) -> str:
        """A band's name."""
        known = {alluvial.UNSTATED: self.t("unstated"), alluvial.OTHERS: self.t("overview.others")}
        return known.get(key) or " → ".join(map(self.t.country, key.split(alluvial.THEN)))

    def band_label(self, r: dict[str, Any]) -> str:
        """A band's name with its number; with a selection, how many of them are selected."""
        lit = f"{self.t.number(r['lit'])} / " if self.groups["lit"].any() else ""
        return f"{self.called(r['key'])}  {lit}{self.t.number(r['n'])}"

    def margin(self, nodes: pd.DataFrame, column: str, size: float) -> float:
        """Room for the longest name of an outer column."""
        rows = nodes[nodes["column"] == column].to_dict("records")
        return 10 + max(lettering.width(self.band_label(r), size) for r in rows)

    def band(
        self, r: dict[str, Any], x: float, label: float, body: tuple[float, float], style: dict[str, Any], size: float
    ) -> str:
        """One country in one role."""
        whole = r["key"] in (alluvial.UNSTATED, alluvial.OTHERS)
        fill = style["map"]["border"] if whole else style["roles"][r["column"]]["colour"]
        high = max(1.5, body[1] * (r["bottom"] - r["top"]))
        rect = element("rect", x=x, y=body[0] + body[1] * r["top"], width=BAND, height=high, fill=fill)
        text = self.band_label(r)
        before = r["column"] in ("departure", "transit")
        text_x = x - 6 - lettering.width(text, size) if before else x + BAND + 6
        halo = {"stroke": style["map"]["halo"], "stroke_width": 3, "paint_order": "stroke", "stroke_linejoin": "round"}
        return rect + words(text_x, label + size * 0.35, text, size, fill=style["map"]["ink"], **halo)

    def ribbon(
        self, r: dict[str, Any], across: dict[str, float], body: tuple[float, float], style: dict[str, Any]
    ) -> str:
        """What runs from one band to the next; one without a stated end is grey, a selected share stands out."""
        ends = across[r["left"]] + BAND, across[r["right"]]
        blank = alluvial.UNSTATED in (r["origin"], r["target"])
        lit = bool(self.groups["lit"].any())
        colour = style["map"]["border"] if blank or lit else style["modes"]["maritime"]["colour"]
        whole_path = element(
            "path", d=alluvial.outline(r, ends, body, 1.0), fill=colour, fill_opacity=0.4 if blank else 0.26
        )
        share = r["lit"] / r["n"]
        chosen = {"fill": style["modes"]["maritime"]["colour"], "fill_opacity": 0.6}
        return whole_path + (element("path", d=alluvial.outline(r, ends, body, share), **chosen) if share else "")
