"""Files leave the house only through a live page that they belong to."""

from io import BytesIO
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from documents.notices.models import NoticeAttachment
from portal.pages.models import InfoPage, NoticePageFile, Picture, PublicFile
from portal.pages.publishing import publish_notice
from tests import factories as f

from . import making


def body(answer):
    """The bytes of a file; reading to the end closes it."""
    return b"".join(answer.streaming_content)


def fetched(client, url):
    """The bytes at an address, or the status where there are none."""
    answer = client.get(url)
    return body(answer) if answer.status_code == 200 else answer.status_code


@pytest.fixture
def attached(site, issued, people, places):
    """A function: the public page of a paper with this upload as its attachment."""

    def publish(upload, title="小屋统计表"):
        NoticeAttachment.objects.create(notice=issued, title=title, upload=upload)
        making.printed(issued, people.drafter)
        return publish_notice(issued, now=f.moment(6)).attached.get()

    return publish


def address(row):
    return reverse("public:notice_file", args=[row.page.slug, row.pk])


def test_print_opens_in_the_browser_under_number_and_title(client, page):
    answer = client.get(reverse("public:notice_print", args=[page.slug, page.pdf_name]))
    assert answer.status_code == 200
    assert (answer["Content-Type"], body(answer)) == ("application/pdf", making.PDF)
    name = quote("团曦联〔2026〕1号_关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知.pdf")
    assert answer["Content-Disposition"] == f"inline; filename*=utf-8''{name}"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_print_that_is_missing_on_the_disk_is_not_found(client, page):
    page.artifact.file.storage.delete(page.artifact.file.name)
    assert client.get(reverse("public:notice_print", args=[page.slug, page.pdf_name])).status_code == 404
    assert client.get(page.url).status_code == 200


def test_harmless_attachment_is_listed_and_served(client, attached, people, places):
    row = attached(making.spreadsheet(people.drafter, places.province, [["县", "小屋"], ["鹭汀县", 3]]))
    assert address(row) in client.get(row.page.url).content.decode()
    answer = client.get(address(row))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert quote("小屋统计表.xlsx") in answer["Content-Disposition"]
    assert body(answer).startswith(b"PK")


def test_attachment_with_personal_data_stays_inside_and_the_page_says_so(client, attached, people, places):
    row = attached(making.spreadsheet(people.drafter, places.province, [["家长电话"], [13912345678]]))
    shown = client.get(row.page.url).content.decode()
    assert address(row) not in shown
    assert "没有在网上公开的附件：小屋统计表" in shown
    assert client.get(address(row)).status_code == 404
    assert NoticePageFile.objects.get().verdict == NoticePageFile.Verdict.HELD_BACK


def test_private_uploads_have_no_public_address(client, page, people, places):
    private = making.picture(people.drafter, places.province)
    assert client.get(reverse("public:notice_file", args=[page.slug, 1])).status_code == 404
    assert client.get(f"/media/{private.file.name}").status_code == 404
    assert client.get(private.get_absolute_url()).status_code == 302


@pytest.mark.parametrize(
    "path", ["original_images/a.jpg", "images/../secret-key", "images/a/b.jpg", "library/list.xlsx"]
)
def test_media_serves_nothing_but_pictures_in_page_sizes(client, site, path):
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize("width", [639, 10_000])
def test_story_pictures_come_in_two_widths_only(client, story, width):
    assert client.get(reverse("public:story_picture", args=[story.slug, width])).status_code == 404


def test_story_picture_is_made_small_once(client, site, sent, people, places):
    from portal.pages.publishing import publish_story

    picture = making.picture(people.publicity, places.province, width=2000, height=1000)
    sent.showcase.__class__.objects.update(picture=picture, picture_alt="夜里的渡口", face_checked=True)
    page = publish_story(sent, now=f.moment(20))
    shown = client.get(page.url).content.decode()
    assert 'alt="夜里的渡口"' in shown
    assert 'width="1280" height="640"' in shown
    for _look in range(2):
        answer = client.get(reverse("public:story_picture", args=[page.slug, 640]))
        assert Image.open(BytesIO(body(answer))).size == (640, 320)


def test_library_file_is_served_while_a_live_page_leads_to_it(client, site):
    document = PublicFile.objects.create(title="样表", file=ContentFile(b"a,b\n", name="sample.csv"))
    assert fetched(client, document.url) == 404
    about = InfoPage.objects.get(slug="about")
    about.body = [("file", document)]
    about.save_revision().publish()
    assert fetched(client, document.url) == b"a,b\n"
    about.unpublish()
    assert fetched(client, document.url) == 404


def test_library_picture_loses_place_and_camera(site):
    exif = Image.Exif()
    exif[0x010F] = "相机"
    out = BytesIO()
    Image.new("RGB", (64, 48), "#334455").save(out, "JPEG", exif=exif)
    assert get_image_model() is Picture
    picture = Picture.objects.create(
        title="渡口", description="夜里的渡口", file=ContentFile(out.getvalue(), name="渡口.jpg")
    )
    with picture.file.open("rb") as file:
        assert not Image.open(file).getexif()
    assert (picture.width, picture.height) == (64, 48)


def test_library_picture_needs_words(site):
    from wagtail.images.forms import get_image_form

    form = get_image_form(Picture)({"title": "渡口"}, {})
    assert "description" in form.errors
