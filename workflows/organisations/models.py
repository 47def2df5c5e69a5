"""Organisations in a tree, people, the posts they hold, and who stands in for whom.

A post (:class:`Membership`) is the main right of the whole system: nothing about rights is copied onto documents.
"""

import uuid
from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager

from .fields import TreePathField
from .roles import title_at


class User(AbstractUser):
    """A person who works here. Never deleted once they acted: their name is blanked, their id stays in the history."""

    last_name = None  # type: ignore[assignment]
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    anonymised_at = models.DateTimeField(_("抹去时间"), null=True, blank=True, editable=False)
    one_time_until = models.DateTimeField(
        _("一次性密码有效至"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("有值时，登录后先要改密码"),
    )

    objects: ClassVar[UserManager["User"]] = UserManager()  # type: ignore[assignment]
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def first_name(self) -> str:  # type: ignore[override]
        """What Wagtail's side bar shows under the portrait."""
        return self.name

    def get_full_name(self) -> str:
        """The name as written on papers."""
        return self.name

    def get_short_name(self) -> str:
        """The same: Chinese names are not cut."""
        return self.name


class Role(models.Model):
    """What a post is for: 拟稿, 核稿, 签发 … (``roles.py`` has the shipped ones)."""

    class Kind(models.TextChoices):
        """Business roles handle documents; audit and admin roles neither approve nor read ledgers (三员分立)."""

        BUSINESS = "business", _("业务")
        AUDIT = "audit", _("审计")
        ADMIN = "admin", _("管理")

    key = models.SlugField(_("代号"), unique=True)
    title = models.CharField(_("名称"), max_length=40)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind, default=Kind.BUSINESS)

    class Meta:
        verbose_name = _("角色")
        verbose_name_plural = _("角色")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Level(models.TextChoices):
    """The level of a committee. Routing goes by this field, never by depth: 直辖市, 兵团 and schools skip or add steps."""

    CENTRAL = "central", _("中央")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡镇街道")
    GRASSROOTS = "grassroots", _("基层")


LEVELS_UPWARD = (Level.GRASSROOTS, Level.TOWNSHIP, Level.COUNTY, Level.CITY, Level.PROVINCE, Level.CENTRAL)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations by place in the tree."""

    def within(self, path: str) -> "OrganisationQuerySet":
        """The node at *path* and all below it, by a range that every database answers from the index."""
        from .tree import span

        low, high = span(path)
        return self.filter(path__gte=low, path__lt=high)

    def organs(self) -> "OrganisationQuerySet":
        """Organs only, without their departments."""
        return self.filter(organ__isnull=True)

    def active(self, on: date | None = None) -> "OrganisationQuerySet":
        """Those that exist on the day (today when not given)."""
        day = on or timezone.localdate()
        return self.filter(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gt=day))


class OrganisationManager(MP_NodeManager.from_queryset(OrganisationQuerySet)):  # type: ignore[misc]
    """Ordered by path, as the tree library needs it."""

    def get_queryset(self) -> OrganisationQuerySet:
        """All nodes in tree order."""
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")


class Organisation(MP_Node):
    """A committee (organ), one of its departments, a school's league organisation, or an organ of another system."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        COMMITTEE = "committee", _("团的委员会")
        WORKING_COMMITTEE = "working_committee", _("团工委")
        SCHOOL = "school", _("学校团组织")
        DEPARTMENT = "department", _("内设部门")
        PARTNER = "partner", _("兄弟单位")

    class Profile(models.TextChoices):
        """How finely posts are divided (practice.md §3.4)."""

        FULL = "full", _("岗位齐全")
        SMALL = "small", _("并岗")

    steplen = 4
    path = TreePathField(max_length=255, unique=True)

    name = models.CharField(_("全称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    code = models.CharField(_("单位编码"), max_length=20, unique=True)
    level = models.CharField(_("层级"), max_length=12, choices=Level)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind, default=Kind.COMMITTEE)
    profile = models.CharField(_("岗位设置"), max_length=6, choices=Profile, default=Profile.FULL)
    organ = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="departments",
        verbose_name=_("所属机关"),
        help_text=_("内设部门填所属机关；机关本身不填"),
    )
    region = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    mark = models.CharField(_("机关代字"), max_length=20, blank=True, help_text=_("如“团曦发”中的“团曦”"))
    since = models.DateField(_("成立日期"), null=True, blank=True)
    until = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("承接单位")
    )

    objects = OrganisationManager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="department", organ__isnull=False) | (~Q(kind="department") & Q(organ__isnull=True)),
                name="organisation_department_has_organ",
                violation_error_message=_("内设部门要填所属机关，其他单位不填。"),
            ),
        ]
        indexes = [models.Index(fields=["region", "level"], name="organisation_region")]

    def __str__(self) -> str:
        return self.short_name or self.name

    def move(self, target: "Organisation", pos: str | None = None) -> None:
        """Move the node with all below it (``moving``); copies of paths follow in the same transaction."""
        from .moving import rearranging

        place = ["path", "depth", "numchild"]
        with rearranging():
            self.refresh_from_db(fields=place)
            target.refresh_from_db(fields=place)
            super().move(target, pos)
        self.refresh_from_db(fields=place)

    @property
    def as_organ(self) -> "Organisation":
        """The organ that acts: a department's organ, or the node itself."""
        return self.organ if self.organ is not None else self

    @property
    def organ_pk(self) -> int:
        """The key of :attr:`as_organ`, without a query."""
        return self.organ_id or self.pk


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Posts by day and person."""

    def current(self, on: date | None = None) -> "MembershipQuerySet":
        """Posts in force on the day: begun, not ended, and confirmed by a second person."""
        day = on or timezone.localdate()
        return self.filter(
            Q(until__isnull=True) | Q(until__gt=day),
            since__lte=day,
            confirmed_at__isnull=False,
            user__is_active=True,
        )

    def pending(self) -> "MembershipQuerySet":
        """Proposed and waiting for the second person."""
        return self.filter(confirmed_at__isnull=True)


class Membership(models.Model):
    """A post: this person, in this organisation, in this role, from … until …

    Giving a post takes two persons: who proposes it and who confirms it. Ended posts stay, since the history names them.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("人员"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships", verbose_name=_("单位"))
    role = models.ForeignKey(Role, models.PROTECT, related_name="memberships", verbose_name=_("角色"))
    title = models.CharField(
        _("职务"), max_length=40, blank=True, help_text=_("名册和打印件上的称呼，如“青年发展部部长”")
    )
    principal = models.BooleanField(
        _("主要负责人"), default=False, help_text=_("主持全面工作，签发上行文和重要公文（条例第22条）")
    )
    since = models.DateField(_("任职起"), default=timezone.localdate)
    until = models.DateField(_("任职止"), null=True, blank=True, help_text=_("当日起不再任职；在任不填"))
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提出人"), editable=False
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("确认人"), editable=False
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位")
        verbose_name_plural = _("岗位")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role", "since"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_order",
                violation_error_message=_("任职止不能早于任职起。"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(confirmed_by=F("proposed_by")),
                name="membership_two_persons",
                violation_error_message=_("岗位要由另一人确认。"),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "until"], name="membership_user"),
            models.Index(fields=["organisation", "role", "until"], name="membership_post"),
        ]

    def __str__(self) -> str:
        place = str(self.organisation)
        title = self.title or title_at(self.organisation.kind, self.role.key, self.role.title)
        return title if title.startswith(place) else f"{place}{title}"  # “青年发展部干事” says its department itself


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations by day."""

    def current(self, on: date | None = None) -> "DelegationQuerySet":
        """In force on the day, not revoked, both persons and the post still active."""
        day = on or timezone.localdate()
        return self.filter(
            Q(membership__until__isnull=True) | Q(membership__until__gt=day),
            membership__since__lte=day,
            since__lte=day,
            until__gt=day,
            revoked_at__isnull=True,
            taker__is_active=True,
            membership__confirmed_at__isnull=False,
        )


class Delegation(models.Model):
    """委托代理: the taker may act for the giver in one post, for a time. It cannot be passed on."""

    giver = models.ForeignKey(User, models.PROTECT, related_name="given_delegations", verbose_name=_("委托人"))
    taker = models.ForeignKey(User, models.PROTECT, related_name="taken_delegations", verbose_name=_("受托人"))
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="delegations", verbose_name=_("岗位"))
    processes = models.JSONField(_("限于流程"), default=list, blank=True, help_text=_("不填为全部流程"))
    since = models.DateField(_("起"), default=timezone.localdate)
    until = models.DateField(_("止"), help_text=_("当日起失效"))
    reason = models.CharField(_("事由"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("撤回时间"), null=True, blank=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("委托代理")
        verbose_name_plural = _("委托代理")
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("taker")),
                name="delegation_two_persons",
                violation_error_message=_("不能委托给本人。"),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")),
                name="delegation_order",
                violation_error_message=_("截止日要晚于起始日。"),
            ),
        ]
        indexes = [models.Index(fields=["taker", "until"], name="delegation_taker")]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    @property
    def last_day(self) -> date:
        """The last day on which it counts, as people say it."""
        return self.until - timedelta(days=1)


class PasswordReset(models.Model):
    """An administrator gave somebody a one-time password: who, whom, when. The password itself is kept nowhere."""

    user = models.ForeignKey(User, models.PROTECT, related_name="password_resets", verbose_name=_("人员"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("重置人"))
    at = models.DateTimeField(_("重置时间"))

    class Meta:
        verbose_name = _("密码重置")
        verbose_name_plural = _("密码重置")

    def __str__(self) -> str:
        return str(self.user)


class Handover(models.Model):
    """岗位交接: *post* ends on the day on which *successor* begins; proposed by one, confirmed by another.

    *passed* counts what went to the successor, by kind in Chinese; *left* names in sentences what could not.
    """

    post = models.ForeignKey(Membership, models.PROTECT, related_name="handovers", verbose_name=_("岗位"))
    taker = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("接任人"))
    successor = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("新岗位"))
    since = models.DateField(_("交接日期"), help_text=_("从这天起由接任人负责"))
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    proposed_at = models.DateTimeField(_("提出时间"))
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("确认人"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)
    carried_out_at = models.DateTimeField(_("移交时间"), null=True)
    passed = models.JSONField(_("移交"), default=dict)
    left = models.JSONField(_("未能移交"), default=list)

    class Meta:
        verbose_name = _("岗位交接")
        verbose_name_plural = _("岗位交接")
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(withdrawn_at__isnull=True), name="handover_one_of_a_post"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="handover_two_persons",
            ),
        ]
        indexes = [
            models.Index(
                fields=["since"],
                condition=Q(confirmed_at__isnull=False, carried_out_at__isnull=True),
                name="handover_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} → {self.taker}"
