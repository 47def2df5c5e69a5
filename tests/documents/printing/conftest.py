"""Fonts for the typesetter's tests: without them nothing here can run."""

import pytest

from documents.printing.errors import FontsMissingError
from documents.printing.fonts import FontSet, load


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    try:
        return load()
    except FontsMissingError:
        pytest.fail("fonts are not installed: run sh .setup/fonts.sh")
