"""The road by mail: Django's mail, from templates in ``templates/mail/``."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .models import Notification


def send_letter(notification: Notification) -> None:
    """Send one notification to its reader's address.

    The message id depends only on the matter, so that a mail system drops the copy should it ever be sent twice.

    Raises:
        OSError, smtplib.SMTPException: the mail server did not take it.
    """
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    title = " ".join(notification.title.split())  # a line break would not pass as a header
    context = {
        "notification": notification,
        "reader": notification.user,
        "house": settings.WAGTAIL_SITE_NAME,
        "link": f"{address}{notification.url}" if notification.url else "",
    }
    letter = EmailMultiAlternatives(
        subject=_("【%(house)s】%(title)s") % {"house": settings.WAGTAIL_SITE_NAME, "title": title},
        body=render_to_string("mail/notification.txt", context),
        to=[notification.user.email],
        headers={
            "Message-ID": f"<{message_id(notification)}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    letter.attach_alternative(render_to_string("mail/notification.html", context), "text/html")
    letter.send()


def message_id(notification: Notification) -> str:
    """What the letter of a notification is known by, to mail systems and to ourselves."""
    return f"{notification.topic}.{notification.key}.{notification.kind}.{notification.user_id}@tuanwen"
