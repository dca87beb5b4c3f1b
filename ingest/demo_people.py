"""Makes the people of one neighbourhood, household by household, from a counted random source.

The same block number and seed give the same people, whatever the size of the world.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from anyascii import anyascii

from comity.ingest.demo_names import Name, Origin, draw_origin, drawn, places
from comity.ingest.demo_world import Person, Place, Professional

BLOCK = 10
SLOTS = 32  # numbers reserved per block for phones, plates and papers
TODAY = date(2025, 6, 30)
_PLATES = 26**3 * 10_000


def block_random(seed: int, purpose: str, number: str) -> Random:
    """The random source of one purpose in one block: order of use elsewhere does not matter."""
    return Random(f"{seed}/{purpose}/{number}")


def make_people(seed: int, number: int) -> list[Person]:
    """The residents of a block, always BLOCK of them."""
    rng = block_random(seed, "people", str(number))
    people: list[Person] = []
    while len(people) < BLOCK:
        people.extend(_household(rng, f"{number}", len(people)))
    return [_with_papers(rng, p, number * SLOTS + i) for i, p in enumerate(people[:BLOCK])]


def phone_number(index: int) -> str:
    """A ten-digit number of its own for each index, in an exchange kept for fiction."""
    areas = places()["area_codes"]
    room = len(areas) * 10_000
    place = (index * 48_271 + 11) % room
    return f"{areas[place // 10_000]}{555 + index // room}{place % 10_000:04d}"


def plate_number(index: int) -> str:
    """A plate such as KTR-4821, one for each index."""
    place = (index * 7_368_787 + 5) % _PLATES
    letters, digits = divmod(place, 10_000)
    first, rest = divmod(letters, 676)
    return "".join(chr(65 + n) for n in (first, rest // 26, rest % 26)) + f"-{digits:04d}"


def make_place(rng: Random, ident: str) -> Place:
    """An address."""
    pool = places()
    city = rng.choices(pool["cities"], [10, 6, 3, 2, 1])[0]
    unit = f"Apt {rng.randint(1, 40)}" if rng.random() < 0.3 else ""
    street, kind = rng.choice(pool["streets"]), rng.choice(pool["street_types"])
    postcode = rng.choice(city["postcodes"])
    return Place(ident, rng.randint(1, 2999), street, kind, unit, city["name"], postcode)


def make_professional(seed: int, trade: str, district: int, index: int) -> Professional:
    """An officer, counsel or judge of a district."""
    rng = block_random(seed, trade, f"{district}.{index}")
    origin = draw_origin(rng)
    given, family = origin.given(rng, rng.choice("MF")), drawn(rng, origin.family)
    prefix = {"officer": "P", "counsel": "BAR", "judge": "J", "deputy": "D"}[trade]
    rank = rng.choices(["Officer", "Sergeant", "Detective"], [6, 1, 2])[0]
    serial = 1000 + district * 8 + index
    ident = f"{trade}-{district}-{index}"
    return Professional(ident, given.plain, family.plain, f"{prefix}{serial}", rank)


def _household(rng: Random, block: str, index: int) -> list[Person]:
    """A single, a couple with children, twins, or a junior beside a senior."""
    origin = draw_origin(rng)
    homes = _homes(rng, f"a{block}.{index}")
    ids = [f"p{block}.{index + n}" for n in range(4)]
    kind = rng.choices(["single", "couple", "family", "twins", "junior"], [44, 22, 22, 4, 8])[0]
    sex = "M" if kind == "junior" else rng.choice("MF")
    head = _person(rng, ids[0], origin, sex, homes, rng.randint(1950, 2004))
    if kind == "twins":
        return [head, _twin(rng, head, origin, ids[1])]
    if kind == "junior":
        senior = replace(head, suffix="Sr")
        return [senior, _junior(rng, senior, ids[1])]
    if kind == "single":
        return [head]
    partner = _partner(rng, head, ids[1])
    children = [_child(rng, head, origin, ident) for ident in ids[2:]]
    return [head, partner, *(children[: rng.randint(1, 2)] if kind == "family" else [])]


def _person(
    rng: Random,
    ident: str,
    origin: Origin,
    sex: str,
    homes: tuple[tuple[int, Place], ...],
    year: int,
) -> Person:
    doubled = drawn(rng, origin.family) if rng.random() < 0.06 else None
    return Person(
        id=ident,
        given=origin.given(rng, sex),
        middle=origin.given(rng, sex) if rng.random() < 0.6 else None,
        family=drawn(rng, origin.family),
        second_family=doubled,
        sex=sex,
        born=_day(rng, year),
        homes=homes,
        job=rng.choice(places()["jobs"]),
    )


def _partner(rng: Random, head: Person, ident: str) -> Person:
    """Most partners took the family name and lived elsewhere under their own before."""
    origin = draw_origin(rng)
    sex = "F" if head.sex == "M" else "M"
    year = min(head.born.year + rng.randint(-5, 5), 2005)
    partner = _person(rng, ident, origin, sex, head.homes, year)
    if rng.random() > 0.7:
        return partner
    return replace(
        partner, family=head.family, second_family=head.second_family, maiden=partner.family
    )


def _child(rng: Random, head: Person, origin: Origin, ident: str) -> Person:
    year = min(head.born.year + rng.randint(20, 34), 2010)
    child = _person(rng, ident, origin, rng.choice("MF"), head.homes, year)
    return replace(child, family=head.family, second_family=head.second_family)


def _twin(rng: Random, head: Person, origin: Origin, ident: str) -> Person:
    twin = _person(rng, ident, origin, rng.choice("MF"), head.homes, head.born.year)
    given = next(n for n in iter(lambda: origin.given(rng, twin.sex), None) if n != head.given)
    return replace(
        twin, given=given, family=head.family, second_family=head.second_family, born=head.born
    )


def _junior(rng: Random, senior: Person, ident: str) -> Person:
    born = _day(rng, min(senior.born.year + rng.randint(20, 32), 2008))
    return replace(senior, id=ident, born=born, suffix="Jr", job=rng.choice(places()["jobs"]))


def _homes(rng: Random, ident: str) -> tuple[tuple[int, Place], ...]:
    moves = rng.choices([0, 1, 2], [55, 32, 13])[0]
    years = [1990, *sorted(rng.sample(range(2012, 2025), moves))]
    return tuple((year, make_place(rng, f"{ident}.{n}")) for n, year in enumerate(years))


def _with_papers(rng: Random, person: Person, index: int) -> Person:
    adult = person.born.year <= 2008
    mailbox = f"{_ascii(person.given)}.{_ascii(person.family)}{index % 97}@mail.example"
    return replace(
        person,
        phone=phone_number(index) if rng.random() < 0.85 else "",
        email=mailbox if rng.random() < 0.3 else "",
        licence=f"D{10_000_000 + index * 13:08d}" if adult else "",
        state_id=f"IL{40_000_000 + index * 17}" if adult else "",
    )


def _ascii(name: Name) -> str:
    return str(anyascii(name.plain)).lower().replace(" ", "").replace("-", "")


def _day(rng: Random, year: int) -> date:
    return date(year, 1, 1) + timedelta(days=rng.randrange(365))
