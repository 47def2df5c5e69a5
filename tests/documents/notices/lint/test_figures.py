"""Figures, numbers, placeholders, headings, lengths and wording."""

import pytest

from tests.documents.notices.lint.papers import found, paper


@pytest.mark.parametrize(
    "text",
    [
        "建设小屋共40间：新建35间、改建4间。",
        "全市共40名，其中枫眠县22名、橡谷县20名。",
        "共安排12场次（鹭汀县5场、萤田县6场）。",
        "97+5=100间。",
    ],
)
def test_parts_that_do_not_add_up_are_told(text: str) -> None:
    assert len(found(paper(body=text), "figure.sum")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "建设小屋共40间：新建35间、改建5间。",
        "建100间，其中村里建97间，镇上建3间。",
        "97+3=100间。",
        "全市共40名，其中女生15名。",
        "全市共40名，其中枫眠县12名、橡谷县10名。",
        "共需经费1.5万元，请县财政安排。",
        "共有小屋12间，每间配书架2个、课桌10张。",
        "共40人：领队2人、队员38人。",
        "共30间小屋，比去年增加5间，覆盖12个乡镇。",
    ],
)
def test_parts_that_add_up_or_are_no_parts_pass(text: str) -> None:
    assert found(paper(body=text), "figure.sum") == []


def test_shares_beyond_the_whole_are_told() -> None:
    assert len(found(paper(body="高校队伍占60%，社区队伍占50%。"), "figure.share")) == 1
    assert len(found(paper(body="检查验收率为120%。"), "figure.share")) == 1


@pytest.mark.parametrize(
    "text", ["高校队伍占60%，社区队伍占40%。", "验收率达到100%，抽查率不低于50%。", "参与人数比去年增长120%。"]
)
def test_shares_of_a_whole_pass(text: str) -> None:
    assert found(paper(body=text), "figure.share") == []


def test_scores_that_miss_the_full_mark_are_told() -> None:
    body = "一、评分（100分制）\n1.场地达标。（40分）\n2.交接规范。（30分）\n3.记录完整。（20分）"

    assert "90分" in found(paper(body=body), "figure.score")[0].message
    assert found(paper(body=body.replace("20分", "30分")), "figure.score") == []


def test_rise_in_percentage_points_is_reckoned() -> None:
    assert len(found(paper(body="到会率由61%升到83%，提高20个百分点。"), "figure.change")) == 1
    assert found(paper(body="到会率由61%升到83%，提高22个百分点。"), "figure.change") == []


def test_reversed_range_of_figures_is_told() -> None:
    assert len(found(paper(body="每县推荐5—3名。"), "figure.range")) == 1
    assert found(paper(body="每县推荐3—5名，0—16岁。"), "figure.range") == []


@pytest.mark.parametrize("number", ["团澈发〔2026〕第12号", "团澈发〔2026〕012号"])
def test_number_with_an_ordinal_word_or_a_leading_zero_is_told(number: str) -> None:
    assert "团澈发〔2026〕12号" in found(paper(number=number), "number.format")[0].message


def test_cited_number_in_the_wrong_brackets_is_told() -> None:
    assert len(found(paper(body="根据《全省工作要点》（团曦发[2026]8号）要求，请认真落实。"), "number.format")) == 1


def test_number_in_due_form_passes() -> None:
    assert found(paper(body="根据《全省工作要点》（团曦发〔2026〕8号）要求，请认真落实。"), "number.format") == []


@pytest.mark.parametrize(
    "text", ["《意见》（国发〔 〕号）", "《意见》（国发〔2026〕 号）", "《意见》（国发〔20××〕×号）"]
)
def test_number_left_open_is_told(text: str) -> None:
    assert len(found(paper(body=f"根据{text}，请落实。"), "placeholder.number")) == 1


def test_complete_number_is_not_open() -> None:
    assert found(paper(body="根据《意见》（国发〔2016〕13号），请落实。"), "placeholder.number") == []


@pytest.mark.parametrize(
    "text", ["20xx年工作", "20××年工作", "××小学", "XXX同志负责", "地点待定", "共____人", "（请填写名称）", "某某学校"]
)
def test_places_left_open_are_told(text: str) -> None:
    assert len(found(paper(body=f"现将{text}有关事项通知如下。"), "placeholder.text")) == 1


@pytest.mark.parametrize("text", ["2026年工作", "采用XML格式", "T台活动", "待定期检查后", "x光检查", "某村三年级"])
def test_complete_text_has_no_open_places(text: str) -> None:
    assert found(paper(body=f"现将{text}有关事项通知如下。"), "placeholder.text") == []


def test_open_contact_is_told() -> None:
    assert len(found(paper(contact="联系人：待定，电话：0000-0000201"), "placeholder.text")) == 1


@pytest.mark.parametrize(
    "body",
    [
        "一、任务\n做好工作。\n三、要求\n抓好落实。",
        "二、任务\n做好工作。",
        "（一）任务。\n（三）要求。",
        "1.任务。\n1.要求。\n3.其他。",
    ],
)
def test_gap_in_the_ordinals_is_told(body: str) -> None:
    assert len(found(paper(body=body), "heading.gap")) >= 1


@pytest.mark.parametrize(
    "body",
    [
        "一、任务\n（一）甲。\n（二）乙。\n二、要求\n（一）甲。",
        "一、任务\n1.甲。\n2.乙。\n二、要求\n1.甲。",
        "三月份：\n1.甲。\n2.乙。\n四月份：\n1.甲。",
        "十、甲\n",
    ][:3],
)
def test_ordinals_in_order_pass(body: str) -> None:
    assert found(paper(body=body), "heading.gap") == []


def test_odd_signs_behind_ordinals_are_mentioned_once() -> None:
    hits = found(paper(body="一、任务\n1、甲。\n2、乙。"), "heading.style")

    assert [hit.message for hit in hits] == ["序号“1、”应写作“1.”，共2处。"]
    assert found(paper(body="一、任务\n1.甲。\n（1）乙。"), "heading.style") == []


def test_length_is_held_to_the_limits() -> None:
    assert found(paper(body="好" * 3990), "length.body") == []
    assert "4000字" in found(paper(body="好" * 4001), "length.body")[0].message
    assert "5000字" in found(paper(body="好" * 5001), "length.body")[0].message


@pytest.mark.parametrize("text", ["建立台帐。", "配备心里咨询室。", "征募自愿者。", "截止目前已开放12次。"])
def test_common_slips_are_told(text: str) -> None:
    assert len(found(paper(body=text), "text.typo")) == 1


@pytest.mark.parametrize(
    "text", ["建立台账。", "放在心里。", "自愿参加。", "截止日期为11月27日。", "截至目前已开放12次。"]
)
def test_right_words_pass(text: str) -> None:
    assert found(paper(body=text), "text.typo") == []


def test_stray_foreign_word_is_told() -> None:
    assert len(found(paper(body="强化责任意识 and 法律意识。"), "text.latin")) == 1
    assert found(paper(body="用APP报名，配备dvd机。"), "text.latin") == []


@pytest.mark.parametrize(
    "text",
    [
        "计划认领200个，其中笛台区50个、枫眠县60个、橡谷县40个、蝉坪县40个。",
        "现有小屋30间（其中新建20间、改建15间）。",
    ],
)
def test_parts_of_a_bare_number_are_held_against_it(text: str) -> None:
    assert len(found(paper(text), "figure.sum")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "授予50名同志称号，其中女性30名、党员25名、少数民族12名。",
        "现有志愿者1000人，其中大学生500人、教师300人。",
        "计划认领200个，其中笛台区50个、枫眠县60个、橡谷县40个等。",
    ],
)
def test_parts_that_overlap_or_are_not_all_pass(text: str) -> None:
    assert found(paper(text), "figure.sum") == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("开展“情暧冬日”行动。", "情暖冬日"),
        ("落实党的二+大精神。", "的二十大精"),
        ("把活动纳人重要日程。", "动纳入重要"),
        ("现将有关事顶通知如下。", "关事项通知"),
        ("时间为12月1日至2月28 H。", "2月28日"),
        ("己经完成任务。", "已经完"),
        ("关爰留守几童。", "关爱留"),
    ],
)
def test_signs_that_recognition_mistakes_are_told_with_the_word_meant(text: str, meant: str) -> None:
    hits = found(paper(text), "text.typo")

    assert meant in hits[0].message
    assert hits[0].find in text
    assert hits[0].put != hits[0].find


@pytest.mark.parametrize(
    "text",
    [
        "“互联网+教育”和5+2课后服务。", "做为期三天的培训。", "几名志愿者深入人心。", "安全事项和事业顶层设计。", "白天开放。",
        "杨树林边的暧昧说法。", "自己经营书屋。", "耍狮子表演。", "收入人均增长。", "本人人品。", "报名截止11月20日。", "末来得及的说法除外。",
    ],
)  # fmt: skip
def test_words_that_only_look_alike_pass(text: str) -> None:
    assert found(paper(text), "text.typo") == []


def test_articles_are_counted_through_all_chapters() -> None:
    text = "第一章 总则\n第一条 为规范管理，制定本办法。\n第二章 值守\n第三条 每周开放。"

    assert [hit.message for hit in found(paper(text), "heading.article")] == [
        "条文从“第一条”到“第三条”，有跳号、重号或漏了内容。请核对。"
    ]
    assert found(paper(text.replace("第三条", "第二条")), "heading.article") == []
