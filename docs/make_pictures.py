"""The pictures of the README (``make pictures``): pages by a real browser, and a map drawn for print."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import Visitor, serving  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
#: Name: (address, what must be there before the picture is taken).
PAGES = {
    "explore": ("/", "return window.app && app.map && app.map.stats().ready"),
    "routes": ("/routes", "return document.querySelectorAll('.board-table tbody tr').length > 10"),
}
MAP = "departure=EC&region=atlantic&paper=a4&times=1"
#: The largest picture in bytes.
MOST = 300_000


def save(name: str, content: bytes) -> None:
    """A picture in as few colours as it takes to be small."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    for colours in (256, 128, 64):
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() < MOST:
            break
    (FOLDER / f"{name}.png").write_bytes(out.getvalue())


def main() -> None:
    """Take all of them."""
    FOLDER.mkdir(exist_ok=True)
    driver = shutil.which("chromedriver")
    if driver is None:
        sys.exit("chromedriver is needed (Debian: chromium-driver)")
    with serving() as site:
        visitor = Visitor(driver, site)
        size = {"width": 1440, "height": 810, "deviceScaleFactor": 1, "mobile": False}
        visitor.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        for name, (path, ready) in PAGES.items():
            visitor.browser.get(site + path)
            visitor.waits(ready, f"the page {path}")
            if path == "/":
                visitor.settle()
            save(name, visitor.browser.get_screenshot_as_png())
        visitor.close()
    drawn = FOLDER / "drawn.png"
    command = [sys.executable, "-m", "app", "snapshot", "--query", MAP, "--out", str(drawn)]
    subprocess.run(command, cwd=ROOT, check=True)
    save("map", drawn.read_bytes())
    drawn.unlink()


if __name__ == "__main__":
    main()
