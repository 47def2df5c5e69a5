"""What is done once after a commit, however often the transaction asked for it."""

from collections.abc import Callable

from django.db import transaction


def after_commit(function: Callable[[], object]) -> None:
    """Call *function* after the present transaction is committed, once; at once where there is none.

    A call that was asked for in a savepoint falls away with that savepoint. One that still stands was asked for outside, or
    in a savepoint that is open or kept, so it falls away only together with what asks now. What fails there is logged and
    fails nothing that was done.
    """
    waiting = transaction.get_connection().run_on_commit
    if not any(known is function for _savepoints, known, _robust in waiting):
        transaction.on_commit(function, robust=True)
