"""The worker's door to the index."""

from django.db import transaction
from django_tasks import task

from .indexing import catch_up


@task()
def read_stale() -> int:
    """Read what was saved; several at once do no harm."""
    return catch_up()


def catch_up_soon() -> None:
    """Ask for it once the present transaction is committed; never fails the work that was done."""
    transaction.on_commit(lambda: read_stale.enqueue(), robust=True)
