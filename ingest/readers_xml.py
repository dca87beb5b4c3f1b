"""Reads XML record by record; document types, entities and outside references are refused."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from lxml import etree

from comity.ingest.errors import UnreadableFile
from comity.ingest.mapping_tables import FormatSpec
from comity.ingest.opening import Opened, open_bytes
from comity.ingest.rows import RawRow, RowSource

MB = 1 << 20
FIRST_PART = 1 << 18
SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}


@contextmanager
def open_xml(path: Path, spec: FormatSpec) -> Iterator[RowSource]:
    """Open an XML file whose records are the elements at the path `items`."""
    with open_bytes(path, int(spec.max_opened_mb * MB)) as opened:
        yield RowSource(None, _rows(path, opened, spec), opened.consumed)


def element_row(number: int, content: bytes, spec: FormatSpec) -> RawRow:
    """A row from one record's kept element."""
    try:
        element = etree.fromstring(content, etree.XMLParser(**SAFE))
    except etree.XMLSyntaxError as error:
        return RawRow(number, {}, content, f"not XML: {error.msg}")
    if _has_doctype(element):
        return RawRow(number, {}, content, "a document type is not allowed")
    return RawRow(number, _columns(element, _names(spec)), content)


def repeated_element(path: Path) -> str:
    """The path of the outermost element that repeats in a file's first part."""
    with open_bytes(path, FIRST_PART) as opened:
        head = opened.stream.read(FIRST_PART)
    seen: Counter[str] = Counter()
    trail: list[str] = []
    parser = etree.XMLPullParser(events=("start", "end"), **SAFE)
    try:
        parser.feed(head)
        events: Any = parser.read_events()
        for event, element in events:
            if event == "end":
                trail.pop()
                continue
            trail.append(_name(element.tag, {}))
            seen["/".join(trail)] += 1
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(str(path), error.lineno or 0, f"not XML: {error.msg}") from None
    twice = [name for name, count in seen.items() if count > 1 and "/" in name]
    if not twice:
        raise UnreadableFile(str(path), 1, "no element repeats here; write the mapping by hand")
    return min(twice, key=lambda name: name.count("/"))


class Bounded:
    """A stream for the parser that stops where one record grows too long."""

    def __init__(self, path: Path, stream: IO[bytes], limit: int) -> None:
        self._path, self._stream, self._limit = path, stream, limit
        self._since = 0

    def read(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self._since += len(piece)
        if self._since > self._limit + size:
            problem = f"no record ends within {self._limit / MB:g} MB (max_record_mb, items)"
            raise UnreadableFile(str(self._path), 0, problem)
        return piece

    def record_ended(self) -> None:
        self._since = 0


def _rows(path: Path, opened: Opened, spec: FormatSpec) -> Iterator[RawRow]:
    names, wanted = _names(spec), [part for part in spec.items.split("/") if part]
    source = Bounded(path, opened.stream, int(spec.max_record_mb * MB))
    number = 0
    try:
        for element in _records(path, source, names, wanted):
            number += 1
            source.record_ended()
            content = etree.tostring(element, encoding="utf-8", with_tail=False)
            yield RawRow(number, _columns(element, names), content)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(str(path), error.lineno or 0, f"not XML: {error.msg}") from None
    if not number:
        raise UnreadableFile(str(path), 0, f"no element {spec.items!r}; see format.items")


def _records(
    path: Path, source: Bounded, names: dict[str, str], wanted: list[str]
) -> Iterator[Any]:
    """The elements at the wanted path; everything read is let go of as soon as it may be."""
    trail: list[str] = []
    inside = 0
    events = etree.iterparse(source, events=("start", "end"), **SAFE)
    for event, element in events:
        if event == "start":
            if not trail:
                check_doctype(path, element)
            trail.append(_name(element.tag, names))
            inside = inside or (len(trail) if _fits(trail, wanted) else 0)
            continue
        if len(trail) == inside:
            yield element
            inside = 0
        trail.pop()
        if not inside:
            let_go(element)


def check_doctype(path: Path, element: Any) -> None:
    """Refuse a document that declares a type: it could declare entities that stand for more."""
    if _has_doctype(element):
        raise UnreadableFile(str(path), 1, "a document type (DOCTYPE) is not allowed")


def _has_doctype(element: Any) -> bool:
    return bool(element.getroottree().docinfo.doctype)


def _fits(trail: list[str], wanted: list[str]) -> bool:
    """Whether the path ends here; a single name fits at any depth."""
    return trail[-1] == wanted[-1] if len(wanted) == 1 else trail == wanted


def let_go(element: Any) -> None:
    """Free an element that was read, and whatever stands before it, comments too."""
    element.clear()
    parent = element.getparent()
    while (before := element.getprevious()) is not None and parent is not None:
        parent.remove(before)


def _names(spec: FormatSpec) -> dict[str, str]:
    return {uri: prefix for prefix, uri in spec.namespaces.items()}


def _name(tag: str, names: dict[str, str]) -> str:
    """`prefix:name` for a declared name space, the bare name otherwise."""
    if not tag.startswith("{"):
        return tag
    uri, _, local = tag[1:].partition("}")
    return f"{names[uri]}:{local}" if uri in names else local


def _columns(element: Any, names: dict[str, str]) -> dict[str, Any]:
    """An element as columns: attributes `@name`, children by name, repeated ones as a list."""
    found: dict[str, Any] = {f"@{_name(k, names)}": v for k, v in element.attrib.items()}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name, value = _name(child.tag, names), _value(child, names)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    text = _text(element)
    if text:
        found["#text"] = text
    return found


def _value(element: Any, names: dict[str, str]) -> Any:
    plain = not element.attrib and not any(isinstance(child.tag, str) for child in element)
    return _text(element) if plain else _columns(element, names)


def _text(element: Any) -> str:
    """Its own text, also after comments and between children."""
    return "".join([element.text or "", *(child.tail or "" for child in element)]).strip()
