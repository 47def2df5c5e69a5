"""What is running: the case of one document, and one row for each party that is asked."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.organisations.fields import TreePathField
from workflows.organisations.models import Organisation, Role

from ..fields import DigestField
from .definitions import Definition, Node
from .history import Content, Event

NO_TERM = datetime(9999, 12, 31, tzinfo=UTC)
"""The due time of what has none: never NULL, since the two databases sort NULL at opposite ends."""


OUTCOME_TITLES = {"passed": _("已办成"), "refused": _("已终止"), "withdrawn": _("已撤销"), "void": _("已作废")}
"""How a case ended, for those that have no state of that name."""


# Keys without an index of their own (db_index=False) are either the beginning of a named one, or nobody ever looks for cases and
# items by them; each index less makes every decision cheaper. Users, posts and organisations that occur here are never deleted.


class Instance(models.Model):
    """The case of one document in one process. Only ``act`` and ``editing`` change it.

    *entry* counts how often a state was entered, *seq* the events. *memory* is the path stack (``path``: states passed and
    the entry of each; ``returner``, ``direct``, ``back``, ``came``: see :class:`workflows.definition.Marking`; ``left``: the visit from which it was
    returned, and the signers added there; ``visits``: every entry of the states that bind); it is part of this row so that one lock guards it and no decision pays a statement for it. *path*
    and *title* are copies for lists. From *clock_start*, the entry into the state unless the case stood still, count its
    transitions with ``after``; *next_timer_at* is when the system takes the first of them.
    """

    process = models.CharField(_("流程"), max_length=40)
    definition = models.ForeignKey(
        Definition, models.PROTECT, related_name="instances", verbose_name=_("流程版本"), db_index=False
    )
    node = models.ForeignKey(Node, models.PROTECT, related_name="instances", verbose_name=_("环节"), db_index=False)
    subject_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name=_("文书类别"), db_index=False
    )
    subject_id = models.BigIntegerField(_("文书编号"))
    title = models.CharField(_("标题"), max_length=300)
    series = models.CharField(_("系列"), max_length=60, blank=True)
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="descendants", db_index=False)
    parent_item = models.ForeignKey(
        "WorkItem", models.PROTECT, null=True, blank=True, related_name="children", db_index=False
    )
    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("机关"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"))
    path = TreePathField(max_length=255)
    entry = models.PositiveIntegerField(default=1)
    seq = models.PositiveIntegerField(default=0)
    head = DigestField(default=bytes)
    memory = models.JSONField(default=dict)
    content = models.ForeignKey(Content, models.PROTECT, null=True, related_name="+", db_index=False)
    suspended_at = models.DateTimeField(_("挂起"), null=True, blank=True)
    finished_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发起人"), db_index=False
    )
    start_key = models.CharField(max_length=64, null=True, blank=True)
    entered_at = models.DateTimeField(_("进入环节"))
    clock_start = models.DateTimeField(null=True, editable=False)
    next_timer_at = models.DateTimeField(default=NO_TERM, editable=False)
    changed_at = models.DateTimeField(_("最近变动"))

    class Meta:
        verbose_name = _("事项")
        verbose_name_plural = _("事项")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "process"],
                condition=Q(finished_at__isnull=True, parent_item__isnull=True),
                name="instance_one_open",
            ),
            models.UniqueConstraint(
                fields=["start_key"], condition=Q(start_key__isnull=False), name="instance_start_once"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="instance_subject"),
            models.Index(fields=["subject_type", "path", "node"], name="instance_within"),
            models.Index(fields=["subject_type", "organ", "id"], name="instance_own"),
            models.Index(fields=["subject_type", "series", "path"], name="instance_series"),
            models.Index(fields=["started_by", "id"], name="instance_started"),
            models.Index(fields=["definition", "node"], condition=Q(finished_at__isnull=True), name="instance_open"),
            models.Index(fields=["parent_item"], condition=Q(parent_item__isnull=False), name="instance_inside"),
            models.Index(
                fields=["changed_at"],
                condition=Q(finished_at__isnull=True, suspended_at__isnull=True),
                name="instance_quiet",
            ),
            models.Index(fields=["next_timer_at"], condition=Q(finished_at__isnull=True), name="instance_timer"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """The name of the state in which it stands."""
        return self.node.name

    @property
    def state_title(self) -> str:
        """The state in Chinese; how it ended where it was ended outside a state made for that (终止)."""
        if self.outcome and not self.node.final:
            return str(OUTCOME_TITLES[self.outcome])
        return self.node.title

    @property
    def subject(self) -> Any:
        """The document itself; one query."""
        model: Any = self.subject_type.model_class()
        return model.objects.get(pk=self.subject_id)


class WorkItem(models.Model):
    """One party that is asked: a post (organisation and role) or a person. Open ones are the worklist.

    A ``confirm`` item asks who signed before whether the yes holds for the content as it is now; it votes like a task.
    Items of one *party* share its seat: who acts first closes the others (或签); *relation* and *raised_by* are those of the
    seat, so an item that was handed over (转办) keeps them. *claimed_by* took the seat up for all its posts (领办). *content*
    is what a signature is bound to,
    *voided_by* the event that changed it afterwards.
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        TASK = "task", _("办理")
        CONFIRM = "confirm", _("确认")
        CONSULT = "consult", _("征求意见")
        ASSIST = "assist", _("协助")
        READ = "read", _("传阅")
        COPY = "copy", _("抄送")
        OVERSEE = "oversee", _("督办")
        REQUEST = "request", _("申请")
        CHILD = "child", _("子流程")

    class Status(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("未轮到")
        OPEN = "open", _("待办")
        HELD = "held", _("挂起")
        TOLD = "told", _("已告知")
        DONE = "done", _("已办")
        VOID = "void", _("失效")
        REMOVED = "removed", _("无需处理")
        RECALLED = "recalled", _("被撤回")
        MOVED = "moved", _("已转办")

    class Relation(models.TextChoices):
        """How it came to be."""

        INITIAL = "initial", _("流程")
        BEFORE = "before", _("前加签")
        AFTER = "after", _("后加签")
        BESIDE = "beside", _("并加签")
        ASSIST = "assist", _("委派")

    instance = models.ForeignKey(Instance, models.PROTECT, related_name="items", verbose_name=_("事项"), db_index=False)
    entry = models.PositiveIntegerField()
    party = models.CharField(_("参与方"), max_length=80)
    kind = models.CharField(_("类别"), max_length=8, choices=Kind, default=Kind.TASK)
    rank = models.PositiveSmallIntegerField(default=0)
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.INITIAL)
    raised_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="raised", db_index=False)
    required = models.BooleanField(default=False)
    counts = models.BooleanField(default=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("单位"), db_index=False
    )
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("角色"), db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("人员"),
        db_index=False,
    )
    status = models.CharField(_("状态"), max_length=8, choices=Status, default=Status.OPEN)
    verdict = models.CharField(_("表态"), max_length=8, blank=True)
    content = models.ForeignKey(Content, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    voided_by = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    returned = models.BooleanField(_("退回来的"), default=False)
    note = models.CharField(_("说明"), max_length=120, blank=True)
    opened_at = models.DateTimeField(_("送达"), null=True, blank=True)
    read_at = models.DateTimeField(_("打开"), null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    read_content = models.ForeignKey(Content, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
        db_index=False,
    )
    offline = models.BooleanField(_("代录"), default=False)
    behalf = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代"),
        db_index=False,
    )
    done_at = models.DateTimeField(_("办理时间"), null=True, blank=True)
    clock_start = models.DateTimeField(null=True, blank=True)
    clock_days = models.PositiveSmallIntegerField(_("限办工作日"), default=0)
    due_at = models.DateTimeField(_("限办时间"), default=NO_TERM)
    provisional = models.BooleanField(_("假期未公布，暂计"), default=False)
    next_timer_at = models.DateTimeField(default=NO_TERM)

    class Meta:
        verbose_name = _("待办")
        verbose_name_plural = _("待办")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=False) | Q(user__isnull=False), name="workitem_asks_somebody"
            ),
            models.UniqueConstraint(
                fields=["instance", "entry", "kind", "party", "organisation", "role"],
                condition=Q(status__in=["waiting", "open", "held"], user__isnull=True),
                name="workitem_post_once",
            ),
            models.UniqueConstraint(
                fields=["instance", "entry", "kind", "party", "organisation", "user"],
                condition=Q(status__in=["waiting", "open", "held"], user__isnull=False),
                name="workitem_person_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "role", "due_at", "id"],
                condition=Q(status="open", user__isnull=True),
                name="workitem_queue",
            ),
            models.Index(
                fields=["user", "due_at", "id"], condition=Q(status="open", user__isnull=False), name="workitem_mine"
            ),
            models.Index(fields=["next_timer_at"], condition=Q(status="open"), name="workitem_timer"),
            models.Index(fields=["organisation", "role", "instance"], name="workitem_asked"),
            models.Index(fields=["user", "instance"], condition=Q(user__isnull=False), name="workitem_person"),
            models.Index(fields=["done_by", "instance"], condition=Q(done_by__isnull=False), name="workitem_done"),
            models.Index(fields=["instance", "entry"], name="workitem_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.party}（{self.get_status_display()}）"
