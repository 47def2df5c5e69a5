"""常用语 of the opinion box, by the step at which a paper stands."""

from django.utils.translation import gettext_lazy as _

GENERAL = (_("同意。"), _("已阅。"))

BY_STATE = {
    "draft": (_("请审核。"),),
    "check": (_("已核，请办公室审核。"), _("文字已改，请再看一遍。")),
    "office": (_("格式、主送已核，拟同意。"), _("请分管领导审签。")),
    "cosign": (_("同意会签。"),),
    "deputy": (_("同意，请书记签发。"), _("原则同意。")),
    "sign": (_("同意，印发。"), _("同意，请抓好落实。")),
    "recheck": (_("复核无误。"),),
    "propose": (_("建议公开。"),),
    "approve": (_("同意公开。"),),
    "agree": (_("情况属实，同意报送。"),),
    "city": (_("材料齐全，建议推荐。"), _("数据与上次相差较大，请说明。")),
    "city_sign": (_("材料齐全，同意推荐。"),),
    "province": (_("经研究，同意。"),),
}


def phrases(state: str) -> list[str]:
    """What is often written at this step, the step's own words first."""
    return [str(phrase) for phrase in (*BY_STATE.get(state, ()), *GENERAL)]
