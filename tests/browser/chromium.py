"""Where this machine's Chromium is. The set-up asks too (`python tests/browser/chromium.py`), before anything is
installed: standard library only.
"""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "google-chrome-stable", "google-chrome", "chromium-browser", "microsoft-edge-stable")
DOWNLOADS = (ROOT / ".var" / "browsers", Path.home() / ".cache" / "ms-playwright")


def find_chromium() -> str | None:
    """Path of a usable browser: ``$CHROMIUM``, one of the system's, or one that Playwright downloaded; None without."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    for name in NAMES:
        path = shutil.which(name)
        if path and not is_snap(Path(path)):
            return path
    found = [path for folder in DOWNLOADS for path in folder.glob("chromium-*/chrome-linux*/chrome")]
    return str(max(found)) if found else None


def is_snap(path: Path) -> bool:
    """Whether *path* starts a snap: confined, it sees none of the files that a test makes."""
    if path.resolve().name == "snap" or path.is_relative_to("/snap"):
        return True
    with path.open("rb") as file:
        return b"/snap/" in file.read(4096)


if __name__ == "__main__":
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium found")
    sys.stdout.write(f"{chromium}\n")
