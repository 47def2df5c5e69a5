"""Whole papers of many kinds: what the reader makes of each."""

from collections.abc import Callable
from datetime import date

import pytest

from documents.notices.reading import ReadError, Reading, read_text

Paper = Callable[[str], Reading]


def deadlines(reading: Reading) -> list[str]:
    return [deadline.iso for deadline in reading.deadlines]


def codes(reading: Reading) -> set[str]:
    return {finding.code for finding in reading.findings}


def test_joint_notice_gives_all_five_organs_in_order(paper: Paper) -> None:
    reading = paper("joint")

    organs = ("共青团曦原省委", "中共曦原省委社会工作部", "曦原省教育厅", "曦原省民政厅", "曦原省妇联")
    assert reading.head == organs
    assert reading.issuers == organs
    assert reading.document_number == "团曦联〔2026〕3号"
    assert reading.title == "关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知"
    assert reading.recipients == ("各市团委", "市委社会工作部", "教育局", "民政局", "妇联", "各省属高校团委")


def test_joint_notice_gives_dates_attachments_note_and_imprint(paper: Paper) -> None:
    reading = paper("joint")

    assert (reading.signed_on, reading.printed_on) == (date(2026, 11, 5), date(2026, 11, 6))
    assert reading.attachments == ("“灯火小屋”试点申报表", "试点推荐汇总表")
    assert reading.note == "（此件公开发布）"
    assert reading.cc == ("团曦原省委各部门", "各直属单位")
    assert reading.printed_by == "共青团曦原省委办公室"
    assert deadlines(reading) == ["2026-11-10", "2026-11-27", "2026-12-18T17:30"]


def test_joint_notice_keeps_the_contact_out_of_the_body_and_word_for_word(paper: Paper) -> None:
    reading = paper("joint")

    assert reading.contact_text == "联系人：林予安，电话：0000-0000103，邮箱：qnfz@xiyuan.example。"
    assert reading.contacts[0].to_json() == {
        "names": ["林予安"],
        "phones": ["0000-0000103"],
        "fax": None,
        "emails": ["qnfz@xiyuan.example"],
        "address": None,
        "postcode": None,
    }
    assert [(block.level, block.text) for block in reading.body][-2:] == [
        (1, "四、试点申报"),
        (0, "每市推荐不超过2个，按附件1填写申报表，按附件2填写汇总表。"),
    ]


def test_request_gives_signer_and_the_contact_in_the_note(paper: Paper) -> None:
    reading = paper("request")

    assert (reading.kind, reading.document_number, reading.signer) == ("请示", "团鹭报〔2026〕6号", "孟云舒")
    assert reading.recipients == ("县委",)
    assert reading.contacts[0].names == ("唐小禾",)
    assert reading.body[-1].text == "妥否，请批示。"


def test_report_reads_the_date_in_chinese_numerals(paper: Paper) -> None:
    reading = paper("report")

    assert (reading.kind, reading.signed_on) == ("报告", date(2026, 12, 3))
    assert reading.issuers == ("共青团枫眠县委",)
    assert [block.level for block in reading.body] == [0, 1, 0, 1, 0, 1, 2, 2, 0]


def test_letter_gives_head_and_signature_apart(paper: Paper) -> None:
    reading = paper("letter")

    assert reading.kind == "函"
    assert reading.head == ("共青团澈湖市委",)
    assert reading.signature == ("共青团澈湖市委办公室",)
    assert deadlines(reading) == ["2026-11-20"]


def test_meeting_notice_dates_the_reply_not_the_meeting(paper: Paper) -> None:
    reading = paper("meeting")

    assert deadlines(reading) == ["2026-11-24T12:00"]
    assert reading.attachments == ("参会回执",)
    assert reading.annexes[0].body[0].text == "单位｜姓名｜职务｜联系电话"
    assert reading.contacts[0].emails == ("tbch@xiyuan.example",)


def test_forwarding_notice_names_what_it_passes_on(paper: Paper) -> None:
    reading = paper("forward")

    assert reading.title == ("共青团鹭汀县委转发《关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知》的通知")
    assert [(p.number, p.title, p.organ) for p in reading.parent_documents] == [
        ("团澈联〔2026〕2号", "关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知", "团澈湖市委等部门")
    ]
    assert reading.signed_on == date(2026, 11, 12)
    assert "read.recurring" in codes(reading)


def test_forwarding_notice_keeps_the_forwarded_text_below_the_cover(paper: Paper) -> None:
    texts = [block.text for block in paper("forward").body]

    assert texts.index("关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知") == 4
    assert texts[-1] == "2026年11月10日"


def test_issuing_notice_keeps_the_rules_it_issues(paper: Paper) -> None:
    reading = paper("issue_plan")

    assert reading.title == "共青团栀林市委关于印发《栀林市“灯火小屋”开放管理办法》的通知"
    assert [(block.level, block.text) for block in reading.body[1:4]] == [
        (0, "栀林市“灯火小屋”开放管理办法"),
        (1, "第一章　总则"),
        (0, "第一条　为规范“灯火小屋”开放管理，制定本办法。"),
    ]
    assert reading.parent_documents == ()
    assert reading.signed_on == date(2026, 10, 30)


def test_web_page_leaves_its_frame_behind(paper: Paper) -> None:
    reading = paper("web")

    assert reading.title == "关于做好2027年寒假“灯火小屋”志愿者招募工作的通知"
    assert reading.attachments == ("报名表", "志愿者守则")
    assert reading.signed_on == date(2026, 12, 10)
    assert not any(word in reading.text() for word in ("浏览次数", "上一篇", "版权所有", "打印本页", "来源"))
    assert "repair.web" in codes(reading)


def test_web_page_gives_the_end_of_the_registration_period(paper: Paper) -> None:
    assert deadlines(paper("web")) == ["2026-12-25"]


def test_wechat_article_keeps_only_the_notice(paper: Paper) -> None:
    reading = paper("wechat")

    assert reading.title == "关于征集“渡口边的一小时”短视频的通知"
    assert reading.recipients == ("全县各级团组织", "广大团员青年")
    assert reading.issuers == ("团鹭汀县委",)
    assert deadlines(reading) == ["2026-12-31"]
    assert reading.body[-1].text == "投稿前须取得画面中成年人的同意。"


def test_title_on_three_lines_becomes_one(paper: Paper) -> None:
    reading = paper("three_lines")

    assert reading.title == "共青团霁山市委关于组织开展“周三通话角”志愿服务队骨干培训和观摩交流活动的通知"
    assert reading.head == ("中国共产主义青年团霁山市委员会",)
    assert reading.contacts[0].names == ("何清",)


def test_notice_without_recipients_begins_with_its_body(paper: Paper) -> None:
    reading = paper("no_recipients")

    assert reading.recipients == ()
    assert reading.body[0].text.startswith("国庆节期间")
    assert deadlines(reading) == []


def test_markdown_signs_are_taken_off(paper: Paper) -> None:
    reading = paper("markdown")

    assert reading.title == "关于报送2026年度“灯火小屋”工作总结的通知"
    assert reading.recipients == ("各县（区）团委", "各市属学校团委")
    assert [block.level for block in reading.body] == [0, 1, 3, 3, 1, 0, 0]
    assert not any(sign in reading.text() for sign in "#*>")
    assert deadlines(reading) == ["2026-12-11", "2026-12-15"]


def test_hard_wrapped_lines_become_paragraphs(paper: Paper) -> None:
    reading = paper("wrapped")

    assert reading.title == "共青团栀林市委关于做好冬季“灯火小屋”安全检查工作的通知"
    assert [block.level for block in reading.body] == [0, 1, 0, 1, 0, 1, 0]
    assert reading.body[2].text.endswith("不得代签，也不得事后补签。")
    assert reading.contacts[0].fax == "0000-0000502"
    assert {"repair.lines", "repair.pages", "repair.width"} <= codes(reading)


def test_first_ten_days_of_a_month_end_on_the_tenth_and_the_middle_ones_on_the_twentieth(paper: Paper) -> None:
    assert deadlines(paper("wrapped")) == ["2026-11-20", "2026-12-20", "2026-12-25"]


def test_shifted_signs_of_a_pdf_are_put_back(paper: Paper) -> None:
    reading = paper("shifted")

    assert reading.title == "关于做好“灯火小屋”冬季开放工作的通知"
    assert reading.recipients == ("各县（区）团委",)
    assert reading.body[2].text == "2026年11月20日起，每周开放两次；遇雨雪天气停开。"
    assert (reading.signed_on, deadlines(reading)) == (date(2026, 11, 10), ["2026-11-30"])


def test_misread_letters_in_dates_and_numbers_are_put_right(paper: Paper) -> None:
    reading = paper("ocr")

    assert reading.document_number == "团葵发〔2026〕18号"
    assert reading.title == "共青团葵原县委关于开展“葵花课堂”志愿服务的通知"
    assert reading.body[1].text == "一、时间安排"
    assert reading.body[2].text == "2026年11月20日至12月31日。每周六上午9:00开课。"
    assert reading.signed_on == date(2026, 11, 16)
    assert {"repair.digits", "repair.number", "repair.email", "repair.quotes"} <= codes(reading)


def test_lost_character_is_flagged_and_left_alone(paper: Paper) -> None:
    reading = paper("ocr")

    lost = [finding for finding in reading.findings if finding.code == "damage.missing"]
    assert len(lost) == 1
    assert lost[0].severity == "warning"
    assert "志者登记表" in lost[0].excerpt
    assert "志者登记表" in reading.text()


def test_columns_of_contacts_are_paired(paper: Paper) -> None:
    pairs = [(contact.names, contact.phones) for contact in paper("contact_list").contacts]

    assert pairs == [
        (("许南枝",), ("0000-0000201",)),
        (("白景行",), ("0000-0000202",)),
        (("宋怀远",), ("0000-0000203",)),
        (("林予安",), ("0000-0000103",)),
        (("周慎行",), ("0000-0000104",)),
    ]


def test_decision_needs_no_recipients_and_has_its_list_as_annex(paper: Paper) -> None:
    reading = paper("decision")

    assert (reading.kind, reading.recipients) == ("决定", ())
    assert reading.attachments == ("2026年度优秀志愿服务队名单",)
    assert reading.annexes[0].title == "2026年度优秀志愿服务队名单"
    assert "芦哨镇志愿服务队" in [block.text for block in reading.annexes[0].body]
    assert "read.annex" in codes(reading)


def test_reply_cites_the_request_with_its_number(paper: Paper) -> None:
    parent = paper("reply").parent_documents[0]

    assert (parent.number, parent.title) == ("澈教〔2026〕77号", "关于晚渡镇中心小学开设“灯火小屋”的请示")
    assert paper("reply").note == "（此件依申请公开）"


def test_minutes_name_their_organ_and_issue(paper: Paper) -> None:
    reading = paper("minutes")

    assert (reading.kind, reading.issuers, reading.document_number) == ("纪要", ("共青团曦原省委",), "〔2026〕第7期")
    assert deadlines(reading) == ["2026-11-05"]


def test_formal_minutes_give_organ_and_day_under_the_head_and_who_was_there(paper: Paper) -> None:
    reading = paper("minutes_formal")

    assert (reading.kind, reading.issuers, reading.document_number) == ("纪要", ("共青团栀林市委",), "〔2026〕第14期")
    assert (reading.signature, reading.signed_on) == (("共青团栀林市委办公室",), date(2026, 10, 19))
    assert reading.head == ("共青团栀林市委书记办公会议",)
    assert reading.attendance_text.splitlines() == [
        "出席：沈星河、祝青禾、严立夏", "列席：办公室张望舒，青年发展部李知秋", "请假：周听澜"
    ]  # fmt: skip
    assert reading.cc == ("各副书记", "各部室")
    assert [block.level for block in reading.body] == [0, 1, 1, 0]
    assert reading.annexes == ()


def test_recipients_in_the_imprint_are_read() -> None:
    reading = read_text(
        "关于做好工作的通知\n现就有关事项通知如下。\n共青团澈湖市委\n2026年11月10日\n主送：各县（区）团委，市直机关团工委。\n抄送：市委办公室。"
    )

    assert reading.recipients == ("各县（区）团委", "市直机关团工委")
    assert reading.cc == ("市委办公室",)


def test_metadata_table_of_a_site_fills_what_the_paper_leaves_out(paper: Paper) -> None:
    reading = paper("opinion")

    assert reading.document_number == "团曦发〔2026〕19号"
    assert reading.signed_on == date(2026, 10, 12)
    assert reading.issuers == ("共青团曦原省委",)
    assert [parent.title for parent in reading.parent_documents] == ["中华人民共和国未成年人保护法", "志愿服务条例"]
    assert deadlines(reading) == ["2027-12-31"]


def test_urgency_is_read_and_end_of_this_month_counted(paper: Paper) -> None:
    reading = paper("circular")

    assert (reading.kind, reading.urgency) == ("通报", "特急")
    assert deadlines(reading) == ["2026-11-30"]
    assert [block.level for block in reading.body] == [0, 1, 4, 4, 1, 0]


def test_secrecy_mark_is_kept_for_the_linter() -> None:
    reading = read_text("秘密★1年\n共青团曦原省委文件\n关于做好有关工作的通知\n各市团委：\n请做好工作。")

    assert reading.secrecy == "秘密★1年"


def test_letter_spaced_head_is_one_name() -> None:
    reading = read_text(
        "曦  原  省  教  育  厅\n共  青  团  曦  原  省  委    文件\n曦教联〔2026〕12号\n关于建设小屋的意见\n各市教育局：\n提出如下意见。"
    )

    assert reading.head == ("曦原省教育厅", "共青团曦原省委")


def test_organs_in_a_title_stay_apart() -> None:
    reading = read_text(
        "曦原省教育厅 共青团曦原省委关于做好寒假安全工作的通知\n各市教育局、团委：\n请做好寒假安全工作。"
    )

    assert reading.title == "曦原省教育厅 共青团曦原省委关于做好寒假安全工作的通知"
    assert reading.issuers == ("曦原省教育厅", "共青团曦原省委")


def test_paper_pasted_as_one_line_gets_its_lines_back() -> None:
    reading = read_text(
        "关于做好春节期间值班工作的通知各县（区）团委、市属各学校团委：春节临近，为做好值班工作，现将有关事项通知如下："
        "一、值班时间2026年2月15日至2月23日，每天安排两人值班，一人为负责同志。二、有关要求（一）实行24小时值班。"
        "（二）请于2月10日前将值班表报市委办公室。特此通知。联系人：丁小满，电话：0000-0000205。共青团澈湖市委2026年2月3日"
    )

    assert reading.title == "关于做好春节期间值班工作的通知"
    assert reading.recipients == ("各县（区）团委", "市属各学校团委")
    assert (reading.issuers, reading.signed_on) == (("共青团澈湖市委",), date(2026, 2, 3))
    assert [block.level for block in reading.body] == [0, 1, 1, 2, 2, 0]
    assert "repair.breaks" in codes(reading)


def test_text_without_a_title_says_so_by_none() -> None:
    reading = read_text("各位老师：\n请各班于11月20日前把寒假安全告知书交到德育处。")

    assert (reading.title, reading.kind) == (None, None)
    assert reading.recipients == ("各位老师",)


def test_deadline_without_any_year_is_noted_not_dated() -> None:
    reading = read_text("关于收取作业的通知\n各班：\n请于11月20日前交齐。")

    assert reading.deadlines == ()
    assert "read.no-year" in codes(reading)


def test_deadline_without_any_year_follows_from_today() -> None:
    reading = read_text("关于收取作业的通知\n各班：\n请于1月20日前交齐。", today=date(2026, 12, 1))

    assert deadlines(reading) == ["2027-01-20"]


def test_text_longer_than_any_paper_is_refused() -> None:
    with pytest.raises(ReadError, match="20 万字"):
        read_text("通" * 200_001)


def test_section_of_its_own_keeps_its_contacts_in_the_body() -> None:
    reading = read_text(
        "关于举办培训班的函\n各有关单位：\n函告如下：\n一、报名方式：请于2026年11月30日17时前报名。\n二、联系方式：\n"
        "联系人：林予安  周慎行\n电  话：0000-0000103    0000-0000104\n共青团曦原省委办公室\n2026年11月16日"
    )

    assert [(contact.names, contact.phones) for contact in reading.contacts] == [
        (("林予安", "周慎行"), ("0000-0000103", "0000-0000104"))
    ]
    assert reading.contact_text == ""
    assert reading.body[-2].text == "联系人：林予安　周慎行"


def test_signature_with_a_date_that_lacks_its_year() -> None:
    reading = read_text("关于上报人数的紧急通知\n各乡镇团委：\n请尽快上报。\n县团委\n12月28日")

    assert (reading.issuers, reading.signed_on, reading.signed_text) == (("县团委",), None, "12月28日")


def test_announcement_number_stands_apart_from_its_title() -> None:
    reading = read_text("2026年第3号\n\n公    告\n\n现就有关事项公告如下：\n一、条件。\n共青团霁山市委\n2026年12月1日")

    assert (reading.title, reading.kind, reading.document_number) == ("公告", "公告", "2026年第3号")


def test_title_shown_twice_by_a_page_counts_once() -> None:
    title = "共青团澈湖市委关于做好值班工作的通知"
    reading = read_text(f"{title}\n来源：本站\n{title}\n团澈发〔2026〕5号\n各县（区）团委：\n请做好值班工作。")

    assert (reading.title, reading.document_number) == (title, "团澈发〔2026〕5号")
    assert [block.text for block in reading.body] == ["请做好值班工作。"]


def test_date_of_a_web_page_hints_at_the_year_only() -> None:
    reading = read_text("关于收取材料的通知\n发布日期：2025-03-22  阅读次数：12\n各班：\n请于3月25日17点前提交。")

    assert deadlines(reading) == ["2025-03-25T17:00"]
    assert reading.signed_on is None


def test_issuer_from_title_when_nobody_signs() -> None:
    assert read_text("共青团澈湖市委关于放假的通知\n各部门：\n国庆放假。").issuers == ("共青团澈湖市委",)


def test_form_below_is_no_table_of_a_site() -> None:
    reading = read_text(
        "关于申报的通知\n各市团委：\n请申报。\n附件：1.申报表\n2.评分表\n共青团曦原省委\n2026年11月20日\n附件1\n申报表\n单位名称：\n附件2\n评分表\n1.场地"
    )

    assert [(annex.title, [block.text for block in annex.body]) for annex in reading.annexes] == [
        ("申报表", ["单位名称："]),
        ("评分表", ["1.场地"]),
    ]


def test_second_person_of_another_organ_on_a_line_without_labels() -> None:
    reading = read_text(
        "关于报送名单的通知\n各学校：\n请报送名单。\n联系人：县教育局  季安然   0000-0000902\n        团县委    唐小禾  0000-0000301\n"
        "共青团鹭汀县委\n2026年8月30日"
    )

    assert [(contact.names, contact.phones) for contact in reading.contacts] == [
        (("季安然",), ("0000-0000902",)),
        (("唐小禾",), ("0000-0000301",)),
    ]
    assert [block.text for block in reading.body] == ["请报送名单。"]


def test_labelled_title_is_a_title() -> None:
    reading = read_text("标题：关于申报的通知\n各市团委：\n名称：灯火小屋。\n请申报。")

    assert reading.title == "关于申报的通知"
    assert [block.text for block in reading.body] == ["名称：灯火小屋。", "请申报。"]
