"""A document type of the engine's own tests; installed by `tests/settings.py` only."""
