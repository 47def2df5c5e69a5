"""Who writes to whom, in which kind, with what attached, and whom it concerns."""

from dataclasses import replace

import pytest

from documents.notices.reading import read_text
from tests.documents.notices.lint.papers import found, paper


def test_several_superiors_of_an_upward_paper_are_told() -> None:
    title = "共青团鹭汀县委关于解决小屋取暖经费的请示"

    assert len(found(paper(title=title, recipients="县委、县政府："), "address.several")) == 1
    assert found(paper(title=title, recipients="县委："), "address.several") == []
    assert found(paper(recipients="各市团委、教育局："), "address.several") == []


@pytest.mark.parametrize("name", ["陆思齐书记", "县委何清越书记", "各位领导", "顾知白同志"])
def test_leader_as_addressee_is_told(name: str) -> None:
    hits = found(paper(title="关于小屋工作的报告", recipients=f"{name}："), "address.person")

    assert len(hits) == (0 if name.startswith("各") else 1)


def test_organs_are_no_persons() -> None:
    assert found(paper(title="关于小屋工作的报告", recipients="团省委："), "address.person") == []


@pytest.mark.parametrize("name", ["各乡镇人民政府", "各乡镇党委", "各街道办事处", "各县（区）人民政府", "县委"])
def test_league_committee_does_not_instruct_authorities(name: str) -> None:
    assert len(found(paper(recipients=f"{name}："), "address.authority")) == 1


@pytest.mark.parametrize("recipients", ["各乡镇团委：", "各县（区）团委，县直机关团工委：", "各街道团（工）委："])
def test_league_committee_instructs_the_league(recipients: str) -> None:
    assert found(paper(recipients=recipients), "address.authority") == []


def test_letter_to_an_authority_passes() -> None:
    assert found(paper(title="关于商请支持的函", recipients="各乡镇人民政府："), "address.authority") == []


def test_government_may_address_governments() -> None:
    reading = paper(recipients="各乡镇人民政府：", issuer="鹭汀县人民政府", head="鹭汀县人民政府文件", imprint="")

    assert found(reading, "address.authority") == []


@pytest.mark.parametrize("unit", ["各县（区）教育局", "各中小学校", "市民政局", "各县（区）妇联"])
def test_units_of_another_system_need_their_organ_as_co_issuer(unit: str) -> None:
    assert len(found(paper(recipients=f"各县（区）团委，{unit}："), "address.other-system")) == 1


def test_co_issuer_opens_the_way_to_its_system() -> None:
    reading = paper(recipients="各县（区）团委、教育局：", issuer="共青团澈湖市委　　澈湖市教育局", head="")

    assert reading.issuers == ("共青团澈湖市委", "澈湖市教育局")
    assert found(reading, "address.other-system") == []


def test_league_organs_of_schools_belong_to_the_league() -> None:
    assert found(paper(recipients="各学校团委、少工委："), "address.other-system") == []


def test_township_governments_are_not_of_civil_affairs() -> None:
    assert found(paper(recipients="各乡镇人民政府："), "address.other-system") == []


def test_entry_too_long_for_an_organ_is_mentioned() -> None:
    long = "各县区团委以及今年承担小屋建设的有关乡镇中心小学和农村社区团支部"

    assert len(found(paper(recipients=f"{long}："), "address.long")) == 1
    assert found(paper(), "address.long") == []


def test_report_that_asks_is_told() -> None:
    title = "共青团鹭汀县委关于小屋工作的报告"

    assert len(found(paper(title=title, body="现报告如下。经费不足，请予批准解决。"), "kind.report-asks")) == 1
    assert found(paper(title=title, body="现报告如下。特此报告。"), "kind.report-asks") == []


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("关于解决取暖经费和增加编制的请示", "妥否，请批示。"),
        ("关于有关事项的请示", "一、申请解决取暖经费\n共需1.5万元。\n二、申请增加编制\n共需1名。\n妥否，请批示。"),
    ],
)
def test_request_with_several_matters_is_told(title: str, body: str) -> None:
    assert len(found(paper(body=body, title=title), "kind.request-several")) == 1


def test_request_with_one_matter_passes() -> None:
    reading = paper(
        body="一、基本情况\n无取暖设备。\n二、所需经费\n共需1.5万元。\n妥否，请批示。", title="关于解决取暖经费的请示"
    )

    assert found(reading, "kind.request-several") == []
    assert found(reading, "kind.request-open") == []


def test_request_that_does_not_ask_is_told() -> None:
    assert len(found(paper(body="小屋无取暖设备。", title="关于取暖经费的请示"), "kind.request-open")) == 1


def test_kind_chosen_and_kind_in_the_title_must_agree() -> None:
    draft = replace(paper(), kind="函")

    assert len(found(draft, "kind.title")) == 1
    assert found(paper(), "kind.title") == []


def test_closing_words_of_another_kind_are_told() -> None:
    assert len(found(paper(body="请做好工作。\n特此函告。"), "kind.closing")) == 1
    assert found(paper(body="请做好工作。\n特此通知。"), "kind.closing") == []


def test_letter_that_orders_is_told() -> None:
    assert len(found(paper(body="请遵照执行。", title="关于选址的函"), "kind.letter-commands")) == 1
    assert found(paper(body="请予支持为盼。", title="关于选址的函"), "kind.letter-commands") == []


@pytest.mark.parametrize("name", ["共青团曦原省委青年发展部", "团中央青年志愿者工作部", "澈湖市教育局德育科"])
def test_inner_department_that_issues_is_told(name: str) -> None:
    assert len(found(paper(issuer=name), "issuer.department")) == 1


@pytest.mark.parametrize(
    "name", ["共青团澈湖市委", "共青团澈湖市委办公室", "中共澈湖市委社会工作部", "澈湖市教育局", "澈湖师范学院团委"]
)
def test_organs_and_their_offices_may_issue(name: str) -> None:
    assert found(paper(issuer=name), "issuer.department") == []


def test_head_and_signature_of_different_organs_are_told() -> None:
    assert len(found(paper(issuer="共青团霁山市委"), "issuer.head")) == 1


@pytest.mark.parametrize("head", ["中国共产主义青年团澈湖市委员会文件", "共青团澈湖市委员会", "共青团澈湖市委文件"])
def test_long_and_short_name_are_the_same_organ(head: str) -> None:
    assert found(paper(head=head), "issuer.head") == []


def test_host_alone_on_a_joint_head_passes() -> None:
    assert found(paper(issuer="共青团澈湖市委　　澈湖市教育局"), "issuer.head") == []


def test_title_and_signature_of_different_organs_are_told() -> None:
    title = "共青团霁山市委关于开展“灯火相伴”行动的通知"

    assert len(found(paper(title=title, head=""), "issuer.title")) == 1
    assert found(paper(title=title.replace("霁山", "澈湖")), "issuer.title") == []


def test_joint_issuers_of_different_rank_are_told() -> None:
    assert len(found(paper(issuer="共青团曦原省委　　澈湖市教育局", head=""), "issuer.levels")) == 1
    assert found(paper(issuer="共青团澈湖市委　　澈湖市教育局", head=""), "issuer.levels") == []


def test_attachment_that_is_not_listed_is_told() -> None:
    assert len(found(paper(attachments=""), "attachment.unlisted")) == 1
    assert len(found(paper(body="请填写附件3。"), "attachment.unlisted")) == 1
    assert found(paper(), "attachment.unlisted") == []


def test_attachment_that_is_not_mentioned_is_told() -> None:
    assert len(found(paper(body="请认真落实。"), "attachment.unmentioned")) == 1
    assert found(paper(), "attachment.unmentioned") == []
    assert found(paper(body="请报送试点申报表。"), "attachment.unmentioned") == []


def test_book_title_marks_around_an_attachment_are_mentioned() -> None:
    assert len(found(paper(attachments="附件：《试点申报表》"), "attachment.punctuation")) == 1
    assert found(paper(), "attachment.punctuation") == []


def test_term_without_a_contact_is_told() -> None:
    assert len(found(paper(contact=""), "contact.missing")) == 1
    assert found(paper(), "contact.missing") == []
    assert found(paper(contact="", body="请认真落实。", attachments=""), "contact.missing") == []


def test_contact_without_a_telephone_is_told() -> None:
    assert len(found(paper(contact="联系人：许南枝"), "contact.incomplete")) == 1
    assert found(paper(), "contact.incomplete") == []


def test_mobile_number_with_a_digit_missing_is_told() -> None:
    assert len(found(paper(contact="联系人：许南枝，手机：1380000000"), "contact.phone")) == 1
    assert found(paper(contact="联系人：许南枝，手机：13800000000"), "contact.phone") == []


def test_two_numbers_for_one_person_are_told() -> None:
    twice = "联系人：许南枝，电话：0000-0000201\n联系人：许南枝，电话：0000-0000209"

    assert len(found(paper(contact=twice), "contact.conflict")) == 1
    assert found(paper(contact="联系人：许南枝、白景行，电话：0000-0000201、0000-0000202"), "contact.conflict") == []


def test_identity_number_is_told_and_masked() -> None:
    hits = found(paper(body="受助学生身份证号000000201501010012，请核对。"), "privacy.id-number")

    assert len(hits) == 1
    assert "0000002015" not in hits[0].excerpt
    assert found(paper(body="受助学生12人，只报人数。"), "privacy.id-number") == []


def test_mobile_number_of_a_family_is_told_and_masked() -> None:
    hits = found(paper(body="学生家长电话13800000001，请联系。"), "privacy.minor-phone")

    assert [hit.excerpt for hit in hits] == ["*******0001"]
    assert found(paper(contact="联系人：许南枝，手机：13800000000"), "privacy.minor-phone") == []


def test_named_child_is_told() -> None:
    assert len(found(paper(body="林小某，女，9岁，晚渡镇中心小学三年级学生。"), "privacy.child-named")) == 1
    assert found(paper(body="志愿者谢珺玥，女，23岁，曦原理工大学毕业。"), "privacy.child-named") == []


@pytest.mark.parametrize("text", ["开展“灯火小屋”示范点创建。", "评选五星级小屋。", "争创示范县。"])
def test_model_campaign_of_a_city_needs_a_basis(text: str) -> None:
    assert len(found(paper(body=text), "burden.model")) == 1


@pytest.mark.parametrize(
    "text", ["确定试点县2个。", "开展典型案例推介。", "起到示范效应。", "经省里批准，开展示范点创建。"]
)
def test_pilots_and_campaigns_with_a_basis_pass(text: str) -> None:
    assert found(paper(body=text), "burden.model") == []


def test_province_may_run_a_model_campaign() -> None:
    assert found(paper(body="开展示范点创建。", issuer="共青团曦原省委", head=""), "burden.model") == []


def test_plans_to_match_are_mentioned() -> None:
    assert len(found(paper(body="各县要制定配套方案并报市里备案。"), "burden.reports")) == 1
    assert found(paper(body="不另行制定配套方案。"), "burden.reports") == []


def test_pasted_letter_is_judged_without_a_crash() -> None:
    assert len(found(read_text("各位老师：\n请交回执。"), "missing.title")) == 1


@pytest.mark.parametrize(
    ("recipients", "cc", "told"),
    [("团省委：", "", 1), ("团省委：", "抄送：团市委。", 0), ("团市委：", "", 0), ("县委：", "", 0)],
)
def test_paper_that_skips_a_level_is_told_unless_it_is_copied_there(recipients: str, cc: str, told: int) -> None:
    given = paper(
        title="关于小屋工作的报告", recipients=recipients, head="", issuer="共青团鹭汀县委", number="团鹭发〔2026〕2号"
    )
    given = replace(given, issuers=("共青团鹭汀县委",), cc=(cc.removeprefix("抄送：").rstrip("。"),) if cc else ())

    assert len(found(given, "relation.skips")) == told


def test_downward_paper_may_reach_any_level() -> None:
    assert found(paper(recipients="各乡镇团委："), "relation.skips") == []


@pytest.mark.parametrize(
    ("title", "cc", "told"),
    [
        ("关于小屋工作的报告", "各乡镇团委", 1),
        ("关于小屋工作的报告", "市民政局", 0),
        ("关于开展行动的通知", "各乡镇团委", 0),
    ],
)
def test_upward_paper_copied_to_lower_organs_is_told(title: str, cc: str, told: int) -> None:
    given = replace(paper(title=title, recipients="团市委："), cc=(cc,))

    assert len(found(given, "relation.copied-down")) == told


@pytest.mark.parametrize(
    ("title", "recipients", "told"),
    [
        ("关于商请支持场地的请示", "县教育局：", 1),
        ("关于商请支持场地的函", "县教育局：", 0),
        ("关于小屋经费的请示", "县委：", 0),
        ("关于小屋工作的报告", "团市委：", 0),
    ],
)
def test_request_to_an_organ_of_another_system_is_told(title: str, recipients: str, told: int) -> None:
    assert len(found(paper(title=title, recipients=recipients), "relation.sideways")) == told


def test_important_paper_downward_is_copied_to_the_organ_above() -> None:
    important = replace(paper(), important=True)

    assert len(found(important, "relation.superior-copy")) == 1
    assert found(replace(important, cc=("共青团曦原省委",)), "relation.superior-copy") == []
    assert found(paper(), "relation.superior-copy") == []
    assert found(replace(important, kind="报告"), "relation.superior-copy") == []


def test_units_that_share_the_league_committee_at_the_end_belong_to_the_league() -> None:
    assert found(paper(recipients="各县（区）团委，市属高校、企业团委："), "address.other-system") == []
    assert len(found(paper(recipients="各县（区）团委，各高校："), "address.other-system")) == 1
    assert len(found(paper(recipients="市教育局、各高校团委："), "address.other-system")) == 1


@pytest.mark.parametrize(
    "text", ["恳请团省委在项目资金上给予倾斜支持。", "请团省委对我市工作予以帮助。", "恳请将我县列为试点县。"]
)
def test_report_that_asks_in_passing_is_told(text: str) -> None:
    assert len(found(paper(text, title="共青团澈湖市委关于小屋工作的报告"), "kind.report-asks")) == 1


def test_report_that_hopes_or_tells_what_others_asked_passes() -> None:
    text = "希望上级加强业务指导。\n各地积极争取财政支持，请审阅。"

    assert found(paper(text, title="共青团澈湖市委关于小屋工作的报告"), "kind.report-asks") == []


def test_request_names_a_contact() -> None:
    title = "共青团鹭汀县委关于解决小屋取暖经费的请示"

    assert len(found(paper("妥否，请批示。", title=title, contact=""), "contact.request")) == 1
    assert found(paper("妥否，请批示。", title=title), "contact.request") == []


def test_minutes_head_names_the_meeting() -> None:
    reading = paper(title="共青团澈湖市委书记办公会议纪要", head="", recipients="", issuer="共青团澈湖市委办公室")

    assert found(reading, "issuer.head") == []


def test_attachments_that_are_not_mentioned_are_told_in_one_breath() -> None:
    text = "请按总体安排（附件1）做好准备。"
    several = paper(text, attachments="附件：1.总体安排\n2.报名表\n3.责任书")

    assert [hit.message for hit in found(several, "attachment.unmentioned")] == [
        "附件2、3在正文里没有提到。请在正文相应处注明，如“（见附件2）”。"
    ]


def test_attachment_that_is_passed_on_is_mentioned_by_its_matter() -> None:
    text = "现将《共青团曦原省委 曦原省教育厅关于做好寒假工作的通知》转发给你们，请抓好落实。"
    passed_on = paper(text, attachments="附件：共青团曦原省委等部门关于做好寒假工作的通知")

    assert found(passed_on, "attachment.unmentioned") == []


def test_attachments_are_numbered_in_arabic_digits() -> None:
    hits = found(paper("申报表见附件二，汇总表见附件三。", attachments="附件：1.甲表\n2.乙表"), "attachment.numerals")

    assert [(hit.find, hit.put) for hit in hits] == [("附件二", "附件2")]
    assert "共2处" in hits[0].message
    assert len(found(paper("见附件三。", attachments="附件：1.甲表\n2.乙表"), "attachment.unlisted")) == 1


def test_mailbox_alone_is_no_contact_for_what_is_due() -> None:
    reading = paper("请于11月27日前将总结报送至 a@b.example。", contact="")

    assert [hit.message for hit in found(reading, "contact.missing")] == [
        "要求按期报送，只写了邮箱，没有联系人和联系电话。请补上。"
    ]


def test_letters_in_a_number_and_blanks_in_a_mailbox_are_told_with_their_remedy() -> None:
    hits = found(paper(contact="联系人：许南枝，电话：0000-02O01l1，邮箱：xg tw@a.example"), "contact.signs")

    assert [(hit.find, hit.put) for hit in hits] == [
        ("0000-02O01l1", "0000-0200111"),
        ("xg tw@a.example", "xgtw@a.example"),
    ]
    assert found(paper(contact="联系人：许南枝，电话：0000-0200101，邮箱：Olll0001@a.example"), "contact.signs") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("报送内容包括儿童姓名、身份证号、家庭住址。", 1),
        ("请填报留守儿童监护人电话。", 1),
        ("只报儿童人数，不填报身份证号和家庭住址。", 0),
        ("报送志愿者身份证号用于购买保险。", 0),
    ],
)
def test_paper_that_has_childrens_data_collected_is_told(text: str, told: int) -> None:
    assert len(found(paper(text), "privacy.asked")) == told


def test_traces_in_work_groups_are_mentioned() -> None:
    assert len(found(paper("每户拍照2张，发到工作群里打卡。"), "burden.reports")) == 1
    assert found(paper("图片不超过3张，随总结报送。"), "burden.reports") == []


def test_cited_paper_without_its_number_is_mentioned() -> None:
    cited = "根据《关于做好寒假工作的通知》和《中华人民共和国未成年人保护法》，通知如下。"

    assert [hit.excerpt for hit in found(paper(cited), "citation.number")] == ["《关于做好寒假工作的通知》"]
    assert found(paper("根据《关于开展行动的通知》（团曦联〔2026〕3号），通知如下。"), "citation.number") == []
