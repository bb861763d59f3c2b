"""Texts, numbers, dates and names by language: one TOML file per language, found by its name.

``Translator`` is what other modules take as ``t``. Country and language names come from CLDR (babel);
everything else from the TOML. A text that a language lacks is English; ``python -m app check`` counts them.
"""

from __future__ import annotations

import functools
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import tomli
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_percent, get_decimal_symbol, get_group_symbol, get_minus_sign_symbol

from app.core import dates
from app.core.groups import SIGN
from app.core.message import Message
from app.core.query import UNSTATED
from app.core.text import slug

FOLDER = Path(__file__).parent
#: The language of a text that another language lacks.
FALLBACK = "en"
#: Every form of a plural (CLDR).
PLURALS = frozenset(["zero", "one", "two", "few", "many", "other"])
#: Dates as day month year and lists without a last comma, as the field writes them.
REGION = {"en": "en_GB"}
_NO_COUNTRY = frozenset(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"])


def languages() -> tuple[str, ...]:
    """Codes of the languages that have a file."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.toml")))


@functools.cache
def own_texts(language: str) -> dict[str, str]:
    """The texts of a language's file, each key as ``section.name``."""
    tree = tomli.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(_flat(tree, ""))


@functools.cache
def texts(language: str) -> dict[str, str]:
    """Every text of a language; one that its file lacks, or has with other placeholders, is English (see ``missing``,
    ``faulty``)."""
    own, bad = own_texts(language), set(faulty(language)) if language != FALLBACK else set()
    return own_texts(FALLBACK) | {key: text for key, text in own.items() if key not in bad}


def missing(language: str) -> list[str]:
    """Keys that a language lacks; forms of a plural that English has and the language does not use are none."""
    own, english = own_texts(language), own_texts(FALLBACK)
    unused = PLURALS - {"other"} - Locale.parse(language).plural_form.tags

    def is_unused_form(key: str) -> bool:
        stem, _dot, form = key.rpartition(".")
        return form in unused and f"{stem}.other" in english

    return [key for key in english if key not in own and not is_unused_form(key)]


def faulty(language: str) -> list[str]:
    """Keys of a language's file that English has not, and those whose placeholders (``{n}``) are other ones there: what
    a translator mistyped. A text with another placeholder stands in English."""
    own, english = own_texts(language), own_texts(FALLBACK)
    plural = {key.rpartition(".")[0] for key in english if key.endswith(".other")}
    unknown = [key for key in own if key not in english and key.rpartition(".")[0] not in plural]
    return unknown + [key for key in own if key in english and not _fits(own[key], english[key])]


def _fits(text: str, english: str) -> bool:
    """Whether a text takes no other placeholders than the English one."""
    try:
        names, known = ({name for _text, name, *_more in Formatter().parse(said) if name} for said in (text, english))
    except ValueError:
        return False
    return names <= known


def _flat(tree: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    out = []
    for key, value in tree.items():
        if isinstance(value, dict):
            out += _flat(value, f"{prefix}{key}.")
        else:
            out.append((f"{prefix}{key}", value))
    return out


def half_up(value: float, digits: int) -> Decimal:
    """Rounded as people round: 716.5 is 717 (CLDR's half-even would say 716)."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _number(locale: Locale, value: float, digits: int) -> str:
    """By the signs of the locale: a page says a thousand numbers, and applying a CLDR pattern takes ten times as long
    (a test sets both beside each other)."""
    plain = f"{half_up(value, digits):,.{digits}f}"
    whole, _dot, part = plain.partition(".")
    part = part.rstrip("0")
    signs = _signs(locale)
    return whole.translate(signs) + (get_decimal_symbol(locale) + part if part else "")


@functools.cache
def _signs(locale: Locale) -> dict[int, str]:
    """What a locale writes for the comma between thousands, and for minus."""
    return str.maketrans({",": get_group_symbol(locale), "-": get_minus_sign_symbol(locale)})


class Translator:
    """Says things in one language: ``t("key", n=3)``, ``t.number(1200)``, ``t.date("2021-02")``."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(REGION.get(language, language))
        self._texts = texts(language)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text of a key with its values put in; ``n`` picks the form of the plural that the language has for it
        (CLDR: ``key.one``, ``key.few`` …), ``key.other`` where there is none."""
        if "n" in values and f"{key}.other" in self._texts:
            form = f"{key}.{self.locale.plural_form(values['n'])}"
            key = form if form in self._texts else f"{key}.other"
            values["n"] = self.number(values["n"])
        return self._texts.get(key, key).format(**values)

    def note_text(self, note: Message) -> str:
        """A note in words: its numbers by locale, its lists side by side."""
        return self(note.code, **{name: self._value(name, value) for name, value in note.values.items()})

    def _value(self, name: str, value: Any) -> Any:
        if name == "country" or name == "other":
            return self.country(value) if len(str(value)) == 2 else value
        if name == "field":
            return self(f"field.{value}")
        if name == "rules":
            return ", ".join(self(f"rule.{slug(rule)}") for rule in value)
        if isinstance(value, list | tuple):
            return ", ".join(map(str, value))
        if isinstance(value, int | float) and name != "n":
            return self.number(value, 3)
        return value

    def has(self, key: str) -> bool:
        """Whether the language has this key."""
        return key in self._texts

    @functools.lru_cache(maxsize=2_000)  # noqa: B019 (there is one translator for each language)
    def country(self, code: str) -> str:
        """A country, a sea area, or a group of either, by its code."""
        if code.startswith("XZ"):
            return self(f"sea.{code}")
        if code.startswith(SIGN):
            return self(f"group.{code[1:]}")
        short = f"country.{code}"
        return self._texts[short] if short in self._texts else self.locale.territories.get(code, code)

    def countries(self) -> list[str]:
        """ISO codes of all countries that the language names."""
        known = map(str, self.locale.territories)
        return [code for code in known if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY]

    def code(self, name: str, value: str) -> str:
        """A code of a field as people say it."""
        if value == UNSTATED:
            return self("unstated")
        if name == "source" and not self.has(f"source.{value}"):
            return value  # an imported dataset, named by its owner
        if name == "country":
            return self.country(value)
        return self(f"{name}.{value}")

    def any_of(self, items: list[str]) -> str:
        """``a, b or c``."""
        return format_list(items, style="or", locale=self.locale)

    def all_of(self, items: list[str]) -> str:
        """``a, b and c``."""
        return format_list(items, locale=self.locale)

    @functools.lru_cache(maxsize=20_000)  # noqa: B019 (there is one translator for each language)
    def number(self, value: float, digits: int = 0) -> str:
        """A number by locale; four digits are grouped too, so that columns line up."""
        return _number(self.locale, float(value), digits)

    def percent(self, share: float) -> str:
        """A share as whole per cent; a small one is not nothing, and nearly all is not all."""
        if 0 < share < 0.005:
            return self("share.under", value=self.percent(0.01))
        if 0.995 <= share < 1:
            return self("share.over", value=self.percent(0.99))
        return format_percent(half_up(share, 2), format="#,##0 %", locale=self.locale)

    def kg(self, value: float | None) -> str:
        """A weight: grams under 1 kg, kilograms under 10 t, else tonnes; a missing one is said, never shown as zero."""
        if value is None or value != value:
            return self("kg.unstated")
        if value >= 10_000:
            return self("kg.tonnes", value=self.number(value / 1000, 1 if value < 100_000 else 0))
        if 0 < value < 1:
            return self("kg.grams", value=self.weight(value * 1000))
        return self("kg.kg", value=self.weight(value))

    def kg_of_scale(self, kg: float, greatest_kg: float) -> str:
        """A weight of a legend: those up to ``greatest_kg`` share one unit, so that they can be compared."""
        if greatest_kg >= 10_000:
            return self("kg.tonnes", value=self.number(kg / 1000, 1 if kg >= 1000 else 3))
        return self("kg.kg", value=self.weight(kg)) if greatest_kg >= 1 else self.kg(kg)

    def weight(self, kg: float) -> str:
        """Kilograms without their unit, with as many digits as their size asks for: grams are never shown as zero."""
        return self.number(kg, 0 if kg >= 100 else 1 if kg >= 1 else 3 if kg >= 0.01 else 6)

    @functools.lru_cache(maxsize=20_000)  # noqa: B019 (there is one translator for each language)
    def date(self, iso: str) -> str:
        """An ISO year, month or day with just its own precision."""
        precision = dates.precision_of(iso)
        if precision is None:
            return iso
        first = dates.day_range(iso)[0]
        if precision == "year":
            return iso
        pattern = {"day": self("date.day"), "month": self("date.month")}[precision]
        return format_date(first, pattern, locale=self.locale)

    def period(self, text: str) -> str:
        """A period as figures state it: a year, a half (``2025-H1``), or the first and last year of a sum."""
        first, _sep, last = text.partition("/")
        if last:
            return self("sentence.span", first=first, last=last)
        return self("date.half", half=first[-1], year=first[:4]) if "-H" in first else self.date(first)

    def place(self, node: dict[str, Any]) -> str:
        """A node by name: place with its country, or the country or sea area."""
        if node["name"] is None:
            return self.country(node["country"])
        return f"{node['name']}, {self.country(node['country'])}"


@functools.cache
def translator(language: str) -> Translator:
    """The translator of a language; made once."""
    return Translator(language)
