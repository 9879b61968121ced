"""The stamp of a generated document: what it was made from, and what it said when made.

Rules: the stamp stands among the document's custom properties, where Word and LibreOffice
keep it when they save. A document whose words no longer match its stamp was edited by
hand; one without a stamp is not ours. Neither is ever overwritten (``overwrite.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from typing import Final

from lxml import etree

from shk_xl.documents.word.package import CUSTOM_PART, WordPackage
from shk_xl.documents.word.wordml import escaped, escaped_attribute

GENERATOR: Final = "shk_xl"
_PREFIX: Final = "SHK "
_VARIANT_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_ID: Final = 2
_SHORT: Final = 12
TRACE_FIELD: Final = "spårning"
"""The field in which a template may show what its document was made from."""
_NAMES: Final[Mapping[str, str]] = {
    "generator": "program",
    "kind": "dokument",
    "row": "rad",
    "workbook": "arbetsbok",
    "workbook_sha256": "arbetsbok sha256",
    "template": "mall",
    "template_sha256": "mall sha256",
    "date": "datum",
    "content_sha256": "innehåll sha256",
    "rendering_sha256": "utförande sha256",
    "version": "arbetsbok version",
}
"""The names that a person sees in Word, by the field of the stamp."""


@dataclass(frozen=True, slots=True)
class SourceStamp:
    """The workbook that documents are made from.

    Args:
        workbook: Its file name, without folder.
        sha256: The hash of its bytes, as hex digits.
        version: The number that it is kept under; empty where it isn't kept.
    """

    workbook: str
    sha256: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a document was made from, as text.

    Args:
        kind: Which kind of document.
        row: The code, date or year in the workbook that it tells of.
        workbook: The workbook's name.
        workbook_sha256: The hash of the workbook.
        template: The template's name.
        template_sha256: The hash of the template.
        date: The day that it was made on, ISO 8601.
        content_sha256: What it said (``content_hash.py``).
        rendering_sha256: The parts that were filled in, and their pictures and template.
        generator: The program.
        version: The number that the workbook is kept under; empty where it isn't kept.
    """

    kind: str
    row: str
    workbook: str
    workbook_sha256: str
    template: str
    template_sha256: str
    date: str
    content_sha256: str
    rendering_sha256: str
    generator: str = GENERATOR
    version: str = ""

    @property
    def trace(self) -> str:
        """Say in a line what the document was made from, for its foot.

        >>> Stamp("foruminitiativ", "UVAS", "bok.xlsx", "581b2fde9b82aa", "foruminitiativ.docx",
        ...       "", "2024-01-15", "", "", version="7").trace
        'bok.xlsx, version 7 (581b2fde9b82) · mall foruminitiativ.docx · 2024-01-15'
        """
        version = f"version {self.version} " if self.version else ""
        book = f"{self.workbook}, {version}({self.workbook_sha256[:_SHORT]})"
        return f"{book} · mall {self.template} · {self.date}"


def stamp_part(stamp: Stamp) -> bytes:
    """Write the stamp as ``docProps/custom.xml``."""
    told = [(name, value) for name, value in asdict(stamp).items() if value]
    properties = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" '
        f'name="{escaped_attribute(_PREFIX + _NAMES[name])}">'
        f"<vt:lpwstr>{escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(told, start=_FIRST_ID)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VARIANT_TYPES}">{properties}</Properties>'
    ).encode()


def read_stamp(package: WordPackage) -> Stamp | None:
    """Read the stamp of a document; None where there is no whole one."""
    part = package.parts.get(CUSTOM_PART)
    if part is None:
        return None
    found = {
        element.get("name", ""): "".join(map(str, element.itertext()))
        for element in etree.fromstring(part)
    }
    values = {field.name: found.get(_PREFIX + _NAMES[field.name]) for field in fields(Stamp)}
    whole = {name: value for name, value in values.items() if value is not None}
    needed = {field.name for field in fields(Stamp) if field.default is MISSING}
    return Stamp(**whole) if whole.keys() >= needed else None


def core_properties(title: str, subject: str, today: date) -> bytes:
    """Write ``docProps/core.xml``: title, language and dates, and nobody's name."""
    moment = f"{today.isoformat()}T00:00:00Z"
    stamped = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:subject>{escaped(subject)}</dc:subject>"
        f"<dc:language>sv-SE</dc:language>{stamped}</cp:coreProperties>"
    ).encode()
