"""People and places for the engine's tests: a province with a department, a city, two counties of 并岗, a sister city."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.workflows.engine.papers.models import Paper
from workflows.engine import Action, Instance, Outcome, act, offers, start
from workflows.engine.processes.definitions import forget
from workflows.organisations.models import Membership, Organisation, Role, User

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 5, 9, 30, tzinfo=SHANGHAI)  # a Thursday


class House:
    """The small world of these tests; every organisation and person is an attribute."""

    drafter: User
    reviewer: User
    office: User
    deputy: User
    secretary: User
    clerk: User
    liaison: User
    civil_secretary: User
    city_secretary: User
    city_reviewer: User
    county_drafter: User
    county_secretary: User
    foreign_drafter: User
    foreign_secretary: User

    def __init__(self) -> None:
        self.province = self.organ("省", "province", "P")
        self.office_dept = self.department("省办公室", self.province, "PO")
        self.youth = self.department("省青年部", self.province, "PY")
        self.city = self.organ("市", "city", "C", under=self.province)
        self.other_city = self.organ("邻市", "city", "D", under=self.province)
        self.county = self.organ("县", "county", "X", under=self.city, profile="small")
        self.foreign = self.organ("邻县", "county", "Y", under=self.other_city, profile="small")
        self.education = self.organ("省教育厅", "province", "E", kind="partner")
        self.civil = self.organ("省民政厅", "province", "V", kind="partner")
        posts = {
            "drafter": ("林予安", self.youth, "drafter"),
            "reviewer": ("周慎行", self.youth, "reviewer"),
            "office": ("顾知白", self.office_dept, "office"),
            "deputy": ("秦望川", self.province, "deputy"),
            "secretary": ("陆思齐", self.province, "secretary"),
            "clerk": ("钟晴", self.office_dept, "clerk"),
            "liaison": ("季安然", self.education, "liaison"),
            "civil_secretary": ("温如故", self.civil, "secretary"),
            "city_secretary": ("何清越", self.city, "secretary"),
            "city_reviewer": ("白景行", self.city, "reviewer"),
            "county_drafter": ("唐小禾", self.county, "drafter", "clerk"),
            "county_secretary": ("孟云舒", self.county, "secretary"),
            "foreign_drafter": ("冯以辰", self.foreign, "drafter", "reviewer", "clerk"),
            "foreign_secretary": ("苏和原", self.foreign, "secretary"),
        }
        users = User.objects.bulk_create(User(username=name, name=name) for name, *_post in posts.values())
        for key, user in zip(posts, users, strict=True):
            setattr(self, key, user)
        self.roles = {role.key: role for role in Role.objects.all()}
        Membership.objects.bulk_create(
            self._post(user, place, role)
            for user, (_name, place, *roles) in zip(users, posts.values(), strict=True)
            for role in roles
        )
        self.admin = User.objects.create(username="root", name="超级用户", is_superuser=True, is_staff=True)

    def organ(
        self, name: str, level: str, code: str, *, under: Organisation | None = None, **fields: Any
    ) -> Organisation:
        fields = {"name": name, "level": level, "code": code, **fields}
        if under is None:
            return Organisation.add_root(**fields)
        return Organisation.objects.get(pk=under.pk).add_child(**fields)

    def department(self, name: str, organ: Organisation, code: str) -> Organisation:
        return self.organ(name, organ.level, code, under=organ, kind="department", organ=organ)

    def person(self, name: str) -> User:
        return User.objects.create(username=name, name=name)

    def holder(self, name: str, place: Organisation, *roles: str) -> User:
        user = self.person(name)
        for role in roles:
            self.appoint(user, place, role)
        return user

    def appoint(self, user: User, place: Organisation, role: str) -> Membership:
        post = self._post(user, place, role)
        post.save()
        return post

    def _post(self, user: User, place: Organisation, role: str) -> Membership:
        since, confirmed = date(2020, 1, 6), datetime(2020, 1, 6, tzinfo=SHANGHAI)
        return Membership(user=user, organisation=place, role=self.roles[role], since=since, confirmed_at=confirmed)

    def paper(self, place: Organisation | None = None, author: User | None = None, **fields: Any) -> Paper:
        where = place or self.youth
        given = {"title": "关于开展灯火小屋行动的通知", "text": "现将有关事项通知如下。", **fields}
        return Paper.objects.create(organ=where.as_organ, organisation=where, author=author or self.drafter, **given)

    def case(self, *people_and_acts: tuple[User, str], process: str = "memo", **paper: Any) -> Instance:
        """A case of a fresh paper, after some acts by some people."""
        made = self.paper(**paper)
        instance = start(made, process, actor=made.author, now=NOW)
        for user, name in people_and_acts:
            instance = self.does(instance, user, name).instance
        return instance

    def does(self, instance: Instance, user: User, name: str, **options: Any) -> Outcome:
        """One act, as the page of that user would send it."""
        given = {"now": NOW, **options}
        return act(Action(instance.pk, name, user, **{k: v for k, v in given.items() if k != "now"}), now=given["now"])

    def token(self, instance: Instance, user: User, name: str) -> str:
        return next(offer.token for offer in offers(user, instance, now=NOW) if offer.transition == name)


@pytest.fixture(autouse=True)
def _fresh_rules() -> None:
    """Definitions that an earlier test loaded and rolled back are forgotten: their ids come again."""
    forget()


@pytest.fixture
def house(db: None) -> House:
    return House()


@pytest.fixture
def signed_by_all(house: House) -> Callable[[], Instance]:
    """A case that everybody in the province has passed, up to 复核."""
    return lambda: house.case(
        (house.drafter, "submit"),
        (house.reviewer, "check_pass"),
        (house.office, "office_pass"),
        (house.secretary, "sign"),
    )
