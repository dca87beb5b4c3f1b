"""Text as PDF has it with the fonts that every reader brings, and how wide it is.

What those fonts have no letters for is written in Latin ones, between ‹ and ›; the text as it
was recorded goes along unseen, and is what a reader copies out, searches and reads aloud.
"""

import re
from collections.abc import Iterator

from anyascii import anyascii

CODE_PAGE = "cp1252"
# The advance widths of Helvetica in thousandths, as Adobe's font metrics for it have them.
_WIDTHS = {
    191: "'", 222: "ijl‚‘’", 260: "|¦", 278: " !,./:;I[\\]ft·ÌÍÎÏìíîï\xa0",
    333: "()-`r„ˆ‹“”˜›¡¨¯²³´¸¹\xad", 334: "{}", 350: "•", 355: '"', 365: "º", 370: "ª", 389: "*",
    400: "°", 469: "^", 500: "Jcksvxyzšžçýÿ", 537: "¶", 584: "+<=>~¬±×÷", 611: "FTZŽ¿ßø",
    667: "&ABEKPSVXYŠŸÀÁÂÃÄÅÈÉÊËÝÞ", 722: "CDHNRUwÇÐÑÙÚÛÜ", 737: "©®", 778: "GOQÒÓÔÕÖØ",
    833: "Mm", 834: "¼½¾", 889: "%æ", 944: "Wœ", 1000: "…‰Œ—™Æ", 1015: "@",
}  # fmt: skip
_WIDTH = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_USUAL = 556
_PLAIN = "".join(map(chr, range(32, 127))) + "".join(
    bytes([n]).decode(CODE_PAGE) for n in range(128, 256) if n not in (129, 141, 143, 144, 157)
)
_FOREIGN = re.compile(rf"[^{re.escape(_PLAIN)}]+(?:\s+[^{re.escape(_PLAIN)}]+)*")
_WIRED = {"→": "->", "\t": " ", "\n": " ", "\r": " "}


def written_latin(text: str) -> str:
    """A text with Latin letters for all that the fonts have not."""
    for sign, instead in _WIRED.items():
        text = text.replace(sign, instead)
    return _FOREIGN.sub(lambda found: f"‹{_letters(found[0])}›", text)


def shown(text: str) -> str:
    """The operator that shows a line, with the text as it was recorded where it differs."""
    latin = written_latin(text)
    drawn = f"<{latin.encode(CODE_PAGE).hex()}> Tj"
    if "‹" not in latin:
        return drawn
    return f"/Span <</ActualText {utf_16(text)}>> BDC {drawn} EMC"


def utf_16(text: str) -> str:
    """A text outside of pages, such as a title."""
    return f"<feff{text.encode('utf-16-be', 'replace').hex()}>"


def width_of(text: str, size: float) -> float:
    """How wide a text is written, in points."""
    return sum(_WIDTH.get(sign, _USUAL) for sign in written_latin(text)) * size / 1000


def broken(text: str, size: float, most: float) -> Iterator[str]:
    """A text as lines of at most so many points, at spaces where there are any."""
    line, wide = "", 0.0
    for piece in _pieces(text, size, most):
        more = width_of(piece, size)
        if line and wide + more > most:
            yield line.rstrip()
            line, wide = "", 0.0
        line, wide = line + piece, wide + more
    if line.strip():
        yield line.rstrip()


def _pieces(text: str, size: float, most: float) -> Iterator[str]:
    """The words of a text, and the parts of those that no line holds."""
    for word in re.findall(r"\S+\s*|\s+", text):
        parts = [word]
        while parts:
            part = parts.pop()
            if len(part) == 1 or width_of(part, size) <= most:
                yield part
            else:
                parts += [part[len(part) // 2 :], part[: len(part) // 2]]


def _letters(text: str) -> str:
    """Latin letters for others; a sign for what has none, such as a mark of direction."""
    told = anyascii(text)
    kept = "".join(sign if " " <= sign <= "~" else " " for sign in told)
    return " ".join(kept.split()) or "?"
