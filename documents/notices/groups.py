"""主送组: the names by which an organ addresses many at once, and whom each means; every change is a version of its own.

A version says whom it means by a rule over the tree (which levels, which kinds of bodies below the organ), by organs added, and
by organs left out. The rule is read against the tree of the day: a county founded tomorrow is among “各县（区）团委” tomorrow. What
a paper was sent to is kept with the paper, with the version by which it was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.organisations.models import Level, Membership, Organisation

KINDS = (Organisation.Kind.COMMITTEE, Organisation.Kind.WORKING_COMMITTEE, Organisation.Kind.SCHOOL)
"""Bodies of the league that a rule can mean; organs of other systems are added by name."""

KEEPERS = frozenset({"clerk", "office", "secretary"})
SMALL_KEEPERS = KEEPERS | {"drafter", "deputy"}
"""Posts that keep the groups of their organ; in an organ of two (并岗) whoever drafts keeps them too."""


class GroupError(Exception):
    """A group cannot be kept so; the message says why and what to do."""


class RecipientGroup(models.Model):
    """A name such as “各县（区）团委”; whom it means lies in its versions."""

    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="recipient_groups", verbose_name=_("机关"))
    name = models.CharField(_("名称"), max_length=60)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)

    class Meta:
        app_label = "notices"
        verbose_name = _("主送组")
        verbose_name_plural = _("主送组")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "name"], condition=Q(retired_at__isnull=True), name="recipient_group_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class GroupVersion(models.Model):
    """Whom a group meant from a day on, and who said so."""

    group = models.ForeignKey(RecipientGroup, models.PROTECT, related_name="versions", verbose_name=_("主送组"))
    n = models.PositiveIntegerField(_("版本"))
    levels = models.JSONField(_("层级"), default=list)
    kinds = models.JSONField(_("单位类别"), default=list)
    note = models.CharField(_("改动说明"), max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("修改人"))
    at = models.DateTimeField(_("修改时间"))

    class Meta:
        app_label = "notices"
        verbose_name = _("主送组版本")
        ordering = ["group", "-n"]
        constraints = [models.UniqueConstraint(fields=["group", "n"], name="group_version_once")]

    def __str__(self) -> str:
        return gettext("%(group)s第%(n)d版") % {"group": self.group, "n": self.n}


class GroupMember(models.Model):
    """An organ that a version means beyond its rule, or leaves out of it."""

    version = models.ForeignKey(GroupVersion, models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"))
    left_out = models.BooleanField(_("除去"), default=False)

    class Meta:
        app_label = "notices"
        verbose_name = _("主送组单位")
        ordering = ["organisation__path"]
        constraints = [models.UniqueConstraint(fields=["version", "organisation"], name="group_member_once")]

    def __str__(self) -> str:
        return str(self.organisation)


@dataclass(frozen=True)
class Meaning:
    """Whom a group is to mean: levels and kinds below the organ, keys of organs added and of organs left out."""

    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    added: frozenset[int] = frozenset()
    left_out: frozenset[int] = frozenset()


def may_keep(held: Iterable[Membership], organ: Organisation) -> bool:
    """Whether one of the posts keeps the groups of the organ."""
    keepers = SMALL_KEEPERS if organ.profile == Organisation.Profile.SMALL else KEEPERS
    return any(post.role.key in keepers and post.organisation.organ_pk == organ.pk for post in held)


def current(organ: Organisation) -> list[GroupVersion]:
    """The version in force of every group of the organ, by name, with what it names; one query, two where it has groups."""
    newest = GroupVersion.objects.filter(group=OuterRef("group")).order_by("-n").values("n")[:1]
    rows = GroupVersion.objects.filter(group__organ=organ, group__retired_at__isnull=True, n=Subquery(newest))
    members = Prefetch("members", GroupMember.objects.select_related("organisation__successor"))
    return list(rows.select_related("group", "by").order_by("group__name").prefetch_related(members))


def meaning(version: GroupVersion) -> Meaning:
    """What a version says, from its rows."""
    named = list(version.members.all())
    return Meaning(
        tuple(version.levels),
        tuple(version.kinds),
        frozenset(row.organisation_id for row in named if not row.left_out),
        frozenset(row.organisation_id for row in named if row.left_out),
    )


def expand(organ: Organisation, what: Meaning, *, on: date | None = None) -> list[Organisation]:
    """Whom a meaning reaches on the day, in the order of the tree; two queries.

    An organ that was closed stands for its successor, if that one exists.
    """
    named = Organisation.objects.filter(pk__in=what.added).select_related("successor")
    active = Organisation.objects.active(on).organs()
    below = active.within(organ.path).exclude(pk=organ.pk).filter(level__in=what.levels, kind__in=what.kinds)
    return reached(what, below if what.levels and what.kinds else (), named if what.added else (), on=on)


def reached(
    what: Meaning, below: Iterable[Organisation], named: Iterable[Organisation], *, on: date | None = None
) -> list[Organisation]:
    """As :func:`expand`, with the organs *below* that are active on the day and those *named* at hand; no query."""
    found = {node.pk: node for node in below if node.level in what.levels and node.kind in what.kinds}
    day = on or timezone.localdate()
    for node in named:
        alive = node if node.until is None or node.until > day else node.successor
        if alive is not None:
            found[alive.pk] = alive
    return sorted((node for pk, node in found.items() if pk not in what.left_out), key=lambda node: node.path)


def names(organ: Organisation, versions: Iterable[GroupVersion]) -> dict[int, list[str]]:
    """Whom each of these versions means today, by key: short names in the order of the tree.

    One query for all of them, and one more where an organ that was closed has a successor.
    """
    today = timezone.localdate()
    below = Organisation.objects.active().organs().within(organ.path).exclude(pk=organ.pk)
    columns = ("pk", "level", "kind", "path", "short_name", "name")
    places = {
        pk: (level, kind, path, short or name) for pk, level, kind, path, short, name in below.values_list(*columns)
    }
    added = {version: [row.organisation for row in version.members.all() if not row.left_out] for version in versions}
    closed = {one.successor_id for named in added.values() for one in named if one.until and one.until <= today}
    heirs = Organisation.objects.in_bulk(closed - {None}) if closed - {None} else {}
    found = {}
    for version, named in added.items():
        what = meaning(version)
        meant = {pk: place[2:] for pk, place in places.items() if place[0] in what.levels and place[1] in what.kinds}
        for one in named:
            alive = one if one.until is None or one.until > today else heirs.get(one.successor_id)
            if alive is not None:
                meant[alive.pk] = (alive.path, str(alive))
        found[version.pk] = [name for _path, name in sorted(meant[pk] for pk in meant.keys() - what.left_out)]
    return found


def sizes(organ: Organisation, versions: Iterable[GroupVersion]) -> dict[int, int]:
    """How many organs each of these versions means today, by key; queries as :func:`names`."""
    return {pk: len(meant) for pk, meant in names(organ, versions).items()}


@transaction.atomic
def keep(
    organ: Organisation,
    name: str,
    what: Meaning,
    *,
    by: Any,
    held: Iterable[Membership],
    group: RecipientGroup | None = None,
    note: str = "",
) -> GroupVersion:
    """A new group, or the next version of *group*; where nothing was changed, the version there is.

    Raises:
        GroupError: not the person's to keep, no name or one that is taken, or nobody is meant.
    """
    if not may_keep(held, organ):
        raise GroupError(gettext("主送组由本机关的文书、办公室和书记管理。"))
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise GroupError(gettext("名称请写1到60个字，如“各县（区）团委”。"))
    if not set(what.levels) <= set(Level.values) or not set(what.kinds) <= {kind.value for kind in KINDS}:
        raise GroupError(gettext("层级或单位类别不对，请重新勾选。"))
    if not expand(organ, what):
        raise GroupError(gettext("这样选一个单位也没有：请勾选层级和单位类别，或写上单位名称。"))
    others = RecipientGroup.objects.filter(organ=organ, retired_at__isnull=True)
    taken = GroupError(gettext("已经有叫“%s”的主送组，请换一个名称，或去改那一个。") % name)
    if any(one.name == name and one != group for one in others):
        raise taken
    kept = RecipientGroup.objects.select_for_update(of=("self",)).get(pk=group.pk) if group else None
    try:
        with transaction.atomic():
            kept = kept or RecipientGroup.objects.create(organ=organ, name=name)
            if kept.name != name:
                kept.name = name
                kept.save(update_fields=["name"])
    except IntegrityError:  # somebody else took the name in the same moment
        raise taken from None
    last = kept.versions.order_by("-n").first()
    if last is not None and meaning(last) == what:
        return last
    return _write(kept, (last.n if last else 0) + 1, what, note, by)


def _write(group: RecipientGroup, n: int, what: Meaning, note: str, by: Any) -> GroupVersion:
    made = GroupVersion.objects.create(
        group=group,
        n=n,
        levels=list(what.levels),
        kinds=list(what.kinds),
        note=note.strip()[:120],
        by=by,
        at=timezone.now(),
    )
    GroupMember.objects.bulk_create(
        GroupMember(version=made, organisation_id=pk, left_out=left_out)
        for left_out, pks in ((False, what.added), (True, what.left_out))
        for pk in sorted(pks)
    )
    return made


@transaction.atomic
def retire(group: RecipientGroup, *, held: Iterable[Membership]) -> None:
    """停用: the name is offered no more; papers that were sent by it keep it. Raises :class:`GroupError`."""
    if not may_keep(held, group.organ):
        raise GroupError(gettext("主送组由本机关的文书、办公室和书记管理。"))
    RecipientGroup.objects.filter(pk=group.pk, retired_at__isnull=True).update(retired_at=timezone.now())


def changed(before: Meaning, after: Meaning, names: Mapping[int, str]) -> list[str]:
    """What became different between two versions, in short words."""
    levels, kinds = dict(Level.choices), dict(Organisation.Kind.choices)
    said = []
    for old, new, titles in ((before.levels, after.levels, levels), (before.kinds, after.kinds, kinds)):
        said += [gettext("加“%s”") % titles[one] for one in new if one not in old]
        said += [gettext("减“%s”") % titles[one] for one in old if one not in new]
    for more, fewer, plus, minus in (
        (after.added, before.added, gettext("加%s"), gettext("减%s")),
        (after.left_out, before.left_out, gettext("除去%s"), gettext("不再除去%s")),
    ):
        said += [plus % names.get(pk, "") for pk in sorted(more - fewer)]
        said += [minus % names.get(pk, "") for pk in sorted(fewer - more)]
    return said
