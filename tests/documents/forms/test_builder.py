"""Sections on the screen: nothing typed is lost, nothing wrong is taken."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from documents.forms.builder import SectionForm
from documents.forms.parsing import parse

SECTION = parse(
    {
        "sections": [
            {
                "key": "s",
                "title": "节",
                "fields": [
                    {"key": "served", "kind": "number", "label": "人次", "required": True, "help": "只报数字"},
                    {"key": "kinds", "kind": "choices", "label": "内容", "options": ["学业", "通话"]},
                    {"key": "size", "kind": "choice", "label": "规模", "options": list("一二三四五六七")},
                    {"key": "open", "kind": "choice", "label": "开放", "options": ["是", "否"]},
                    {"key": "day", "kind": "date", "label": "日期"},
                    {"key": "story", "kind": "long_text", "label": "做法"},
                    {"key": "photos", "kind": "pictures", "label": "照片"},
                ],
            }
        ]
    }
).sections[0]


def sent(text):
    return SectionForm(SECTION, answers={}, data=QueryDict(text))


def test_section_form_reads_values_by_the_rules_of_the_form():
    form = sent("served=１２&kinds=通话&kinds=学业&size=七&day=2026-11-05&story=好")
    assert form.is_valid()
    assert form.cleaned_data == {
        "served": 12,
        "kinds": ["学业", "通话"],
        "size": "七",
        "open": None,
        "day": "2026-11-05",
        "story": "好",
        "page": "",
    }


def test_section_form_keeps_what_was_typed_wrongly():
    form = sent("served=许多&day=下周")
    assert form.errors["served"] == ["“人次”要填数字，现在是“许多”。"]
    assert form.raw() == {"served": "许多", "kinds": [], "day": "下周"}
    assert "许多" in str(form["served"])


def test_section_form_shows_text_that_is_no_date_in_a_text_box():
    form = SectionForm(SECTION, answers={"day": "下周"})
    assert ('type="text"' in str(form["day"]), "下周" in str(form["day"])) == (True, True)
    assert 'type="date"' in str(SectionForm(SECTION, answers={"day": "2026-11-05"})["day"])


def test_section_form_leaves_uploads_out_where_nobody_keeps_them():
    assert "photos" not in sent("").fields


def test_section_form_lists_kept_files_and_takes_those_that_came_without_script():
    def form(**more):
        return SectionForm(SECTION, answers={}, files=lambda spec: ["kept"], accept=lambda spec: ".jpg", **more)

    shown = form()
    assert (shown.fields["photos"].files, 'accept=".jpg" multiple' in str(shown["photos"])) == (["kept"], True)
    photo = SimpleUploadedFile("a.jpg", b"1")
    came = form(data=QueryDict("served=1"), sent=MultiValueDict({"photos": [photo]}))
    assert (came.is_valid(), came.arrived(), "photos" in came.raw()) == (True, {"photos": [photo]}, False)
    assert form(data=QueryDict(""), sent=MultiValueDict()).arrived() == {}


def test_section_form_marks_required_fields_without_asking_the_browser():
    form = SectionForm(SECTION, answers={})
    assert (form.fields["served"].required, "required" in str(form["served"])) == (True, False)
