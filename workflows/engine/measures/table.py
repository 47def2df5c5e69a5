"""The table of all measures, by name."""

from __future__ import annotations

from workflows.definition import ACTIONS

from . import circulating, handing, holding, jumping, signing
from .base import Measure

_ALL = (
    *signing.MEASURES,
    *handing.MEASURES,
    *circulating.MEASURES,
    *holding.MEASURES,
    *jumping.MEASURES,
)
MEASURES: dict[str, Measure] = {name: one for name in ACTIONS for one in _ALL if one.name == name}
"""Every measure, in the order in which a page lists them."""
