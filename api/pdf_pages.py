"""A PDF written page by page: each goes out as it is made, only where each begins is kept.

Nothing in it hangs on the clock or on how a library compresses: the same pages are the same bytes.
"""

from collections.abc import Iterable, Iterator

from comity.api.pdf_text import utf_16

WIDE, HIGH = 842, 595  # A4, lying
_CATALOG, _PAGES, _FONT, _BOLD, _INFO, _FIRST = range(1, 7)


def pdf_of(pages: Iterable[str], title: str) -> Iterator[str]:
    """The file of some pages, each the operators that draw it; ASCII throughout."""
    out = _Written()
    # The second line tells programs that copy files that this is no text.
    yield out.take("%PDF-1.7\n%~~~~\n")
    yield out.thing(_CATALOG, f"<</Type /Catalog /Pages {_PAGES} 0 R /Lang (en)>>")
    for number, name in ((_FONT, "Helvetica"), (_BOLD, "Helvetica-Bold")):
        yield out.thing(number, f"<</Type /Font /Subtype /Type1 /BaseFont /{name} "
                                "/Encoding /WinAnsiEncoding>>")  # fmt: skip
    yield out.thing(_INFO, f"<</Title {utf_16(title)} /Producer (Comity)>>")
    number = _FIRST
    for page in pages:
        yield out.thing(number, f"<</Length {len(page)}>>\nstream\n{page}\nendstream")
        yield out.thing(number + 1, _page(number))
        number += 2
    kids = " ".join(f"{at} 0 R" for at in range(_FIRST + 1, number, 2))
    count = (number - _FIRST) // 2
    yield out.thing(_PAGES, f"<</Type /Pages /Count {count} /Kids [{kids}]>>")
    yield out.table(number)


def _page(drawn: int) -> str:
    fonts = f"/F {_FONT} 0 R /B {_BOLD} 0 R"
    return (f"<</Type /Page /Parent {_PAGES} 0 R /MediaBox [0 0 {WIDE} {HIGH}] "
            f"/Contents {drawn} 0 R /Resources <</Font <<{fonts}>>>>>>")  # fmt: skip


class _Written:
    """How far the file is written, and where each object begins."""

    def __init__(self) -> None:
        self._length, self._starts = 0, dict[int, int]()

    def take(self, text: str) -> str:
        assert text.isascii(), "a letter is a byte"
        self._length += len(text)
        return text

    def thing(self, number: int, text: str) -> str:
        self._starts[number] = self._length
        return self.take(f"{number} 0 obj\n{text}\nendobj\n")

    def table(self, size: int) -> str:
        rows = "".join(f"{self._starts[at]:010} 00000 n \n" for at in range(1, size))
        return (f"xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n"
                f"<</Size {size} /Root {_CATALOG} 0 R /Info {_INFO} 0 R>>\n"
                f"startxref\n{self._length}\n%%EOF\n")  # fmt: skip
