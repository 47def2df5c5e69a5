"""名单: the units that were decided upon in a call, by city. The list itself is the submissions' (``results``)."""

from dataclasses import dataclass, field

from documents.submissions.models import Call, Publicity, Submission
from documents.submissions.results import results, shown_rows


@dataclass(frozen=True)
class Row:
    """One line of a list: a unit and how it came in. No person is named."""

    name: str
    organ: str
    note: str = ""


@dataclass
class Group:
    """The lines of one city, or of what stands directly below the province."""

    title: str
    rows: list[Row] = field(default_factory=list)


def decided(call: Call) -> list[Group]:
    """Units with a passed conclusion, grouped by city, in the order of the submissions' own list."""
    groups: dict[str, Group] = {}
    for result in results(call, passed=True):
        group = groups.setdefault(result.city, Group(result.city or str(call.organ.name)))
        note = result.entry if result.entry == Submission.Entry.DESIGNATED.label else ""
        group.rows.append(Row(result.unit, result.title, note))
    return list(groups.values())


def proposed(publicity: Publicity) -> list[Group]:
    """Units that hang out in a 公示, grouped by city."""
    groups: dict[str, Group] = {}
    for line in shown_rows(publicity):
        group = groups.setdefault(line.city, Group(line.city or str(publicity.call.organ.name)))
        group.rows.append(Row(line.unit, line.title, str(Submission.Entry.DESIGNATED.label) if line.designated else ""))
    return list(groups.values())
