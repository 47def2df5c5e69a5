"""Small definitions for the tests of this package."""

MEMO = """
process = "memo"
title = "签报"
subject = "paper"
initial = "draft"

[states.draft]
title = "拟稿"
party = { at = "author", role = "drafter" }

[states.sign]
title = "签批"
party = { at = "organ", role = "secretary" }

[states.done]
title = "已签批"
outcome = "passed"

[transitions.submit]
title = "送签"
from = "draft"
to = "sign"

[transitions.approve]
title = "同意"
from = "sign"
to = "done"

[transitions.return]
title = "退回修改"
from = "sign"
to = "@chosen"
verdict = "return"
resubmit = "choose"
"""

CHAIN = """
process = "chain"
title = "四级"
subject = "paper"
initial = "draft"

[states.draft]
title = "拟稿"
party = { at = "author", role = "drafter" }

[states.check]
title = "核稿"
party = { at = "organ", role = "reviewer" }

[states.office]
title = "审核"
party = { at = "organ", role = "office" }
profiles = ["full"]

[states.cosign]
title = "会签"
party = { name = "co_issuer", at = "@co_issuers", role = "secretary" }
skip = "没有联合发文机关"

[states.sign]
title = "签发"
party = { at = "organ", role = "secretary" }

[states.done]
title = "已签发"
outcome = "passed"

[states.void]
title = "作废"
outcome = "void"

[transitions.submit]
title = "送核"
from = "draft"
to = "check"

[transitions.check_pass]
title = "核稿通过"
from = "check"
to = "office"

[transitions.office_pass]
title = "审核通过"
from = "office"
to = "cosign"

[transitions.cosign_pass]
title = "同意会签"
from = "cosign"
to = "sign"

[transitions.sign]
title = "同意签发"
from = "sign"
to = "done"
effects = ["paper.number", "paper.seal"]

[transitions.return]
title = "退回修改"
from = ["check", "office", "cosign", "sign"]
to = "@chosen"
verdict = "return"
resubmit = "choose"

[transitions.back]
title = "退回上一环节"
from = ["check", "office", "cosign", "sign"]
to = "@previous"
verdict = "return"

[transitions.resend]
title = "直送退回人"
from = ["draft", "check", "office", "cosign"]
to = "@returner"
verdict = "none"
by = "party"

[transitions.withdraw]
title = "撤回"
from = ["check", "office", "cosign", "sign"]
to = "@previous"
verdict = "none"
by = "sender"
unread = true

[transitions.void]
title = "作废"
from = ["draft"]
to = "void"
verdict = "none"
by = "author"
"""


def voting(quorum: str, *, veto: bool = False, parties: int = 3) -> str:
    """A definition whose first state asks several parties at once."""
    asked = ", ".join(f'{{ name = "p{n}", at = "organ", role = "secretary" }}' for n in range(parties))
    return f"""
process = "vote"
title = "会签"
subject = "paper"
initial = "vote"

[states.vote]
title = "表决"
parties = [{asked}]
quorum = {quorum}
veto = {str(veto).lower()}

[states.done]
title = "通过"
outcome = "passed"

[states.refused]
title = "否决"
outcome = "refused"

[transitions.agree]
title = "同意"
from = "vote"
to = "done"

[transitions.disagree]
title = "不同意"
from = "vote"
to = "refused"
verdict = "no"
"""
