"""What nothing came of is erased when its time is over; what found its subject stays."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from documents.files import expiring
from documents.files.models import Upload
from documents.files.receiving import receive
from tests.documents.files import samples

DAY = timedelta(days=1)


@pytest.fixture
def take(organ, reporter, monkeypatch):
    monkeypatch.setattr(expiring, "_TERMS", {"passing": DAY})

    def take(purpose="passing", age=2 * DAY, subject_id=None):
        upload = receive(
            samples.upload("a.pdf", b"%PDF-1.7"), user=reporter, organ=organ, purpose=purpose, subject_id=subject_id
        )
        Upload.objects.filter(pk=upload.pk).update(created_at=timezone.now() - age)
        return upload

    return take


def there(upload):
    return Upload.objects.filter(pk=upload.pk).exists(), upload.file.storage.exists(upload.file.name)


def test_erasing_takes_row_and_bytes_of_what_waited_too_long(take):
    old, fresh, kept, lasting = take(), take(age=DAY / 2), take(subject_id=7), take(purpose="lasting")
    assert expiring.erase_expired() == 1
    assert there(old) == (False, False)
    assert [there(upload) for upload in (fresh, kept, lasting)] == [(True, True)] * 3


def test_erasing_stops_at_the_number_asked_for_and_takes_the_oldest_first(take):
    younger, older = take(age=2 * DAY), take(age=3 * DAY)
    assert expiring.erase_expired(most=1) == 1
    assert (there(older)[0], there(younger)[0]) == (False, True)


def test_command_erases_until_nothing_is_left(take, monkeypatch):
    for _number in range(3):
        take()
    out = StringIO()
    call_command("erase_expired_uploads", stdout=out)
    assert (out.getvalue(), Upload.objects.count()) == ("已删去 3 个文件\n", 0)


def test_erase_takes_one_upload_with_its_bytes(take):
    upload = take()
    expiring.erase(upload)
    assert not Upload.objects.exists()
