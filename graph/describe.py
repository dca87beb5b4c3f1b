"""What to call an entity: a short name from the visible claims of its mentions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Values = Mapping[str, Sequence[str]]

# Each line is tried in turn; all properties of a line that are there are put together.
_NAMES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "person": (
        ("given_name", "middle_name", "family_name", "suffix"),
        ("name",),
        ("alias",),
        ("badge_number",),
        ("phone_number",),
    ),
    "organisation": (("name",), ("alias",), ("registration_number",)),
    "vehicle": (("plate",), ("vin",), ("colour", "make", "model")),
    "phone": (("phone_number",), ("imei",)),
    "location": (("address",), ("street", "unit", "city"), ("postcode",), ("area_code",)),
    "incident": (("offence", "case_number"), ("description",)),
    "arrest": (("booking_number",), ("offence", "case_number")),
    "warrant": (("warrant_number",), ("offence", "case_number")),
    "court_case": (("case_number",), ("offence",)),
    "call": (("call_type", "started"),),
    "payment": (("amount", "currency", "started"),),
    "report": (("report_number",), ("description",)),
}
_FULL_NAME = ("name",)


def name_of(kind: str, values: Values) -> tuple[int, str]:
    """A name from one mention's values, empty if they hold none, and the line that gave it.

    The lower the line, the better the name.
    """
    for number, line in enumerate(_NAMES.get(kind, ())):
        if line[0] == "given_name" and "family_name" not in values and "name" in values:
            line = _FULL_NAME
        words = [values[prop][0] for prop in line if values.get(prop)]
        if words:
            return number, " ".join(words)
    if kind in _NAMES or not values:
        return 0, ""
    return 0, values[min(values)][0]


def common_name(kind: str, members: Iterable[Values]) -> str:
    """What most of an entity's mentions call it whatever the case, or that it is unnamed.

    Of equally frequent names the longest, then the first by its letters: no order of arrival and no
    address, which a store's own secret decides, has a say.
    """
    told = [found for found in (name_of(kind, values) for values in members) if found[1]]
    best = min(told, default=(0, ""))[0]
    names = [name for line, name in told if line == best]
    forms = Counter(names)
    if len(forms) < 2:
        return names[0] if names else unnamed(kind)
    borne = Counter(map(str.casefold, names))
    return min(forms, key=lambda form: (-borne[form.casefold()], -forms[form], -len(form), form))


def unnamed(kind: str) -> str:
    """What to call an entity of which nothing that names it may be seen."""
    return f"({kind.replace('_', ' ')}, unnamed)"
