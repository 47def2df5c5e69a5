"""Fonts for the test browser, the same on every machine: Chinese in Noto, the rest from the system."""

from importlib.util import find_spec
from pathlib import Path

CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{noto}</dir>
  <dir>{fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias binding="same"><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
</fontconfig>
"""


def write_config(folder: Path, fonts: Path) -> Path:
    """A fontconfig file in *folder* that knows the Noto package and the private *fonts*; for $FONTCONFIG_FILE."""
    package = find_spec("pylopdf_fonts_zh_cn")
    noto = Path(package.origin or "").parent if package else fonts
    path = folder / "fonts.conf"
    path.write_text(CONFIG.format(noto=noto, fonts=fonts, cache=folder / "font-cache"), encoding="utf-8")
    return path
