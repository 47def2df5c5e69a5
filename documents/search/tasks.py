"""The worker's door to the index."""

from django_tasks import task

from workflows.database import after_commit

from .indexing import catch_up


@task()
def read_stale() -> int:
    """Read what was saved; several at once do no harm."""
    return catch_up()


def catch_up_soon() -> None:
    """Ask for it once the present transaction is committed; never fails the work that was done."""
    after_commit(_ask_for_reading)


def _ask_for_reading() -> None:
    read_stale.enqueue()
