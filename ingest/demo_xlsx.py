"""Writes one sheet of a workbook row by row, with the same bytes for the same rows.

A library's writer keeps every text in memory and stamps the hour; a large export may not.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from types import MappingProxyType
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_STAMP = (2025, 1, 1, 0, 0, 0)
_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - the day that sheets count from has no zone
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = MappingProxyType(
    {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="SHEET" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
        '<fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        '</cellStyleXfs><cellXfs count="3"><xf numFmtId="0" xfId="0"/>'
        '<xf numFmtId="14" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="22" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1">'
        '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    }
)

Cell = str | int | date | datetime | None


class Sheet:
    """One sheet that is written as its rows come."""

    def __init__(self, path: Path, title: str) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED)
        for name, text in _PARTS.items():
            self._zip.writestr(_member(name), _HEAD + text.replace("SHEET", escape(title)))
        self._out = self._zip.open(_member("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
        self._out.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
        self.rows = 0

    def write(self, cells: Sequence[Cell]) -> None:
        """One row of texts, numbers, dates and times."""
        self.rows += 1
        row = "".join(_cell(f"{_letters(i)}{self.rows}", c) for i, c in enumerate(cells))
        self._out.write(f'<row r="{self.rows}">{row}</row>\n'.encode())

    def close(self) -> None:
        """Finish the workbook."""
        self._out.write(b"</sheetData></worksheet>")
        self._out.close()
        self._zip.close()


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _STAMP)
    member.compress_type = ZIP_DEFLATED
    return member


def _letters(index: int) -> str:
    return chr(65 + index) if index < 26 else _letters(index // 26 - 1) + chr(65 + index % 26)


def _cell(place: str, value: Cell) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    timed = isinstance(value, datetime)
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    since = moment - _ZERO
    serial = since.days + since.seconds / 86_400
    return f'<c r="{place}" s="{2 if timed else 1}"><v>{serial:.15g}</v></c>'
