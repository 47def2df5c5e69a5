"""Deciding: the one road by which a case moves, and all that is written on the way."""
