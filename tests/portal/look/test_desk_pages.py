"""What the screens of the desk show and post."""

from lxml import html

from tests.portal.look import samples as s
from tests.portal.look.desk_list_samples import fill, progress, receipt
from tests.portal.look.desk_samples import number_dispatch, read, read_blocked, review, review_reader, todo
from tests.portal.look.rendering import render


def tree(template, context):
    return html.document_fromstring(render(template, context))


def texts(node, path):
    return [" ".join(found.text_content().split()) for found in node.xpath(path)]


def has(name):
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def test_title_carries_the_number_of_waiting_matters():
    assert "（7 件待办）" in tree("desk/todo.html", todo()).findtext(".//title")


def test_menu_shows_only_what_has_an_address():
    node = tree("desk/todo.html", todo() | {"nav": {"todo": "/desk/", "incoming": "/desk/incoming/"}})
    assert texts(node, "//nav[@aria-label='主菜单']/ul/li/a") == ["待办 7"]
    assert texts(node, f"//nav[@aria-label='主菜单']//ul[{has('drop')}]//a") == ["收文"]
    assert texts(node, "//nav[@aria-label='常用']/a") == ["待办7 件", "文件"]


def test_lower_bar_of_the_phone_has_four_entries():
    node = tree("desk/todo.html", todo())
    assert [words.removesuffix("7 件") for words in texts(node, "//nav[@aria-label='常用']/a")] == [
        "待办",
        "报送",
        "文件",
        "我的",
    ]


def test_demo_is_announced_on_every_page():
    assert "演示数据 虚构地区" in render("desk/todo.html", todo())
    assert "演示数据" not in render("desk/todo.html", todo() | {"demo_mode": False})


def test_row_tells_state_and_due_time_in_words_shape_and_colour():
    node = tree("desk/todo.html", todo())
    rows = {
        " ".join(row.xpath(f"string(.//a[{has('row-title')}])").split()): row
        for row in node.xpath(f"//li[{has('row')}]")
    }
    overdue = rows["关于做好“灯火相伴”行动有关工作的通知"]
    assert [
        (mark.get("class"), mark.xpath(".//use/@href"), mark.xpath("string(text())"))
        for mark in overdue.xpath(f".//span[{has('state')}]")
    ] == [
        ("state doing", ["#i-doing"], "签发"),
        ("state late", ["#i-late"], "已逾期1天"),
    ]
    returned = rows["月梳乡“灯火小屋”活动总结"]
    assert returned.xpath(f"string(.//span[{has('returned')}])") == "被退回"


def test_due_date_is_there_for_the_mouse_and_for_the_ear():
    node = tree("desk/todo.html", todo())
    mark = node.xpath(f"//span[{has('late')}]")[0]
    assert mark.get("title") == "2026年11月23日 17:30"
    assert mark.xpath("string(time)") == "（11月23日 17:30）"


def test_button_of_a_row_says_for_whom_it_is():
    node = tree("desk/todo.html", todo())
    assert texts(node, f"//li[{has('row')}]/a[{has('button')}]")[1] == f"签收：{s.TITLE}"


def test_reading_page_offers_three_controls_and_the_primary_one_last():
    node = tree("desk/read.html", read())
    bar = node.xpath(f"//div[{has('actions')}]/div")[0]
    controls = [
        summary[0] if (summary := texts(control, "./summary")) else control.text_content().strip()
        for control in bar
        if control.tag != "input"
    ]
    assert controls == ["更多", "退回修改", "同意签发"]
    assert texts(node, f"//div[{has('list')}]//summary") == ["转办"]


def test_signing_says_what_will_happen_before_it_posts():
    node = tree("desk/read.html", read())
    sheet = node.xpath("//details[summary[normalize-space()='同意签发']]")[0]
    assert "印发给15个单位" in sheet.text_content()
    button = sheet.xpath(".//button")[0]
    assert (button.get("form"), button.get("name"), button.get("value"), button.text_content()) == (
        "decide",
        "transition",
        "sign",
        "确认同意签发",
    )


def test_returning_asks_for_reasons_and_points():
    node = tree("desk/read.html", read())
    sheet = node.xpath("//details[summary[normalize-space()='退回修改']]")[0]
    assert sheet.xpath(".//input[@name='labels.return']/@value") == list(s.REASONS)
    assert sheet.xpath(".//textarea/@name") == ["opinion.return"]


def test_every_offer_posts_its_own_token():
    node = tree("desk/read.html", read())
    assert sorted(node.xpath("//input[starts-with(@name, 'token.')]/@name")) == [
        "token.circulate",
        "token.return",
        "token.sign",
        "token.transfer",
    ]
    assert set(node.xpath("//input[starts-with(@name, 'token.')]/@form")) == {"decide"}


def test_refused_act_is_explained_and_not_offered():
    node = tree("desk/read.html", read_blocked())
    assert texts(node, f"//details[{has('why')}]/summary") == ["为什么不能办"]
    assert node.xpath("//button[@value='sign']") == []
    assert "拟稿人和签发人不能是同一个人。" in texts(node, f"//details[{has('why')}]//li")


def test_findings_lead_to_their_sentence():
    node = tree("desk/read.html", read_blocked())
    assert node.xpath(f"//section[{has('findings')}]//a/@href") == ["#b0", "#b3", "#b5"]
    assert {"b0", "b3", "b5"} <= set(node.xpath(f"//article[{has('paper')}]//@id"))
    assert texts(node, f"//section[{has('findings')}]//span[{has('remedy')}]") == ["改成“11月24日前”"]


def test_paper_is_laid_out_in_the_order_of_the_standard():
    node = tree("desk/read.html", read()).xpath(f"//article[{has('paper')}]")[0]
    text = " ".join(node.text_content().split())
    parts = [
        "共青团曦原省委",
        "文件",
        "团曦联〔2026〕3号",
        s.TITLE,
        "各市团委",
        "一、行动主题",
        "附件：",
        "2026年11月5日",
        "（此件公开发布）",
        "抄送：",
        "2026年11月6日印发",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_paper_sets_headings_apart_from_their_text():
    node = tree("desk/read.html", read())
    assert texts(node, f"//p[{has('l2')}]/b")[0] == "（一）摸清底数。"
    assert "三、时间安排" in texts(node, f"//article[{has('paper')}]//h2")


def test_sample_shows_its_watermark():
    assert tree("desk/read.html", read_blocked()).xpath(f"string(//p[{has('watermark')}])") == "样稿"


def test_route_marks_the_present_station_and_what_was_recorded_from_paper():
    node = tree("desk/read.html", read())
    assert texts(node, "//li[@aria-current='step']/p[1]") == ["签发，正在办理"]
    assert texts(node, f"//ol[{has('route')}]//span[{has('tag')}]") == ["代录"]


def test_route_says_skipped_and_returned():
    skipped = s.Station("cosign", "会签", "skipped", note="没有联合发文机关")
    back = s.Station(
        "city", "市级评估", "done", (s.Person("许南枝", at=s.at(11, 25), verdict="return", opinion="请补充。"),)
    )
    node = html.fragment_fromstring(render("pieces/route.html", {"stations": (skipped, back)}), create_parent=True)
    assert texts(node, f".//span[{has('tag')}]") == ["跳过"]
    assert texts(node, f".//p[{has('returned')}]") == ["退回"]
    assert "没有联合发文机关" in node.text_content()


def test_void_signature_is_said_to_be_void():
    gone = s.Person("季安然", "省教育厅", at=s.at(11, 3), opinion="同意。", voided=True)
    node = html.fragment_fromstring(
        render("pieces/route.html", {"stations": (s.Station("cosign", "会签", "done", (gone,)),)}), create_parent=True
    )
    assert texts(node, f".//span[{has('tag')}]") == ["已失效"]


def test_record_shows_ticked_reasons_and_what_followed():
    row = s.HistoryRow(
        s.at(11, 25),
        "许南枝",
        "团澈湖市委 干事",
        "退回修改",
        "市级评估",
        "请补盖章件。",
        labels=("缺盖章件",),
        note="会签已失效",
    )
    node = html.fragment_fromstring(render("pieces/history.html", {"rows": (row,)}), create_parent=True)
    assert texts(node, ".//td[@data-label='意见']") == ["缺盖章件请补盖章件。会签已失效"]


def test_row_of_a_deputy_names_whose_it_is():
    row = s.WorkRow("关于召开座谈会的通知", "签发", "团曦原省委", "签发", on_behalf="陆思齐")
    node = html.fragment_fromstring(render("pieces/work_row.html", {"row": row}), create_parent=True)
    assert texts(node, f".//span[{has('tag')}]") == ["代 陆思齐"]


def test_form_puts_errors_on_top_and_below_their_fields():
    node = tree("desk/fill.html", fill(bound=True))
    assert len(node.xpath("//*[@data-first-error]//li")) == 2
    field = node.xpath("//input[@name='children']")[0]
    assert field.get("aria-invalid") == "true"
    described = [node.get_element_by_id(name).text_content().strip() for name in field.get("aria-describedby").split()]
    assert described == ["16周岁以下、父母双方外出的人数。只报数字，不报姓名。", "请填写农村留守儿童人数；没有就填0。"]


def test_form_marks_required_and_prefilled_and_saved():
    node = tree("desk/fill.html", fill())
    assert texts(node, "//label[@for='id_children']") == ["农村留守儿童人数必填"]
    assert texts(node, "//label[@for='id_rooms']") == ["已有“灯火小屋”"]
    assert "已填上次的数：4，有变化请改。" in node.text_content()
    assert texts(node, "//*[@data-saved]") == ["已保存 14:32"]


def test_numbers_are_links_with_a_bar_in_proportion():
    node = tree("desk/progress.html", progress())
    assert texts(node, f"//div[{has('numbers')}]//a") == ["应报 40", "已报 33", "退回 2", "未报 5"]
    assert node.xpath("//rect/@width") == ["825", "50", "125"]


def test_reviewer_sees_what_changed_and_may_remark():
    node = tree("desk/review.html", review())
    assert "1,096 人" in node.xpath(f"string(//details[{has('before')}])")
    assert node.xpath("//textarea[@name='remark.children']/@form") == ["decide"]


def test_reader_without_a_turn_sees_where_it_is_and_no_buttons():
    node = tree("desk/review.html", review_reader())
    assert "现在由团澈湖市委 许南枝 评估。" in node.text_content()
    assert node.xpath("//button[@name='transition']") == []
    assert node.xpath("//textarea") == []


def test_receipt_offers_signing_and_sending_back():
    node = tree("desk/receipt.html", receipt())
    assert node.xpath("//form[@id='sign']/@action") == ["/desk/receipts/1/sign/"]
    assert texts(node, "//button[@form='sign']") == ["签收"]
    assert node.xpath("//textarea[@name='reason']/@form") == ["return"]


def test_clerk_sees_the_number_before_it_is_given():
    node = tree("desk/number_dispatch.html", number_dispatch())
    assert texts(node, f"//p[{has('big-number')}]") == ["团曦联〔2026〕3号"]
    assert texts(node, "//ol[@aria-label='步骤']/li[@aria-current]") == ["登记编号"]


def test_silent_steps_are_no_opinions():
    silent = s.HistoryRow(s.at(11, 2), "林予安", "", "送核", "拟稿")
    assert "还没有人写意见。" in render("pieces/opinions.html", {"rows": (silent,)})


def test_opinion_is_escaped():
    row = s.HistoryRow(s.at(11, 1), "<b>甲</b>", "", "核稿通过", "核稿", "<script>alert(1)</script>")
    out = render("pieces/opinions.html", {"rows": (row,)}) + render("pieces/history.html", {"rows": (row,)})
    assert "<script>" not in out
    assert "<b>甲" not in out
