"""The worker's door to the clock."""

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from .renewing import renew_terms


@task()
def renew() -> int:
    """Compute all terms anew if the calendar has changed; several at once do no harm."""
    return renew_terms(timezone.now())


def renew_soon() -> None:
    """Ask for it once the present transaction is committed; ``run_timers`` would do it later anyway."""
    transaction.on_commit(lambda: renew.enqueue(), robust=True)
