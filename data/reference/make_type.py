"""Makes the still weights of Inter for drawings (assets/fonts/print) and the widths of their letters (type.csv).

Needs fonttools and brotli, which nothing at run time does: ``pip install fonttools brotli``, then run this script.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from fontTools.merge import Merger
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "assets" / "fonts"
PARTS = ("inter-latin-wght-normal", "inter-latin-ext-wght-normal")
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}


def still(name: str, weight: int, scratch: Path) -> TTFont:
    """One weight of both parts of the variable font in one file."""
    files = []
    for part in PARTS:
        font = instancer.instantiateVariableFont(TTFont(FONTS / f"{part}.woff2"), {"wght": weight})
        font.flavor = None
        files.append(str(scratch / f"{part}-{name}.ttf"))
        font.save(files[-1])
    merged = Merger().merge(files)
    names = {1: "Inter", 16: "Inter", 2: name, 17: name, 4: f"Inter {name}", 6: f"Inter-{name}"}
    for record in merged["name"].names:
        record.string = names.get(record.nameID, record.toUnicode())
    merged["OS/2"].usWeightClass = weight
    with_arrow(merged, 90 + weight // 7)
    return merged


def with_arrow(font: TTFont, thick: int) -> None:
    """Adds the arrow of a route, which the parts of the font leave out: without it a whole line would be set in another
    type."""
    pen, y, half = TTGlyphPen(None), 745, thick / 2
    head = [(1290, y), (960, y + 330), (960 - thick, y + 330 - thick), (1290 - 1.42 * thick - half, y + half)]
    shaft = [(150, y + half), (150, y - half)]
    low = [(1290 - 1.42 * thick - half, y - half), (960 - thick, y - 330 + thick), (960, y - 330)]
    points = [(round(x), round(v)) for x, v in [*head, *shaft, *low]]
    pen.moveTo(points[0])
    for point in reversed(points[1:]):
        pen.lineTo(point)
    pen.closePath()
    font["glyf"]["arrowright"] = pen.glyph()
    font["hmtx"]["arrowright"] = (1440, 150)
    font.setGlyphOrder([*font.getGlyphOrder(), *(["arrowright"] if "arrowright" not in font.getGlyphOrder() else [])])
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x2192] = "arrowright"


def main() -> None:
    """Write three fonts and the table of widths, in units of 2048 to the size of the type."""
    target = FONTS / "print"
    target.mkdir(exist_ok=True)
    fonts = {name: still(name, weight, target) for name, weight in WEIGHTS.items()}
    for name, font in fonts.items():
        font.save(target / f"Inter-{name}.ttf")
    for path in target.glob("inter-latin*"):
        path.unlink()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["code", *(name.lower() for name in WEIGHTS)])
    for code in sorted(fonts["Regular"].getBestCmap()):
        if code >= 32:
            writer.writerow([f"{code:04X}", *(font["hmtx"][font.getBestCmap()[code]][0] for font in fonts.values())])
    (ROOT / "data" / "reference" / "type.csv").write_text(out.getvalue(), encoding="ascii")


if __name__ == "__main__":
    main()
