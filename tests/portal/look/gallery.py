"""Every page template with the sample contexts that it is shown with; one entry, one picture."""

from collections.abc import Callable
from types import SimpleNamespace as Thing
from typing import Any

from tests.portal.look import compiling_samples as compiling
from tests.portal.look import desk_list_samples as lists
from tests.portal.look import desk_samples as desk
from tests.portal.look import public_samples as public
from tests.portal.look import samples as s
from tests.portal.look import shapes

Context = Callable[[], dict[str, Any]]

#: name of the picture → (template, context)
PAGES: dict[str, tuple[str, Context]] = {
    "login": ("registration/login.html", desk.login),
    "login-failed": ("registration/login.html", desk.login_failed),
    "locked": ("registration/locked.html", lambda: s.HOUSE),
    "todo": ("desk/todo.html", desk.todo),
    "todo-empty": ("desk/todo.html", desk.todo_empty),
    "mine": ("desk/mine.html", lists.mine),
    "batch": ("desk/batch.html", lists.batch),
    "fill": ("desk/fill.html", lists.fill),
    "fill-returned": ("desk/fill.html", lists.fill_returned),
    "incoming": ("desk/incoming.html", lists.incoming),
    "receipt": ("desk/receipt.html", lists.receipt),
    "register": ("desk/register.html", lists.register),
    "progress": ("desk/progress.html", lists.progress),
    "totals": ("desk/totals.html", compiling.totals),
    "totals-refused": ("desk/totals.html", compiling.totals_refused),
    "fill-sums": ("desk/fill.html", compiling.fill_sums),
    "number-dispatch": ("desk/number_dispatch.html", desk.number_dispatch),
    "review": ("desk/review.html", desk.review),
    "review-reader": ("desk/review.html", desk.review_reader),
    "explain": ("desk/explain.html", desk.explain),
    "confirm": ("desk/confirm.html", desk.confirm),
    "measure": ("desk/measure.html", desk.measure),
    "form": ("desk/form.html", lists.form),
    "summary": ("desk/summary.html", desk.summary),
    "home": ("pages/home_page.html", public.home),
    "home-empty": ("pages/home_page.html", public.home_empty),
    "campaign": ("pages/campaign_page.html", public.campaign),
    "campaigns": (
        "pages/campaign_index_page.html",
        public.listing("专项行动", "专项行动", groups=[("正在开展", [public.CAMPAIGN])]),
    ),
    "notices": (
        "pages/notice_index_page.html",
        public.listing(
            "通知公告",
            "通知公告",
            filters=s.RegisterFilter(),
            notices=public.notices(),
            page_obj=shapes.Page(),
            feed_url="?",
        ),
    ),
    "notice": ("pages/notice_page.html", public.notice),
    "stories": ("pages/showcase_index_page.html", public.listing("典型", "典型", cases=public.stories())),
    "story": ("pages/showcase_page.html", public.showcase),
    "results": ("pages/results_page.html", public.results),
    "result-list": (
        "pages/result_index_page.html",
        public.listing("公示与结果", "公示与结果", results=public.results_rows()),
    ),
    "info": (
        "pages/info_page.html",
        lambda: public.public(
            "首页", page=Thing(title="关于我们", body=public.mark_safe("<p>本站由共青团曦原省委员会主办。</p>"))
        ),
    ),
    "search": ("pages/search.html", public.search),
    "error-400": ("400.html", lambda: s.HOUSE),
    "error-403": ("403.html", lambda: s.HOUSE),
    "error-csrf": ("403_csrf.html", lambda: s.HOUSE),
    "error-404": ("404.html", lambda: s.HOUSE),
    "error-500": ("500.html", dict),
    "read": ("desk/read.html", desk.read),
    "read-blocked": ("desk/read.html", desk.read_blocked),
}
