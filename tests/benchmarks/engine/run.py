"""Measures one database: ``python -m tests.benchmarks.engine.run INSTANCES`` on the database of $DATABASE_URL.

An empty one is filled first; one that ``manage.py scale`` filled is measured as it stands.

Prints one JSON object per figure, and notes for people on stderr.
"""

import json
import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from documents.incoming import following, receiving  # noqa: E402
from documents.incoming.models import Receipt  # noqa: E402
from documents.notices.models import Notice  # noqa: E402
from portal.demo.scaling.growing import draft, grow, lead  # noqa: E402
from portal.demo.scaling.realm import SINCE, Seat, standing  # noqa: E402
from tests.benchmarks.engine import bare, wagtail_peer  # noqa: E402
from tests.benchmarks.engine.stopwatch import Figure, measured, median, statements  # noqa: E402
from workflows import engine  # noqa: E402
from workflows.engine.models import Instance  # noqa: E402
from workflows.organisations.models import Level, Membership, Role, User  # noqa: E402

RUNS = 40
ARMS = {"within": "辖区", "own": "本单位", "handled": "经办", "shared": "共享"}


class Bench:
    """A grown database and the people who look at it."""

    def __init__(self, realm: dict[str, list[Seat]]) -> None:
        self.realm = realm
        self.now = timezone.now()
        self.seats = {seat.organ.pk: seat for seats in realm.values() for seat in seats}
        self.people = {
            "省": realm[Level.PROVINCE][0].holder("secretary"),
            "市": realm[Level.CITY][0].holder("secretary"),
            "县": realm[Level.COUNTY][0].holder("secretary"),
            "乡镇": realm[Level.TOWNSHIP][0].holder("secretary"),
        }

    def figures(self) -> Iterator[Figure]:
        """Every figure, in the order of the report."""
        yield from self.decisions()
        yield self.forty()
        yield from self.lists()
        yield self.right()
        yield from self.pages()
        yield from self.recipients()
        yield from self.wagtail()

    def waiting(self, stage: str, count: int) -> list[Instance]:
        """Cases of counties that wait in *stage*, spread over the counties."""
        found = Instance.objects.filter(node__name=stage, organ__level=Level.COUNTY, finished_at=None)
        return list(found.select_related("organ").order_by("-pk")[:count])

    def decision(self, case: Instance) -> Callable[[], Any]:
        """签发 of one case by its secretary, as the page sends it."""
        actor = self.seats[case.organ_id].holder("secretary")
        token = next(offer.token for offer in engine.offers(actor, case, now=self.now) if offer.transition == "sign")
        action = engine.Action(case.pk, "sign", actor, token=token, opinion="同意。", request_key=f"bench-{case.pk}")
        return lambda: engine.act(action, now=self.now)

    def decisions(self) -> Iterator[Figure]:
        """签发: event, items, content bound, outbox; then the same in turns with its bare statements.

        Statements are known from a rehearsal, which leaves their pages warm. So what is compared with them is rehearsed too;
        the first figure is not.
        """
        works = [self.decision(case) for case in self.waiting("sign", 4 * RUNS + 8)]
        for work in works[:7]:
            work()
        count = statements(works[7])
        cold, own, planned, usual = [], [], [], []
        for first, second, third, fourth in zip(works[8::4], works[9::4], works[10::4], works[11::4], strict=True):
            cold.append(median([first]))
            bare.rehearse(second)
            own.append(median([second]))
            planned.append(bare.replay(bare.rehearse(third), planned=True) * 1000)
            usual.append(bare.replay(bare.rehearse(fourth), planned=False) * 1000)
        yield Figure(
            "一次决定（签发，落盘）",
            statistics.median(cold),
            count,
            "≤ 12 条语句；SQLite ≤ 4 ms，PostgreSQL ≤ 6–8 ms",
        )
        ours = statistics.median(own)
        yield Figure("　预演过的（与下面两行相比）", ours, count)
        for what, times in (("　同样的语句，不经引擎", planned), ("　同样的语句，照 Django 的办法发", usual)):
            plain = statistics.median(times)
            yield Figure(what, plain, count, "≤ 1.6 倍", f"引擎是它的 {ours / plain:.2f} 倍")

    def forty(self) -> Figure:
        """Forty cases decided in one go."""

        seat = self.realm[Level.PROVINCE][0]
        reviewer = seat.holder("reviewer")

        def batch() -> Callable[[], Any]:
            actions = []
            for _ in range(40):
                notice = draft(seat, self.now)
                lead(notice, seat, "check", self.now)
                case: Any = engine.instance_of(notice, "issue")
                actions.append(engine.Action(case.pk, "check_pass", reviewer, opinion="同意。"))
            return lambda: engine.act_many(actions, now=self.now)

        batch()()
        count = statements(batch())
        return Figure("一次办40件", median([batch()]), count, "≤ 60 条语句")

    def lists(self) -> Iterator[Figure]:
        """Worklist and the arms of the lists, by level."""
        for level, person in self.people.items():
            yield measured(
                f"待办前20条（{level}）", lambda one=person: engine.worklist(one), runs=RUNS, reach="≤ 3 条，≤ 3 ms"
            )
        yield measured("待办数（省）", lambda: engine.counts(self.people["省"]), runs=RUNS)
        for arm, title in ARMS.items():
            for level, person in self.people.items():
                if level == "乡镇" and arm != "handled":
                    continue
                yield measured(
                    f"{title}前50条（{level}）",
                    lambda one=person, name=arm: list(engine.listing(one, Notice, name, newest=50)[:50]),
                    runs=10,
                    reach="≤ 4 条；PostgreSQL ≤ 5 ms，SQLite ≤ 100 ms",
                )

    def right(self) -> Figure:
        """A post that opens every case of the province, from nothing to the first page of the list."""
        role = Role.objects.get(key="office")
        organ = self.realm[Level.PROVINCE][0].organ
        people = User.objects.bulk_create(
            User(username=f"new-{time.time_ns()}-{n}", name="示例", password="!") for n in range(12)
        )

        def give(user: User) -> Callable[[], Any]:
            return lambda: Membership.objects.create(
                user=user, organisation=organ, role=role, since=SINCE, confirmed_at=self.now
            )

        return Figure("一个新的权利，及于全部公文", median(map(give, people)), 1, "≤ 10 ms，与件数无关")

    def pages(self) -> Iterator[Figure]:
        """Pages of the desk, HTTP included."""
        client = Client()
        client.force_login(self.people["省"], backend="django.contrib.auth.backends.ModelBackend")
        tabs = {"within": "辖区", "own": "本单位", "started": "我发起的", "handled": "已办", "finished": "办结"}
        mine = [(f"我的事项页（{title}）", f"/desk/mine/?tab={tab}") for tab, title in tabs.items()]
        for what, path in (("待办页", "/desk/"), *mine):
            size = len(client.get(path).content)
            yield measured(
                what, lambda one=path: client.get(one), runs=20, reach="≤ 15 条，≤ 100 ms", note=f"{size / 1024:.0f} KB"
            )

    def recipients(self) -> Iterator[Figure]:
        """核发 to every township; some sign, one by one, and the others are reminded in one go."""
        seat = self.realm[Level.PROVINCE][0]
        towns = self.realm[Level.TOWNSHIP]
        notice = draft(seat, self.now)
        lead(notice, seat, "dispatch", self.now, to=[town.organ.pk for town in towns])
        case: Any = engine.instance_of(notice, "issue")
        action = engine.Action(case.pk, "dispatch", seat.holder("clerk"))
        begun = time.perf_counter()
        count = statements(lambda: engine.act(action, now=self.now))
        yield Figure(f"核发给 {len(towns)} 个单位", (time.perf_counter() - begun) * 1000, count, "≤ 1000 ms")

        holders = {town.organ.pk: town.holder("secretary") for town in towns}
        rows = list(Receipt.objects.filter(notice=notice.pk, status=Receipt.Status.WAITING)[: 2 * RUNS + 1])

        def receive(row: Receipt) -> Callable[[], Any]:
            return lambda: receiving.sign(row, user=holders[row.organisation_id], now=self.now)

        count = statements(receive(rows[0]))
        yield Figure("签收一份，开始收文办理", median(map(receive, rows[1:])), count)

        view: Any = following.look(seat.holder("clerk"), Notice.objects.get(pk=notice.pk))
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as seen:
            told = following.remind(view, url="/", now=self.now)
        yield Figure(f"催办 {told} 个单位", (time.perf_counter() - begun) * 1000, len(seen), "≤ 1000 ms")

    def wagtail(self) -> Iterator[Figure]:
        """Wagtail's Workflow, one approval."""
        with override_settings(WAGTAIL_WORKFLOW_ENABLED=True):
            works = wagtail_peer.approvals(25)
            for work in works[:4]:
                work()
            count = statements(works[4])
            yield Figure("Wagtail 自带流程，一次同意", median(works[5:]), count)


def main(instances: int) -> None:
    """Grow the database and print the figures."""
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    realm = standing()
    if not realm[Level.PROVINCE]:
        realm = grow(instances, say=lambda line: sys.stderr.write(f"  {line}\n"))
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        ALLOWED_HOSTS=["*"],
        SECURE_SSL_REDIRECT=False,
        TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}},
        DELIVER_AT_ONCE=False,  # as in production, where `deliver_outbox --loop` stands by
    ):
        for figure in Bench(realm).figures():
            sys.stdout.write(json.dumps({"database": connection.vendor, **asdict(figure)}, ensure_ascii=False) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
