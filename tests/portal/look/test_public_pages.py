"""What the public pages and the door show."""

from types import SimpleNamespace as Thing

from lxml import html

from tests.portal.look import samples as s
from tests.portal.look.desk_samples import login, login_failed
from tests.portal.look.public_samples import home, home_empty, notice, public, results, showcase
from tests.portal.look.rendering import render


def tree(template, context):
    return html.document_fromstring(render(template, context))


def texts(node, path):
    return [" ".join(found.text_content().split()) for found in node.xpath(path)]


def has(name):
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def test_home_marks_today_in_the_line_of_phases():
    node = tree("pages/home_page.html", home())
    assert texts(node, "//ol[contains(@class, 'phases')]/li[@aria-current='step']/b") == ["集中开展"]
    assert texts(node, f"//span[{has('today')}]") == ["今天"]


def test_home_shows_notices_results_and_cases():
    node = tree("pages/home_page.html", home())
    assert texts(node, "//h2") == ["通知公告", "公示与结果", "典型"]
    assert len(node.xpath(f"//article[{has('case')}]")) == 3
    assert "公示至12月4日" in node.text_content()


def test_empty_home_says_what_will_appear():
    node = tree("pages/home_page.html", home_empty())
    assert texts(node, f"//p[{has('say')}]") == ["还没有公开的通知", "现在没有公示", "还没有典型"]


def test_notice_begins_with_its_metadata_and_ends_with_files():
    node = tree("pages/notice_page.html", notice())
    assert texts(node, "//dt") == ["索引号", "发文机关", "发文字号", "成文日期", "文种", "发布日期"]
    assert texts(node, f"//ul[{has('files')}]//a") == ["“灯火小屋”开放记录表.xlsx", "试点申报表.docx"]
    assert texts(node, f"//ul[{has('files')}]//span[{has('kind')}]") == ["表格", "文稿"]


def test_notice_leads_to_source_and_children():
    node = tree("pages/notice_page.html", notice())
    assert texts(node, "//aside//h2") == ["附件", "依据", "各地贯彻"]


def test_notice_without_print_says_why():
    node = tree("pages/notice_page.html", notice() | {"pdf": None, "withheld": True})
    assert "看原件" not in node.text_content()
    assert "不提供原件下载" in node.text_content()


def test_case_sets_what_can_be_taken_over_apart():
    node = tree("pages/showcase_page.html", showcase())
    assert texts(node, f"//section[{has('takeaways')}]//li") == ["用现成的房，守固定的时，留最少的字。"]
    assert "团葵原县委" in node.xpath(f"string(//section[{has('adopted')}])")


def test_case_without_photograph_has_a_drawn_picture():
    node = tree("pages/showcase_page.html", showcase())
    assert node.xpath("//figure/img/@src") == ["/static/pages/drawn/ferry.svg"]


def test_case_with_photograph_shows_it_with_its_size_and_words():
    context = showcase()
    context["case"].picture = Thing(url="/showcase/1/picture-960.jpg", width=960, height=600, alt="两人走过渡口，背影")
    image = tree("pages/showcase_page.html", context).xpath("//figure/img")[0]
    assert (image.get("src"), image.get("width"), image.get("height"), image.get("alt")) == (
        "/showcase/1/picture-960.jpg",
        "960",
        "600",
        "两人走过渡口，背影",
    )


def test_results_name_units_and_how_to_object():
    node = tree("pages/results_page.html", results())
    assert texts(node, "//tbody/tr/th") == ["枫眠县", "鹭汀县", "萤田县"]
    assert "团曦原省委青年发展部，电话0000-0000103。" in node.text_content()


def test_foot_leaves_out_what_is_not_known():
    node = tree("pages/home_page.html", home())
    foot = " ".join(node.xpath("string(//footer)").split())
    assert "主办单位：共青团曦原省委员会" in foot
    assert "网站标识码" not in foot
    assert "地址" not in foot


def test_path_ends_with_the_page_itself():
    node = tree(
        "pages/info_page.html",
        public(
            "首页",
            page=Thing(title="关于我们", body=""),
            crumbs=(Thing(title="首页", url="/"), Thing(title="关于我们", url="")),
        ),
    )
    assert texts(node, "//nav[@aria-label='位置']//*[@aria-current]") == ["关于我们"]


def test_door_warns_that_nothing_secret_may_be_handled():
    assert "本系统为非涉密系统，严禁处理、传输国家秘密和工作秘密。" in render("registration/login.html", login_failed())


def test_door_says_whom_to_ask_for_a_password():
    assert "请上级团委的单位管理员重置" in render("registration/login.html", login_failed())


def test_door_repeats_the_name_but_not_the_password():
    node = tree("registration/login.html", login_failed())
    assert node.xpath("//input[@id='id_username']/@value") == ["mengyunshu"]
    assert node.xpath("//input[@id='id_password']/@value") == []


def test_sample_people_sign_in_with_one_tap():
    node = tree("registration/login.html", login())
    buttons = node.xpath("//button[@name='username']")
    assert [button.get("value") for button in buttons][:2] == ["林予安", "周慎行"]
    assert buttons[0].xpath("ancestor::form//input[@name='password']/@value") == ["sample"]
    assert texts(node, "//details/summary/b") == ["团曦原省委", "团澈湖市委", "团鹭汀县委"]


def test_door_without_sample_people_shows_none():
    assert "演示账号" not in render("registration/login.html", login_failed())


def test_page_not_found_does_not_say_whether_it_exists():
    assert "也可能不在您的查看范围内" in render("404.html", s.HOUSE)
