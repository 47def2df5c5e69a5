"""分送范围: from the words of 主送 and 抄送 to organisations of the tree.

A proposal only: the clerk ticks what is right before the number is given.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from workflows.organisations.models import Level, Organisation
from workflows.organisations.tree import paths_upward, span

from . import groups
from .models import Notice, NoticeRecipient

SEPARATORS = re.compile(r"[、，,；;：:\s]+")

# What a group word addresses: (pattern, levels, kinds). The first that fits decides.
GROUPS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        r"^各?(?:镇|乡镇|乡|街道|乡镇街道|乡镇（街道）).*团(?:委|工委)",
        (Level.TOWNSHIP,),
        ("committee", "working_committee"),
    ),
    (
        r"^各?(?:县|区|县市区|县（区）|县\(区\)|县（市、区）).*团(?:委|工委)|^各团[县区]委",
        (Level.COUNTY,),
        ("committee",),
    ),
    (r"^各?(?:市|市州|地市|设区市|州).*团委|^各市级?团委|^团各市委", (Level.CITY,), ("committee",)),
    (r"直.*团工委|机关团工委", (), ("working_committee",)),
    (r"学校|高校|院校|中学|小学|少先队", (), ("school",)),
)


@dataclass(frozen=True)
class Proposal:
    """One entry as written, and the organisations that it was taken to mean (none: the clerk must choose).

    *group*: the version of the 主送组 of that name, if the organ keeps one.
    """

    entry: str
    organisations: tuple[Organisation, ...]
    group: groups.GroupVersion | None = None


def entries(text: str) -> list[str]:
    """The entries of 主送 or 抄送 as written."""
    return [entry for entry in SEPARATORS.split(text.strip().rstrip("。")) if entry]


def propose(notice: Notice, text: str) -> list[Proposal]:
    """Read *text* against the tree: exact names first, then the organ's own 主送组, then usual words for who lies below.

    Two queries, three where the organ keeps 主送组.
    """
    read = reader(notice)
    return [read(entry) for entry in entries(text)]


def reader(notice: Notice, versions: Iterable[groups.GroupVersion] | None = None) -> Callable[[str], Proposal]:
    """What reads one entry after another as :func:`propose` does, having asked for the tree once.

    *versions*: the organ's 主送组, where they are known already.
    """
    known = _candidates(notice)
    by_name = {name: node for node in known for name in (node.name, node.short_name) if name}
    kept = {version.group.name: version for version in (groups.current(notice.organ) if versions is None else versions)}
    low, high = span(notice.organ.path)
    below = [node for node in known if low < node.path < high and node.kind != Organisation.Kind.PARTNER]

    def read(entry: str) -> Proposal:
        if entry in by_name:
            return Proposal(entry, (by_name[entry],))
        if (version := kept.get(entry)) is not None:
            named = [row.organisation for row in version.members.all() if not row.left_out]
            meant = groups.reached(groups.meaning(version), below, named)
            return Proposal(entry, tuple(meant), version)
        return Proposal(entry, tuple(_group(entry, known, low, high)))

    return read


LISTED = 12
"""So many names at most stand in for a word that meant many."""


def without(notice: Notice, text: str, gone: Collection[int], reached: Collection[int]) -> str:
    """*text* of 主送 or 抄送 that names none of the organs *gone*; what else was written stays as it was.

    A word that meant one of them beside others (各市团委) gives way to the names of those whom the paper *reached*, unless these
    are more than :data:`LISTED`: then it stays, as nobody would write them out.
    """
    read, kept = reader(notice), list[tuple[str, str]]()
    parts = re.split(rf"({SEPARATORS.pattern})", text.strip())
    for before, entry in zip(["", *parts[1::2]], parts[::2], strict=True):
        words = entry.rstrip("。")
        meant = read(words).organisations if words else ()
        if any(node.pk in gone for node in meant):
            rest = [str(node) for node in meant if node.pk in reached and node.pk not in gone]
            words = "、".join(rest) if len(rest) <= LISTED else words
            if not words:
                continue
        kept.append((before, words))
    written = "".join(before * bool(at) + words for at, (before, words) in enumerate(kept))
    end = "。" if text.rstrip().endswith("。") else ""
    return f"{written}{end}" if any(words for _before, words in kept) else ""


def _candidates(notice: Notice) -> list[Organisation]:
    """Active organs at, below and above the issuing organ, and organs of other systems."""
    organ = notice.organ
    region = organ.region.removesuffix("00").removesuffix("00")
    partner = Q(kind=Organisation.Kind.PARTNER, region__startswith=region) if region else Q(pk__in=[])
    low, high = span(organ.path)
    near = Organisation.objects.active().filter(Q(organ=None, path__gt=low, path__lt=high) | partner)
    above = Q(path__in=paths_upward(organ.path)[1:])
    found = list(Organisation.objects.filter(Q(pk__in=near.values("pk")) | above).order_by("path"))
    upward = [node for node in found if organ.path.startswith(node.path)]
    partners = [node for node in found if node.kind == Organisation.Kind.PARTNER]
    own = [node for node in found if node not in upward and node.kind != Organisation.Kind.PARTNER]
    return own + upward[::-1] + partners


def _group(entry: str, known: Iterable[Organisation], low: str, high: str) -> list[Organisation]:
    """The organs below that a group word addresses."""
    for pattern, levels, kinds in GROUPS:
        if re.search(pattern, entry):
            return [
                node
                for node in known
                if low <= node.path < high and node.kind in kinds and (not levels or node.level in levels)
            ]
    if partner := re.search(r"(社会工作部|文明办|教育局|教育厅|民政局|民政厅|妇联)$", entry):
        return [node for node in known if node.kind == Organisation.Kind.PARTNER and partner[1] in node.name]
    return []


def save(notice: Notice, *, main: Iterable[int], cc: Iterable[int], by_group: Mapping[int, int] | None = None) -> None:
    """Write the chosen range anew; an organisation that is both addressed and informed counts as addressed.

    *by_group* says, by organisation, through which version of which 主送组 it was chosen.
    """
    addressed = set(main)
    informed = set(cc) - addressed
    versions = by_group or {}
    notice.distribution.all().delete()
    NoticeRecipient.objects.bulk_create(
        NoticeRecipient(notice=notice, organisation_id=pk, part=part, group_id=versions.get(pk))
        for part, pks in ((NoticeRecipient.Part.MAIN, addressed), (NoticeRecipient.Part.CC, informed))
        for pk in sorted(pks)
    )
