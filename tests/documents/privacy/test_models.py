"""Consents: valid on which day, for what, and taken back in one step."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from documents.files.models import Upload
from documents.privacy.models import Consent, withdraw
from workflows.organisations.models import Organisation, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def give():
    organ = Organisation.add_root(name="共青团鹭汀县委员会", code="990102", level="county")
    user = User.objects.create_user("tang", name="唐小禾")
    scan = Upload.objects.create(
        name="同意书.jpg", kind="jpeg", size=1, sha256="0" * 64, purpose="consent", organ=organ, uploaded_by=user
    )

    def give(**values):
        return Consent.objects.create(
            **{
                "organ": organ,
                "person": "小芦",
                "guardian": "芦某",
                "purpose": "典型宣传",
                "items": ["image", "story"],
                "scan": scan,
                "given_on": date(2026, 11, 1),
                "recorded_by": user,
                **values,
            }
        )

    return give


@pytest.mark.parametrize(
    ("values", "day", "valid"),
    [
        ({}, date(2026, 11, 1), True),
        ({}, date(2026, 10, 31), False),
        ({"expires_on": date(2027, 11, 1)}, date(2027, 10, 31), True),
        ({"expires_on": date(2027, 11, 1)}, date(2027, 11, 1), False),
        ({"withdrawn_at": datetime(2026, 11, 2, tzinfo=UTC)}, date(2026, 11, 3), False),
    ],
)
def test_a_consent_is_valid_between_its_days_alike_in_rows_and_queries(give, values, day, valid):
    consent = give(**values)
    assert (consent.is_valid(day), Consent.objects.valid(day).exists()) == (valid, valid)


def test_a_consent_covers_only_what_was_agreed_to(give):
    consent = give()
    assert (consent.covers("image"), consent.covers("image", "name")) == (True, False)


def test_a_minor_needs_a_guardian(give):
    with pytest.raises(IntegrityError):
        give(guardian="")


def test_an_adult_speaks_for_themselves(give):
    assert give(is_minor=False, guardian="").is_valid(date(2026, 11, 2))


def test_withdrawing_twice_keeps_the_first_moment(give):
    consent, first = give(), datetime(2026, 11, 2, 9, tzinfo=UTC)
    withdraw(consent, reason="家长来电", now=first)
    withdraw(consent, reason="再次", now=datetime(2026, 11, 3, tzinfo=UTC))
    assert (consent.withdrawn_at, consent.withdrawn_reason, consent.is_valid(date(2026, 11, 2))) == (
        first,
        "家长来电",
        False,
    )
