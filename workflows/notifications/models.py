"""What has to be told, and what was told to whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outbox(models.Model):
    """Something that happened and has to be told: written in the transaction in which it happened, delivered after it.

    *topic* names the handler, *key* what it is about (an event's id). A row is done when its messages are written, or when
    its call has got through; after a failure nobody tries again before *retry_at*.
    """

    topic = models.CharField(max_length=20)
    key = models.BigIntegerField()
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("待发送")
        verbose_name_plural = _("待发送")
        constraints = [models.UniqueConstraint(fields=["topic", "key"], name="outbox_once")]
        indexes = [models.Index(fields=["id"], condition=Q(done_at__isnull=True), name="outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.topic}:{self.key}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications by reader and road."""

    def on_desk(self, user: object) -> "NotificationQuerySet":
        """What the desk shows to *user*, newest first."""
        return self.filter(user=user, channel=Notification.Channel.DESK).order_by("-id")

    def unread(self, user: object) -> "NotificationQuerySet":
        """Of these, what has not been opened."""
        return self.on_desk(user).filter(read_at__isnull=True)

    def unsent(self) -> "NotificationQuerySet":
        """Letters that have not left."""
        return self.filter(channel=Notification.Channel.MAIL, sent_at__isnull=True)


class Notification(models.Model):
    """One message to one person by one road. The same thing is never told twice by the same road."""

    class Channel(models.TextChoices):
        """By which road."""

        DESK = "desk", _("工作台")
        MAIL = "mail", _("邮件")
        DIGEST = "digest", _("每天一封汇总")

    topic = models.CharField(max_length=20)
    key = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(_("类别"), max_length=20)
    channel = models.CharField(_("渠道"), max_length=6, choices=Channel, default=Channel.DESK)
    title = models.CharField(_("标题"), max_length=300)
    body = models.TextField(_("内容"), blank=True)
    url = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("环节"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("时间"))
    claimed_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)

    objects: ClassVar[models.Manager["Notification"]] = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        constraints = [
            models.UniqueConstraint(fields=["topic", "key", "user", "kind", "channel"], name="notification_once")
        ]
        indexes = [
            models.Index(fields=["user", "-id"], condition=Q(channel="desk"), name="notification_desk"),
            models.Index(
                fields=["user"], condition=Q(channel="desk", read_at__isnull=True), name="notification_unread"
            ),
            models.Index(
                fields=["user", "created_at"],
                condition=Q(channel="digest", sent_at__isnull=True),
                name="notification_digest",
            ),
            models.Index(fields=["id"], condition=Q(channel="mail", sent_at__isnull=True), name="notification_unsent"),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """What one person wants by mail of one *matter* (``matters.MATTERS``); the desk shows everything always."""

    class Mail(models.TextChoices):
        """How it comes by mail."""

        NOW = "now", _("即时")
        DAILY = "daily", _("每天一封汇总")
        NEVER = "never", _("不要")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    matter = models.CharField(_("类别"), max_length=20)
    mail = models.CharField(_("邮件"), max_length=5, choices=Mail)

    class Meta:
        verbose_name = _("提醒方式")
        verbose_name_plural = _("提醒方式")
        constraints = [models.UniqueConstraint(fields=["user", "matter"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.matter} {self.get_mail_display()}"
