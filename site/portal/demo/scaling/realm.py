"""Organisations and people of a province of true size: 20 cities of 10 counties of 15 townships."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password

from workflows.organisations.models import Level, Membership, Organisation, Role, User

CITIES, COUNTIES, TOWNSHIPS = 20, 10, 15
CODES = "88"
"""What the codes of these organs begin with."""
SINCE, CONFIRMED = date(2020, 1, 6), datetime(2020, 1, 6, 1, tzinfo=UTC)

PROVINCE_POSTS = (
    ("drafter",),
    ("reviewer",),
    ("office",),
    ("deputy",),
    ("secretary",),
    ("clerk",),
    ("sealkeeper",),
)
CITY_POSTS = (("drafter",), ("reviewer", "office"), ("deputy",), ("secretary",), ("clerk", "sealkeeper"))
COUNTY_POSTS = (("drafter", "clerk", "sealkeeper", "reporter"), ("secretary",))
TOWNSHIP_POSTS = (("secretary", "reporter"),)
POSTS: dict[str, tuple[tuple[str, ...], ...]] = {
    Level.PROVINCE: PROVINCE_POSTS,
    Level.CITY: CITY_POSTS,
    Level.COUNTY: COUNTY_POSTS,
    Level.TOWNSHIP: TOWNSHIP_POSTS,
}
"""The roles of each person of an organ, by its level."""


@dataclass
class Seat:
    """An organ with its people and their posts, both in the order of :data:`POSTS`."""

    organ: Organisation
    people: list[User] = field(default_factory=list)
    posts: list[Membership] = field(default_factory=list)

    def holder(self, role: str) -> User:
        """Whoever holds a post with this role.

        Raises:
            StopIteration: nobody does.
        """
        return next(post.user for post in self.posts if post.role.key == role)


def found() -> dict[str, list[Seat]]:
    """Write everything into an empty database; the organs by level, in the order of the tree."""
    organs = list(_organs())
    Organisation.objects.bulk_create(organs, batch_size=500)
    roles = {role.key: role for role in Role.objects.all()}
    seats = [Seat(organ) for organ in organs]
    nobody_knows = make_password(None)
    for seat in seats:
        seat.people = [
            User(username=f"{seat.organ.code}-{number}", name=f"示例{seat.organ.code}-{number}", password=nobody_knows)
            for number in range(len(POSTS[seat.organ.level]))
        ]
    User.objects.bulk_create([person for seat in seats for person in seat.people], batch_size=500)
    for seat in seats:
        seat.posts = [
            Membership(user=person, organisation=seat.organ, role=roles[key], since=SINCE, confirmed_at=CONFIRMED)
            for person, keys in zip(seat.people, POSTS[seat.organ.level], strict=True)
            for key in keys
        ]
    Membership.objects.bulk_create([post for seat in seats for post in seat.posts], batch_size=500)
    by_level: dict[str, list[Seat]] = {level: [] for level in POSTS}
    for seat in seats:
        by_level[seat.organ.level].append(seat)
    return by_level


def standing() -> dict[str, list[Seat]]:
    """What :func:`found` wrote, read back: the organs by level, in the order of the tree; empty lists in an empty database."""
    by_level: dict[str, list[Seat]] = {level: [] for level in POSTS}
    seats = {organ.pk: Seat(organ) for organ in Organisation.objects.filter(code__startswith=CODES).order_by("path")}
    for seat in seats.values():
        by_level[seat.organ.level].append(seat)
    posts = Membership.objects.filter(since=SINCE, organisation__in=Organisation.objects.filter(code__startswith=CODES))
    for post in posts.select_related("user", "role").order_by("pk"):
        seat = seats[post.organisation_id]
        seat.posts.append(post)
        if post.user not in seat.people:
            seat.people.append(post.user)
    return by_level


def _organs() -> Iterator[Organisation]:
    """Every organ, superiors first."""
    yield _organ((1,), "示例省", Level.PROVINCE, CITIES)
    for city in range(1, CITIES + 1):
        yield _organ((1, city), f"示例{city}市", Level.CITY, COUNTIES)
        for county in range(1, COUNTIES + 1):
            yield _organ((1, city, county), f"示例{city}-{county}县", Level.COUNTY, TOWNSHIPS)
            for town in range(1, TOWNSHIPS + 1):
                yield _organ((1, city, county, town), f"示例{city}-{county}-{town}镇", Level.TOWNSHIP, 0)


def _organ(place: tuple[int, ...], name: str, level: str, children: int) -> Organisation:
    """One organ at its place in the tree, as treebeard would have put it there."""
    path = "".join(_step(number) for number in place)
    code = CODES + "".join(f"{number:02}" for number in place[1:])
    return Organisation(
        path=path,
        depth=len(place),
        numchild=children,
        name=f"共青团{name}委",
        short_name=f"团{name}委",
        code=code,
        level=level,
        profile="full" if level in (Level.PROVINCE, Level.CITY) else "small",
        mark=f"示{code}",
        region=code,
    )


def _step(number: int) -> str:
    """A step of a path, in treebeard's alphabet."""
    digits = ""
    while number:
        number, digit = divmod(number, len(Organisation.alphabet))
        digits = Organisation.alphabet[digit] + digits
    return digits.rjust(Organisation.steplen, "0")
