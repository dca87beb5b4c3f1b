"""What to call an entity: a short name from the visible claims of its mentions."""

from collections.abc import Mapping, Sequence

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


def name_of(kind: str, values: Values) -> str:
    """A name from one mention's values, or an empty text if they hold none."""
    for line in _NAMES.get(kind, ()):
        if line[0] == "given_name" and "family_name" not in values and "name" in values:
            line = _FULL_NAME
        words = [values[prop][0] for prop in line if values.get(prop)]
        if words:
            return " ".join(words)
    if kind in _NAMES or not values:
        return ""
    return values[min(values)][0]


def unnamed(kind: str) -> str:
    """What to call an entity of which nothing that names it may be seen."""
    return f"({kind.replace('_', ' ')}, unnamed)"
