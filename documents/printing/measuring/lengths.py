"""Lengths in the words of the standard."""

from documents.printing.grid import LEADING, MM, PITCH


def millimetres(points: float) -> str:
    """Points as a length in millimetres."""
    return f"{points / MM:.1f} mm"


def near(value: float, wanted: float, tolerance: float = 1.0) -> bool:
    """Whether two lengths in points differ by at most `tolerance` millimetres."""
    return abs(value - wanted) <= tolerance * MM


def blank_lines(gap: float) -> float:
    """How many blank lines of the grid a gap between two faces holds."""
    return (gap - LEADING) / PITCH
