"""Regular expressions written as lists of alternatives, one thought a line."""


def any_of(*alternatives: str) -> str:
    """A group that matches the first alternative that fits."""
    return f"(?:{'|'.join(alternatives)})"
