"""Proving: the chain, its seals, and what may be blanked without breaking them."""
