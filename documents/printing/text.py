"""Text as it reaches the typesetter, and the classes of characters that line breaking and spacing ask for."""

import re
import unicodedata
from typing import Final

NO_START: Final = frozenset("。，、；：？！．）》〉】〕」』”’］｝%％‰℃·～—…,.;:?!)]}")
"""Never first in a line (行首禁则)."""
NO_END: Final = frozenset("（《〈【〔「『“‘［｛￥＄№([{")
"""Never last in a line (行尾禁则)."""
OPENING: Final = frozenset("（《〈【〔「『“‘［｛")
"""Their left half is blank."""
CLOSING: Final = frozenset("。，、；：．）》〉】〕」』”’］｝？！")
"""Their right half is blank."""
PAIRED: Final = frozenset("—…")
"""破折号 and 省略号 are two characters that stay together."""

_DROPPED = {"Cc", "Cf", "Cs"}
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SPACES = re.compile("[\t\u00a0\u2000-\u200a\u202f\u205f]")


def clean(text: str, *, breaks: bool = False) -> str:
    """The text in composed form, without controls, invisible marks and surrounding blanks.

    Line feeds become spaces unless `breaks` is set. What is dropped leaves no trace on paper; every visible character stays.
    """
    text = unicodedata.normalize(
        "NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    )
    text = _SPACES.sub(" ", _SELECTORS.sub("", text))
    if not breaks:
        text = re.sub(" *\n *", " ", text)
    if not text.isprintable():
        text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in _DROPPED)
    return text.strip(" \n\u3000") if not breaks else text.strip(" \n")


def is_narrow(char: str) -> bool:
    """Whether a character belongs to a run of Western text, which is kept at its own spacing."""
    return "!" <= char <= "~"
