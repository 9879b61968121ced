"""The gate for what parts are said to be: content types, relationships, and what they are.

Rules: a part that readers act on (the workbook, a sheet, a table …) is declared as what it
is, once, and leads to parts that are what the relationship says. A file whose name promises
that it has no macros has none. What nobody acts on is not judged.

Source: ECMA-376-2:2021, 6.2.3 and 6.5; ECMA-376-1:2016, 12.3 and 15.2.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath
from typing import Final
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from shk_xl.ooxml.package import CONTENT_TYPES

_SHEETS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_WORKBOOKS: Final = (
    f"{_SHEETS}sheet.main+xml",
    f"{_SHEETS}template.main+xml",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml",
    "application/vnd.ms-excel.template.macroenabled.main+xml",
    "application/vnd.ms-excel.addin.macroenabled.main+xml",
)
_DOCUMENTS: Final = (
    f"{_WORD}document.main+xml",
    f"{_WORD}template.main+xml",
    "application/vnd.ms-word.document.macroenabled.main+xml",
    "application/vnd.ms-word.template.macroenabledtemplate.main+xml",
)
_ROOTS: Final = {
    **dict.fromkeys(_WORKBOOKS, "workbook"),
    **dict.fromkeys(_DOCUMENTS, "document"),
    f"{_SHEETS}worksheet+xml": "worksheet",
    f"{_SHEETS}chartsheet+xml": "chartsheet",
    f"{_SHEETS}sharedstrings+xml": "sst",
    f"{_SHEETS}styles+xml": "styleSheet",
    f"{_SHEETS}table+xml": "table",
    f"{_SHEETS}comments+xml": "comments",
    f"{_WORD}styles+xml": "styles",
    "application/vnd.openxmlformats-package.relationships+xml": "Relationships",
}
"""The content types that readers act on, and the root element of each."""
_LEADS_TO: Final = {
    "officeDocument": frozenset({*_WORKBOOKS, *_DOCUMENTS}),
    "worksheet": frozenset({f"{_SHEETS}worksheet+xml"}),
    "chartsheet": frozenset({f"{_SHEETS}chartsheet+xml"}),
    "sharedStrings": frozenset({f"{_SHEETS}sharedstrings+xml"}),
    "table": frozenset({f"{_SHEETS}table+xml"}),
    "styles": frozenset({f"{_SHEETS}styles+xml", f"{_WORD}styles+xml"}),
}
"""By the last word of a relationship's type, what the part that it leads to must be."""
_MACROS: Final = ("macroenabled", "ms-office.vbaproject", "macrosheet+xml")
"""Words in the content types of macros, and of files that may hold them."""
_WITHOUT_MACROS: Final = (".xlsx", ".xltx", ".docx", ".dotx")
_RELATIONSHIPS: Final = ".rels"


@dataclass(slots=True)
class Declared:
    """What the parts of a package are, and what is said of them; filled part by part."""

    roots: dict[str, str] = field(default_factory=dict)
    telling: dict[str, bytes] = field(default_factory=dict)

    def note(self, name: str, root: str, part: bytes) -> None:
        """Note a part: the name of its root element, and all of it if it tells of others."""
        folded = name.casefold()
        self.roots[folded] = root
        if folded.endswith(_RELATIONSHIPS) or name == CONTENT_TYPES:
            self.telling[folded] = part


def type_problems(declared: Declared, file: str) -> list[tuple[str, str]]:
    """Judge a package whose parts are safe one by one.

    Args:
        declared: What was noted of all parts.
        file: The file's name.

    Returns:
        The code of each fault, and the part that it is about.
    """
    types, problems = _types(declared)
    problems += [
        ("package_wrong_type", part)
        for part, type_ in types.items()
        if type_ in _ROOTS and declared.roots[part] != _ROOTS[type_]
    ]
    problems += [
        ("package_wrong_type", target)
        for word, target in _relationships(declared)
        if target in declared.roots and types.get(target) not in _LEADS_TO[word]
    ]
    if PurePath(file).suffix.casefold() in _WITHOUT_MACROS:
        macros = (part for part, type_ in types.items() if any(word in type_ for word in _MACROS))
        problems += [("package_hidden_macros", part) for part in islice(macros, 1)]
    return list(dict.fromkeys(problems))


def _types(declared: Declared) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Give each part's content type, in lower case, and what is declared more than once."""
    by_extension: dict[str, str] = {}
    by_part: dict[str, str] = {}
    problems = []
    for element in _elements(declared.telling[CONTENT_TYPES.casefold()]):
        name, told, key = {
            "Default": ("Default", by_extension, element.get("Extension", "")),
            "Override": ("Override", by_part, unquote(element.get("PartName", "")).lstrip("/")),
        }.get(element.tag.rpartition("}")[2], ("", {}, ""))
        folded = key.casefold()
        if folded in told:
            problems.append(("package_ambiguous_type", f"{name} {key}"))
        told[folded] = element.get("ContentType", "").strip().casefold()
    types = {}
    for part in declared.roots:
        type_ = by_part.get(part) or by_extension.get(part.rpartition(".")[2])
        if type_ is not None and part != CONTENT_TYPES.casefold():
            types[part] = type_
    return types, problems


def _relationships(declared: Declared) -> Iterator[tuple[str, str]]:
    """Give the relationships that must lead to a certain type of part: their word and target."""
    for source, part in declared.telling.items():
        if source == CONTENT_TYPES.casefold():
            continue
        folder = posixpath.dirname(posixpath.dirname(source))
        for element in _elements(part):
            word = element.get("Type", "").rpartition("/")[2]
            if word in _LEADS_TO and element.get("TargetMode") != "External":
                path = unquote(element.get("Target", "").partition("#")[0])
                target = posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
                yield word, target.casefold()


def _elements(part: bytes) -> Iterator[ET.Element]:
    """Read a small part that has passed the gate for XML: it has no document type."""
    return iter(ET.fromstring(part)) if part else iter(())  # noqa: S314 - see above
