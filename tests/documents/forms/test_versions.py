"""Versions of a form: a frozen one never changes."""

import pytest
from django.core.exceptions import ValidationError

from documents.forms.models import Form, FormVersion, FrozenError
from documents.forms.versions import freeze, revise
from workflows.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def document(label):
    return {"sections": [{"key": "s", "title": "节", "fields": [{"key": "f", "kind": "short_text", "label": label}]}]}


@pytest.fixture
def form():
    owner = Organisation.add_root(name="共青团曦原省委", code="990000", level="province")
    return Form.objects.create(title="申报表", owner=owner)


def test_revise_rewrites_a_version_that_nobody_uses(form):
    first, second = revise(form, document("甲")), revise(form, document("乙"))
    assert (first.pk, second.number, second.parsed.by_key["f"].label) == (second.pk, 1, "乙")


def test_revise_follows_a_frozen_version_with_the_next_number(form):
    first = freeze(revise(form, document("甲")))
    second = revise(form, document("乙"))
    assert [(version.number, version.parsed.by_key["f"].label) for version in (first, second)] == [(1, "甲"), (2, "乙")]


def test_revise_gives_the_same_version_for_the_same_document(form):
    first = freeze(revise(form, document("甲")))
    assert revise(form, document("甲")) == first
    assert FormVersion.objects.count() == 1


def test_revise_refuses_a_faulty_document_and_keeps_nothing(form):
    with pytest.raises(ValidationError) as caught:
        revise(form, {"sections": []})
    assert caught.value.message_dict == {"schema": ["表单至少要有一节。"]}
    assert FormVersion.objects.count() == 0


def test_a_frozen_version_refuses_another_wording(form):
    version = freeze(revise(form, document("甲")))
    version.schema = document("乙")
    with pytest.raises(FrozenError):
        version.save()
    version.refresh_from_db()
    assert version.parsed.by_key["f"].label == "甲"


def test_freezing_twice_keeps_the_first_moment(form):
    version = freeze(revise(form, document("甲")))
    moment = version.frozen_at
    assert freeze(version).frozen_at == moment
