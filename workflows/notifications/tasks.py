"""The worker's door to delivery."""

from django_tasks import task

from .delivery import deliver


@task()
def deliver_outbox() -> int:
    """Deliver what waits; several at once do no harm."""
    return deliver()
