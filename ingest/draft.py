"""A first mapping for an unknown file, guessed from its columns and contents, each guess told."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from comity.graph.vocabulary import vocabulary
from comity.ingest.dates import read_when
from comity.ingest.first_look import first_look
from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.values import Reading, normaliser

_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d-%b-%Y", "%Y%m%d", "%m/%d/%Y %H:%M", "%d.%m.%Y")
# What a column's name tells; the first that fits counts. The kind is whose property it is.
_NAMED: Sequence[tuple[str, str, str]] = (
    (r"(^|_)(first|given|fname)(_?name)?$", "person", "given_name"),
    (r"(^|_)(last|family|lname|sur)_?(name)?$", "person", "family_name"),
    (r"(^|_)(middle|mi|mname)", "person", "middle_name"),
    (r"(dob|birth|born)", "person", "birth_date"),
    (r"(^|_)(sex|gender)$", "person", "sex"),
    (r"(ssn|national_?id|nhs)", "person", "national_id"),
    (r"(licen[cs]e_?no|dln|dl_?num|passport)", "person", "document_number"),
    (r"(fingerprint|(^|_)(fbi|ucn|afis|cro)(_?(no|num|number|id))?$)", "person", "fingerprint_id"),
    (r"(^|_)(sid|state_?id|pnc_?id)(_?(no|num|number))?$", "person", "state_id"),
    (r"(aka|alias|moniker)", "person", "alias"),
    (r"(suffix|sfx)", "person", "suffix"),
    (r"(e_?mail)", "person", "email"),
    (r"(phone|mobile|cell|msisdn|tel)", "person", "phone_number"),
    (r"(street|addr)", "person", "street"),
    (r"(city|town)", "person", "city"),
    (r"(zip|post_?code)", "person", "postcode"),
    (r"(full_?name|subject|^name$|_name$)", "person", "name"),
    (r"(plate|tag|registration|reg)_?(state|region)", "vehicle", "plate_region"),
    (r"(plate|registration|^reg$)", "vehicle", "plate"),
    (r"(^|_)vin$", "vehicle", "vin"),
    (r"(^|_)make$", "vehicle", "make"),
    (r"(^|_)model$", "vehicle", "model"),
    (r"(colou?r)", "vehicle", "colour"),
    (r"(^|_)lat(itude)?$", "location", "latitude"),
    (r"(^|_)(lon|lng|longitude)$", "location", "longitude"),
    (r"(case|incident)_?(no|num|number|id)", "incident", "case_number"),
    (r"(offen[cs]e|crime|charge)", "incident", "offence"),
    (r"(occurred|reported|incident_?date|date)", "incident", "started"),
)
_ID = re.compile(r"(^id$|_id$|_no$|number|^ref|key|#)", re.IGNORECASE)


@dataclass(frozen=True)
class Guess:
    """What a column is taken for, and how sure that is."""

    column: str
    kind: str
    property: str
    formats: tuple[str, ...]
    why: str


def draft_mapping(path: Path) -> str:
    """Propose a mapping as YAML text; every guess carries what it rests on."""
    spec, columns = first_look(path)
    record = _record_column(columns)
    guesses = [guess for name, values in columns.items() if (guess := _guess(name, values))]
    return _yaml(path, spec, record, guesses, sorted(columns))


def _record_column(columns: Mapping[str, Sequence[str]]) -> str:
    """A column of its own value in every row, by preference one called like an id."""
    full = max(map(len, columns.values()))
    unique = [
        name for name, values in columns.items() if len(values) == full == len(set(values)) > 1
    ]
    named = [name for name in unique if _ID.search(name)]
    return next(iter([*named, *unique]), "")


def _guess(column: str, values: Sequence[str]) -> Guess | None:
    plain = re.sub(r"[^a-z0-9]+", "_", column.split(".")[-1].lower()).strip("_")
    for pattern, kind, prop in _NAMED:
        if re.search(pattern, plain):
            formats = _date_formats(values) if prop in ("birth_date", "started") else ()
            guess = Guess(column, kind, prop, formats, f"its name; e.g. {_shape(values)}")
            return guess if _fits(guess, values) else None
    return None


def _fits(guess: Guess, values: Sequence[str]) -> bool:
    """Whether most values are of the property's type: a name alone may mislead."""
    read = normaliser(vocabulary().type_of(guess.property), Reading(guess.formats))
    good = 0
    for text in values:
        with suppress(ValueError):
            good += bool(read(text))
    return good * 5 >= len(values) * 4


def _date_formats(values: Sequence[str]) -> tuple[str, ...]:
    """The formats that read most of the values, the best first."""
    latest = Reading().latest
    hits: Counter[str] = Counter()
    for text in values:
        for form in _DATES:
            hits[form] += _reads(text, form, latest)
    best = hits.most_common(2)
    if best and best[0][1] == len(values):
        return (best[0][0],)
    return tuple(form for form, count in best if count * 2 > len(values))


def _reads(text: str, form: str, latest: date) -> bool:
    try:
        read_when(text, (form,), Reading().zone, latest)
    except ValueError:
        return False
    return True


def _shape(values: Sequence[str]) -> str:
    """The commonest shape of a column's values: never a value, which may be a person's."""
    shapes = Counter("".join(map(_sign, value[:24])) for value in values)
    return shapes.most_common(1)[0][0] if shapes else "always empty"


def _sign(letter: str) -> str:
    if letter.isdecimal():
        return "9"
    if letter.isalpha():
        return "A" if letter.isupper() else "a"
    return letter if letter.isascii() and letter.isprintable() else "?"


def _yaml(
    path: Path, spec: FormatSpec, record: str, guesses: Sequence[Guess], columns: Sequence[str]
) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", path.name.split(".")[0].lower()).strip("-") or "source"
    lines = [
        f"# Drafted from {_quoted(path.name)}: check every line, above all the label.",
        f"mapping: {_quoted(stem)}",
        "version: 1",
        "source:",
        f"  id: {_quoted(stem)}   # lasting: part of every address of its records",
        "  agency: your-agency    # who owns the records",
        f"  title: {_quoted(stem)}",
        f"files: [{_quoted(path.name)}]",
        f"format: {_format_text(spec)}",
        f"record: {_quoted(record)}   # differs in every row seen" if record
        else "record: {hash: true}   # no column differs in every row seen",
        "label: {data_class: incident, handling: \"TLP:RED\"}   # only you see it until you say",
        "mentions:",
    ]  # fmt: skip
    for kind in dict.fromkeys(guess.kind for guess in guesses) or ("incident",):
        lines += [f"  {kind}:", f"    kind: {kind}", "    properties:"]
        mine = [guess for guess in guesses if guess.kind == kind]
        lines += _properties(mine) or ["      {}"]
    lines += _links({guess.kind for guess in guesses})
    left = [name for name in columns if name != record and name not in {g.column for g in guesses}]
    lines += [f"# not mapped: {', '.join(map(_quoted, left))}"] if left else []
    return "\n".join(lines) + "\n"


def _properties(guesses: Sequence[Guess]) -> list[str]:
    found: dict[str, list[Guess]] = {}
    for guess in guesses:
        found.setdefault(guess.property, []).append(guess)
    lines = []
    for prop, same in found.items():
        values = ", ".join(_value(guess) for guess in same)
        text = f"[{values}]" if len(same) > 1 else values
        lines.append(f"      {prop}: {text}   # {same[0].why}")
    return lines


def _value(guess: Guess) -> str:
    if not guess.formats:
        return _quoted(guess.column)
    formats = ", ".join(f'"{form}"' for form in guess.formats)
    return f"{{column: {_quoted(guess.column)}, formats: [{formats}]}}"


def _links(kinds: set[str]) -> list[str]:
    if not {"person", "incident"} <= kinds:
        return []
    return ["links:", "  - {from: person, to: incident, kind: involved_in, role: party}"]


def _format_text(spec: FormatSpec) -> str:
    return yaml.safe_dump(
        spec.model_dump(exclude_defaults=True), default_flow_style=True, width=1_000
    ).strip()


def _quoted(text: str) -> str:
    """A text in double quotes, with every sign escaped that a page of YAML may not hold."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in plain)
