"""``python slim.py SITE_PACKAGES``: takes out of an environment what a server never reads: tests, headers, maps of
scripts, languages that the program does not speak, and debug symbols. Each library is loaded once without its symbols
before it takes the place of the other: some do not stand it, and those stay as they are."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

#: Folders and files by pattern: what installs, notebooks, connections to clouds, another edition's code, headers.
UNUSED = (
    "pip", "pip-*", "setuptools", "setuptools-*", "pyarrow/include", "pyarrow/src", "pyarrow/*flight*",
    "pyarrow/*s3*", "pyarrow/_azurefs*", "pyarrow/_gcsfs*", "pyarrow/_hdfs*", "plotly/labextension",
    "plotly/package_data/*.js", "dash_ag_grid/async-enterprise.js", "dash/dcc/async-mathjax.js",
    "dash/dash_table/commons.js", "dash/deps/react*[0-9].js", "lxml/includes", "lxml/objectify*",
    "lxml/isoschematron", "PIL/_avif*", "PIL/_webp*", "PIL/_imagingtk*", "PIL/_imagingft*", "PIL/_imagingcms*",
    "pillow.libs/libavif*", "pillow.libs/libwebp*", "pillow.libs/libharfbuzz*", "pillow.libs/libfreetype*",
    "pillow.libs/liblcms2*", "pillow.libs/libraqm*", "plotly/matplotlylib", "plotly/figure_factory", "plotly/express",
    "plotly/graph_objs/_figurewidget.py", "plotly/graph_objs/__pycache__/_figurewidget.*",
    "plotly/package_data/datasets",
    "*/metadata.json", "**/tests", "**/*.map", "**/*.pyi", "**/*.pxd", "**/*.pyx", "**/*.dev.js", "**/*.c",
    "**/*.h", "**/*.hpp", "**/*.a",
)  # fmt: skip
#: Kinds of charts that are drawn, and what all of them share; plotly reads the others only when they are asked for.
CHARTS = frozenset(["bar", "scatter", "layout", "__pycache__"])
#: Axes of charts that are not there: maps, spheres, triangles.
OTHER_AXES = ("geo", "map", "mapbox", "polar", "scene", "smith", "ternary")
#: Languages whose words for countries, months and numbers are asked for.
SPOKEN = re.compile(r"(root|en|es|pt|fr|it)(_[A-Z0-9]+)?")
LOAD = "import ctypes, sys; ctypes.CDLL(sys.argv[1], ctypes.RTLD_GLOBAL)"


def unused(site: Path) -> Iterator[Path]:
    """What may go."""
    for pattern in UNUSED:
        yield from site.glob(pattern)
    objects = site / "plotly" / "graph_objs"
    for chart in (path for path in objects.glob("*/") if path.name not in CHARTS):
        yield from (chart, chart.with_name(f"_{chart.name}.py"), *objects.glob(f"__pycache__/_{chart.name}.*"))
    yield from (objects / "layout" / axes for axes in OTHER_AXES)
    yield from (path for path in (site / "babel" / "locale-data").glob("*.dat") if not SPOKEN.fullmatch(path.stem))


def loads(library: Path) -> bool:
    """Whether a library can be loaded; what it needs lies beside it."""
    asked = [sys.executable, "-c", LOAD, str(library)]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def strip(library: Path) -> None:
    """Take the debug symbols out, where the library loads without them as it did with them."""
    bare = library.with_name(f"{library.name}.bare")
    done = subprocess.run(["strip", "--strip-unneeded", "-o", bare, library], capture_output=True, check=False)
    if done.returncode == 0 and loads(library) and loads(bare):
        bare.replace(library)
    bare.unlink(missing_ok=True)


def share(site: Path) -> None:
    """Copies of one library under several names (a wheel holds no links) become links to one of them."""
    seen: dict[bytes, Path] = {}
    for path in sorted(p for p in site.rglob("*.so*") if p.is_file() and not p.is_symlink()):
        first = seen.setdefault(hashlib.sha256(path.read_bytes()).digest(), path)
        if first is not path and first.parent == path.parent:
            path.unlink()
            path.symlink_to(first.name)


def main(site: Path) -> None:
    """Slim an environment."""
    share(site)
    for path in list(unused(site)):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for library in [p for p in site.rglob("*.so*") if p.is_file() and not p.is_symlink()]:
        strip(library)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
