"""A private fontconfig for WeasyPrint, so that sheets look the same on every machine and see no font but ours.

Every face is known by its PostScript name, which is unlike the family name never shared by two files; the Western companion is cut down to ASCII,
so that Chinese quotation marks and dashes stay Chinese.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from xml.sax.saxutils import escape

from documents.printing.fonts import FontSet, Role

_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{directories}
<cachedir>{cache}</cachedir>
<selectfont><acceptfont>{accepted}</acceptfont><rejectfont><glob>*</glob></rejectfont></selectfont>
<match target="scan"><edit name="family" mode="assign" binding="same"><name>postscriptname</name></edit></match>
<match target="scan"><test name="file"><string>{latin}</string></test>
<edit name="charset" mode="assign"><charset><range><int>0x20</int><int>0x7e</int></range></charset></edit></match>
</fontconfig>
"""


def configuration(fonts: FontSet) -> Path:
    """The configuration file for a font set, written when it is not there or not the same."""
    files = fonts.files()
    directories = "\n".join(f"<dir>{escape(str(path))}</dir>" for path in sorted({path.parent for path in files}))
    accepted = "".join(f"<glob>{escape(str(path))}</glob>" for path in files)
    latin = escape(str(fonts.faces[Role.LATIN][0].path))
    base = fonts.root if os.access(fonts.root, os.W_OK) else Path(gettempdir()) / f"tuanwen-fonts-{os.getuid()}"
    digest = sha256("\n".join((directories, accepted, latin)).encode()).hexdigest()[:12]
    folder = base / "fontconfig" / digest  # the cache holds what the rules made of the fonts: other rules, other folder
    text = _CONFIG.format(directories=directories, cache=escape(str(folder / "cache")), accepted=accepted, latin=latin)
    path = folder / "fonts.conf"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    return path


@contextmanager
def only_ours(fonts: FontSet) -> Iterator[None]:
    """Whatever asks fontconfig inside the block gets our fonts and no others."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(configuration(fonts))
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before
