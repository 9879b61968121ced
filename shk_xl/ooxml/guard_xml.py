"""The gate for one part of a package: is its XML safe to read?

Rules: one pass of expat, which resolves nothing here and stops at a document type
declaration, in whatever encoding it is written. Sheets are also held against the limits
of a worksheet. What isn't XML is let through.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias
from xml.parsers import expat

from shk_xl.domain.amounts import write_number
from shk_xl.domain.faults import FaultValue
from shk_xl.ooxml.addresses import LAST_COLUMN, LAST_ROW, area
from shk_xl.ooxml.limits import Limits

Problem: TypeAlias = tuple[str, dict[str, FaultValue]]

_ENCODINGS: Final = frozenset({"utf-8", "utf-16", "us-ascii", "iso-8859-1", "windows-1252"})
"""OPC allows the first two (ECMA-376 part 2, 8.1.3.2); a tag cannot hide in the others."""
_XML_NAMES: Final = (".xml", ".rels")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_OTHER_WIDTHS: Final = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"<\x00\x00\x00": "UTF-32",
    b"\x00\x00\x00<": "UTF-32",
    b"\x00\x00<\x00": "UTF-32",
    b"\x00<\x00\x00": "UTF-32",
    b"\x00\x00\xff\xfe": "UTF-32",
    b"\xfe\xff\x00\x00": "UTF-32",
    b"Lo\xa7\x94": "EBCDIC",
}
"""How parts begin that some reader would recognise and expat would not (XML 1.0, appendix F)."""
_DECLARATION: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_AREA_ELEMENTS: Final = {
    "mergeCell": "sheet_merge_too_large",
    "hyperlink": "sheet_link_too_large",
}
"""The elements whose areas readers take cell by cell, and the fault of an area too large."""
_AREA_NAMES: Final = tuple(name.encode() for name in _AREA_ELEMENTS)
_TOO_FAR: Final = (
    rb"(?:[A-Z]{4}|[YZ][A-Z]{2}|X[G-Z][A-Z]|XF[E-Z]"
    rb"|[A-Z]*0*(?:\d{8}|[2-9]\d{6}|1[1-9]\d{5}|10[5-9]\d{4}|1049\d{3}|1048[6-9]\d{2}"
    rb"|10485[89]\d|104857[7-9]))"
)
_COUNTED: Final = {
    "worksheet": ((b"c", "cells", "sheet_too_many_cells"), (b"row", "rows", "sheet_too_many_rows")),
    "workbook": ((b"definedName", "names", "workbook_too_many_names"),),
    "sst": ((b"si", "strings", "workbook_too_many_strings"),),
    "styleSheet": ((b"xf", "formats", "workbook_too_many_formats"),),
}
"""By root element: the elements that are counted, the limit of each, and the fault."""
_STRETCH: Final = 1024
"""Bytes counted at a time: few enough tags that their number is no depth to fear."""
_MAYBE_OUTSIDE: Final = re.compile(rb"\"(?:[A-Za-z]{3,}[0-9]|[A-Za-z]*[0-9]{7})|=\s*'")
"""A value that could be an address so far out, or quotes of the other kind; quick to look for."""
_OUTSIDE: Final = re.compile(rb"(?i)<(?:[\w.-]+:)?(?:c|row)\s[^<>]*?\br\s*=\s*[\"']" + _TOO_FAR)


class _Stopped(Exception):  # noqa: N818 - it ends a scan
    """The rest of a part needs no scan."""

    def __init__(self, code: str, **values: FaultValue) -> None:
        super().__init__(code)
        self.problem: Problem = (code, values)


class _Scan:
    """What one pass over a part's elements finds."""

    def __init__(self, limits: Limits) -> None:
        self.root = ""
        self.areas: list[tuple[str, str]] = []
        self._depth = 0
        self._limit = limits.depth
        self._parser = expat.ParserCreate()

    def run(self, part: bytes, *, wide: bool) -> None:
        """Go through a part; raises ``_Stopped`` or an expat error."""
        areas = wide or any(name in part for name in _AREA_NAMES)
        tail = b"" if wide else _after_cells(part) if areas else b""
        shallow = not wide and surely_shallow(part, self._limit)
        parser = self._parser
        if shallow and (tail or not areas):
            parser.StartElementHandler = self._note_root
        else:
            tail = b""
            parser.StartElementHandler = self._open_and_note if areas else self._open
            parser.EndElementHandler = self._close
        parser.StartDoctypeDeclHandler = _stop_at_doctype
        parser.XmlDeclHandler = _check_encoding
        parser.Parse(part, True)  # noqa: FBT003 - the C function takes no keyword
        if tail:
            self._note_areas(tail)

    def _note_areas(self, tail: bytes) -> None:
        """Go through what stands after the cells, as if it stood alone in the sheet."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._open_and_note
        parser.EndElementHandler = self._close
        parser.Parse(b"<%s>%s" % (self.root.encode(), tail), True)  # noqa: FBT003 - as above

    def _open(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._limit:
            raise _Stopped("package_too_deep", limit=self._limit)
        if not self.root:
            self.root = name

    def _note_root(self, name: str, _attributes: dict[str, str]) -> None:
        self.root = name
        self._parser.StartElementHandler = None

    def _close(self, _name: str) -> None:
        self._depth -= 1

    def _open_and_note(self, name: str, attributes: dict[str, str]) -> None:
        self._open(name, attributes)
        local = name.rpartition(":")[2]
        if local in _AREA_ELEMENTS and "ref" in attributes:
            self.areas.append((local, attributes["ref"]))


def _after_cells(part: bytes) -> bytes:
    """Give what stands after the cells of a sheet, where areas stand; nothing if one is before."""
    end = part.rfind(b"sheetData>")
    if end < 0 or b"<!" in part:
        return b""
    before = (part.find(name) for name in _AREA_NAMES)
    return b"" if any(0 <= at < end for at in before) else part[end + len(b"sheetData>") :]


def surely_shallow(part: bytes, limit: int) -> bool:
    """Tell by counting alone that no element of a part is deeper than a limit.

    Calling Python for each element of a large sheet costs several times what expat costs. Where
    no ``>`` stands in a text and there are no comments or other declarations, ``<``, ``</`` and
    ``/>`` are all tags, and counting them in short stretches bounds the depth.

    Args:
        part: Bytes that expat finds well-formed; of others nothing is said.
        limit: The depth that is allowed.

    Returns:
        False also where only a closer look can tell.

    >>> surely_shallow(b"<a><b/><b/></a>", 3), surely_shallow(b"<a>" * 9 + b"</a>" * 9, 3)
    (True, False)
    """
    one_declaration = part.count(b"<?") <= 1
    if b"<!" in part or not one_declaration or part.count(b"<") != part.count(b">"):
        return False
    depth = 0
    for start in range(0, len(part), _STRETCH):
        end = start + _STRETCH
        closing = part.count(b"</", start, end + 1)
        opened = part.count(b"<", start, end) - closing
        if depth + opened > limit:
            return False
        depth += opened - closing - part.count(b"/>", start, end + 1)
    return True


def xml_problems(name: str, part: bytes, limits: Limits) -> tuple[str, list[Problem]]:
    """Judge one part.

    Args:
        name: The part's name in the package.
        part: Its bytes, inflated.
        limits: How deep and large it may be.

    Returns:
        The name of the root element, without its prefix (empty for what isn't XML), and the
        codes and values of the faults (none for a safe part).
    """
    other = _OTHER_WIDTHS.get(part[:4])
    if other is not None:
        return "", [("package_encoding", {"encoding": other})]
    is_xml_by_name = name.casefold().endswith(_XML_NAMES)
    if not part or not (is_xml_by_name or _looks_like_xml(part)):
        return "", []
    wide = part.startswith(_UTF16)
    scan = _Scan(limits)
    try:
        scan.run(part, wide=wide)
    except _Stopped as stopped:
        return "", [stopped.problem]
    except expat.ExpatError:
        return "", _ill_formed(part, is_xml_by_name=is_xml_by_name)
    root = scan.root.rpartition(":")[2]
    narrow = part.decode("utf-16").encode() if wide else part
    problems = _too_many(narrow, root, limits)
    if root == "worksheet":
        problems += _sheet_problems(narrow, scan.areas, limits)
    return root, problems


def _looks_like_xml(part: bytes) -> bool:
    """Recognise XML under any name, since a relationship can point anywhere."""
    start = part[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<", *_UTF16))


def _ill_formed(part: bytes, *, is_xml_by_name: bool) -> list[Problem]:
    """Judge a part that expat can't read: Excel's own drawings (.vml) leave ``<br>`` open."""
    if is_xml_by_name:
        return [("package_damaged_part", {})]
    return [("package_dtd", {})] if _DECLARATION.search(part.replace(b"\0", b"")) else []


def _stop_at_doctype(*_declaration: object) -> None:
    raise _Stopped("package_dtd")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise _Stopped("package_encoding", encoding=encoding)


def _too_many(part: bytes, root: str, limits: Limits) -> list[Problem]:
    """Count what readers make an object for each of; a little too high, for the sake of speed."""
    problems: list[Problem] = []
    for element, limit, code in _COUNTED.get(root, ()):
        ceiling = getattr(limits, limit)
        if part.count(b"<" + element) + part.count(b":" + element) > ceiling:
            problems.append((code, {"limit": write_number(ceiling)}))
    return problems


def _sheet_problems(sheet: bytes, areas: list[tuple[str, str]], limits: Limits) -> list[Problem]:
    """Hold a worksheet against its limits."""
    problems: list[Problem] = []
    if _MAYBE_OUTSIDE.search(sheet) and _OUTSIDE.search(sheet):
        problems.append(("sheet_cell_outside", {}))
    for element, code in _AREA_ELEMENTS.items():
        covered = sum(_cells_in(ref) for name, ref in areas if name == element)
        if covered > limits.area_cells:
            problems.append((code, {"limit": write_number(limits.area_cells)}))
    return problems


def _cells_in(ref: str) -> int:
    """Count the cells of an area such as ``A1:C4``; what no one can read is the whole sheet."""
    found = area(ref)
    if found is None:
        return LAST_ROW * LAST_COLUMN
    first_row, first_column, last_row, last_column = found
    return (last_row - first_row + 1) * (last_column - first_column + 1)
