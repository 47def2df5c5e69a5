"""The papers in ``papers/``: fictional, each of another kind or with another fault."""

from collections.abc import Callable
from pathlib import Path

import pytest

from documents.notices.reading import Reading, read_file

PAPERS = Path(__file__).parent / "papers"


@pytest.fixture(scope="session")
def paper() -> Callable[[str], Reading]:
    """Read one of the papers by its name without suffix."""
    return lambda name: read_file(f"{name}.txt", (PAPERS / f"{name}.txt").read_bytes())
