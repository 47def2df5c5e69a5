"""`python -m documents.printing`: shows which font sets what, and fails when a font is missing."""

import sys

from documents.printing.errors import FontsMissingError
from documents.printing.fonts import load


def main() -> int:
    """Print the table of fonts; exit status 1 when they are not installed."""
    try:
        fonts = load()
    except FontsMissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(fonts.describe() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
