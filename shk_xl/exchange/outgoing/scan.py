"""The last look at a file before it leaves: does it carry anything but its content?

Rules: nothing is cleaned here, only found; a file in which anything is found stays. Every part
is inflated and looked through as UTF-8 and as UTF-16, whatever it claims to be. What stands in
the content itself, such as an address in the register of parties, is no trace. Any package can
be looked through.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from shk_xl.domain.faults import Fault, Place
from shk_xl.domain.portfolio import About, Portfolio
from shk_xl.exchange.outgoing.machine import Machine
from shk_xl.exchange.outgoing.properties import property_faults
from shk_xl.exchange.outgoing.trace_kinds import (
    KNOWN_PARTS,
    MAIL,
    NAMESPACE,
    OUR_PARTS,
    PATH,
    TRACE_ELEMENTS,
)
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.cell_text import from_xstring
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.shared_strings import read_shared_strings
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.workbook.building.build import CREATED
from shk_xl.workbook.building.letter import Letter
from shk_xl.workbook.building.party_copy import PartyCopy, build_party_copy
from shk_xl.workbook.building.party_table import PartyRow
from shk_xl.workbook.reading.about import about_rows
from shk_xl.workbook.schema import TABLES

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The least that an archive can say, and so nothing."""
_ELEMENT: Final = re.compile(
    rf"<(?:[\w.-]+:)?({'|'.join(TRACE_ELEMENTS)})(?=[\s/>])([^>]*)>([^<]*)"
)
_VALUES: Final = re.compile(r">([^<>]+)<|=\s*\"([^\"]*)\"|=\s*'([^']*)'")
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is a file's own.

    Args:
        texts: What its cells may say.
        sheets: The names of its sheets.
        authors: Who may stand as its author: organisations.
        properties: The names of its custom properties.
    """

    texts: frozenset[str]
    sheets: frozenset[str]
    authors: frozenset[str]
    properties: frozenset[str]


def scan(data: bytes, allowed: Allowed, machine: Machine | None = None) -> list[Fault]:
    """Look for traces of people, machines and places in a workbook.

    Args:
        data: The file.
        allowed: What is its own.
        machine: Whose names are looked for; this computer's when None.

    Returns:
        Everything that was found, each with its part.

    Raises:
        Refused: It is no workbook, or a part of it cannot be read.
    """
    package = Package(data)
    own = _Own(allowed, machine or Machine.this())
    faults = list(_of_archive(data))
    for name in package.partnames:
        content = package.read(name)
        found = [
            *_of_name(name),
            *_of_elements(content),
            *own.traces(name.encode() + b"\n" + content),
        ]
        found += [
            Fault("leak_external", values={"what": _shown(relationship.target)})
            for relationship in package.relationships(name)
            if relationship.external
        ]
        faults += [Fault(one.code, Place(sheet=name), one.values) for one in found]
    faults += property_faults(package, allowed.authors, allowed.properties)
    faults += _of_sheets(package, allowed)
    faults += _unused_texts(package)
    once = {(fault.code, fault.place, *fault.values.items()): fault for fault in faults}
    return list(once.values())


class _Own:
    """What tells a file's own words from traces."""

    def __init__(self, allowed: Allowed, machine: Machine) -> None:
        texts = "\n".join(sorted(allowed.texts))
        self._mail = frozenset(MAIL.findall(texts))
        self._paths = frozenset(PATH.findall(texts))
        home = _folded(machine.home)
        self._home = "" if home in _folded(texts) else home
        self._names = machine.pattern()
        self._in_wide = machine.pattern(whole_words=False)
        self._words = frozenset(_words(self._names, texts))

    def traces(self, content: bytes) -> Iterator[Fault]:
        """Find addresses, paths and the machine's names in a part."""
        for text in _narrow(content), *_wide(content):
            for found in MAIL.findall(text):
                if found not in self._mail:
                    yield _fault("leak_mail", found)
            for found in PATH.findall(text):
                if found not in self._paths and not NAMESPACE.match(found):
                    yield _fault("leak_path", found)
            if self._home and self._home in _folded(text):
                yield _fault("leak_machine", self._home)
        names = set(_words(self._names, _values(_narrow(content)))) - self._words
        names = {word for word in names if word not in _words_of_nobody(self._names)}
        # What stands before a name in UTF-16 may be no text, and look like any letter.
        names.update(word for text in _wide(content) for word in _words(self._in_wide, text))
        for word in sorted(names):
            yield _fault("leak_machine", word)


def _folded(path: str) -> str:
    """Write paths in one way for all systems."""
    return path.replace("\\", "/").casefold()


def _words(pattern: re.Pattern[str] | None, text: str) -> Iterator[str]:
    return (word.casefold() for word in pattern.findall(text)) if pattern else iter(())


@cache
def _words_of_nobody(pattern: re.Pattern[str] | None) -> frozenset[str]:
    """Give the names of a machine that a copy of nobody's holds as well."""
    return frozenset(_words(pattern, _text_of_nobody()))


@cache
def _text_of_nobody() -> str:
    titles = {table.name: frozenset(column.title for column in table.columns) for table in TABLES}
    rows = {name: (PartyRow({}, filled), PartyRow({})) for name, filled in titles.items()}
    copy = PartyCopy(Portfolio(), rows, about_rows(About()), Letter("", "", ()), "", CREATED)
    package = Package(build_party_copy(copy))
    return "\n".join(_values(package.read(name).decode()) for name in package.partnames)


def _narrow(content: bytes) -> str:
    """Read a part as UTF-8, references and escapes resolved."""
    return from_xstring(html.unescape(content.decode("utf-8", "replace")))


def _wide(content: bytes) -> Iterator[str]:
    """Read a part as UTF-16 in every way that it may be meant."""
    if b"\0" in content:  # as there is in every Latin letter
        for codec in ("utf-16-le", "utf-16-be"):
            for start in (0, 1):
                yield html.unescape(content[start:].decode(codec, "replace"))


def _values(text: str) -> str:
    """Give the texts and attribute values of XML; all of what is no XML."""
    if "<" not in text:
        return text
    return "\n".join("".join(groups) for groups in _VALUES.findall(text))


def _of_archive(data: bytes) -> Iterator[Fault]:
    """Find what the archive says around its parts."""
    with ZipFile(BytesIO(data)) as archive:
        if archive.comment:
            yield _fault("leak_archive", "en kommentar")
        for member in archive.infolist():
            place = Place(sheet=member.filename)
            if member.date_time != _NO_TIME:
                when = "{:04}-{:02}-{:02} {:02}:{:02}".format(*member.date_time)
                yield Fault("leak_time", place, {"what": when})
            if member.comment or member.extra:
                yield Fault("leak_archive", place, {"what": "uppgifter om delen"})


def _of_name(name: str) -> Iterator[Fault]:
    """Judge a part by its name."""
    if OUR_PARTS.fullmatch(name):
        return
    kind = next((what for piece, what in KNOWN_PARTS if piece in name.casefold()), name)
    yield _fault("leak_part", kind)


def _of_elements(content: bytes) -> Iterator[Fault]:
    """Find the elements that say who, where or when."""
    for name, attributes, text in _ELEMENT.findall(content.decode("utf-8", "replace")):
        said = " ".join((*xml_lexer.attributes(attributes).values(), text)).strip()
        yield _fault(TRACE_ELEMENTS[name], f"{name} {said}".strip())


def _of_sheets(package: Package, allowed: Allowed) -> Iterator[Fault]:
    """Find sheets and names that nobody sees, or that are not the file's own."""
    partname = package.main_part()
    text, _ = xml_lexer.decode(package.read(partname))
    place = Place(sheet=partname)
    for element in xml_lexer.elements(text):
        name = _shown(element.attributes.get("name", ""))
        if element.name == "sheet" and element.attributes.get("state", "visible") != "visible":
            yield Fault("leak_hidden_sheet", place, {"what": name})
        elif element.name == "sheet" and name not in allowed.sheets:
            yield Fault("leak_part", place, {"what": f"bladet {name}"})
        elif element.name == "definedName" and element.attributes.get("hidden", "0") != "0":
            yield Fault("leak_part", place, {"what": f"det dolda namnet {name}"})


def _unused_texts(package: Package) -> Iterator[Fault]:
    """Find texts that the file keeps though no cell shows them: what somebody has deleted."""
    strings = read_shared_strings(package)
    used = {
        cell.value
        for sheet in read_workbook(package).sheets
        if sheet.kind == "worksheet"
        for cell in read_sheet(package.read(sheet.partname)).cells()
        if cell.type == "s"
    }
    unused = len(strings) - len(used)
    if unused > 0:
        yield Fault("leak_unused_text", values={"count": unused})


def _fault(code: str, what: str) -> Fault:
    return Fault(code, values={"what": _shown(what)})


def _shown(text: str) -> str:
    """Shorten what is told, and write out what cannot be seen."""
    printable = "".join(sign if sign.isprintable() else "�" for sign in text)
    return printable if len(printable) <= _SHOWN else f"{printable[:_SHOWN]}…"
