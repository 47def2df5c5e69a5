"""收文号: gapless per organ and year, given at 登记."""

from .models import Incoming, NumberRow


def allocate(incoming: Incoming) -> int:
    """Give the paper the next number of its organ's year; one that has a number keeps it.

    Must run inside a transaction, as the last lock taken: the row stays locked until the commit, so a transaction that
    rolls back leaves no gap.
    """
    if incoming.n:
        return incoming.n
    NumberRow.objects.get_or_create(organ_id=incoming.organ_id, year=incoming.year)
    row = NumberRow.objects.select_for_update().get(organ_id=incoming.organ_id, year=incoming.year)
    given = Incoming.objects.values_list("n", flat=True).get(pk=incoming.pk)
    if given:  # somebody registered it while this transaction waited, or with another copy of the row
        incoming.n = given
        return given
    incoming.n = row.next
    row.next += 1
    row.save(update_fields=["next"])
    Incoming.objects.filter(pk=incoming.pk).update(n=incoming.n)
    return incoming.n
