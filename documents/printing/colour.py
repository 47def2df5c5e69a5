"""The sRGB colour space as an ICC profile (version 2.1), for the output intent that PDF/A asks for (ISO 19005-2 6.2.3).

Made here from the numbers of IEC 61966-2-1, so that the bytes depend on nothing that is installed.
"""

import struct
from functools import cache
from typing import Final

_WHITE: Final = (0.9642, 1.0, 0.8249)
_PRIMARIES: Final = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""The primaries of sRGB adapted to D50."""
_STEPS: Final = 1024
NAME: Final = "sRGB IEC61966-2.1"


@cache
def srgb_profile() -> bytes:
    """The profile of a display in sRGB."""
    curve = (
        b"curv"
        + bytes(4)
        + struct.pack(f">I{_STEPS}H", _STEPS, *(_linear(step / (_STEPS - 1)) for step in range(_STEPS)))
    )
    tags = {
        b"desc": _description(NAME),
        b"cprt": b"text" + bytes(4) + b"No copyright, use freely\0",
        b"wtpt": _xyz(_WHITE),
        **{name: _xyz(value) for name, value in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, body, places = b"", b"", {}
    offset = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        if data not in places:
            places[data] = offset + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", name, places[data], len(data))
    size = offset + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(24)
    head += bytes(4) + _fixed(_WHITE)
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + table + body


def _linear(value: float) -> int:
    light = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return round(light * 65535)


def _fixed(values: tuple[float, float, float]) -> bytes:
    return struct.pack(">3i", *(round(value * 65536) for value in values))


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)


def _description(text: str) -> bytes:
    words = text.encode("ascii") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(words)) + words + bytes(4 + 4 + 2 + 1 + 67)
