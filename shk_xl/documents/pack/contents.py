"""The contents of a pack: its fields, their values, and the links of its rows.

Rules: a row of the template has its title in the character style *Hyperlink*, and that
text becomes the link. A template without the style gives contents without links; the
bookmarks of the PDF are there all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lxml import etree

from shk_xl.documents import fields
from shk_xl.documents.fields import FieldSpec, Row
from shk_xl.documents.sender import SENDER_FIELDS, sender_values
from shk_xl.documents.word.names import VAL, R, w
from shk_xl.documents.word.package import Entry, read_package, write_package, xml_bytes
from shk_xl.documents.word.styles import read_styles
from shk_xl.domain.portfolio import Portfolio

_LINK_STYLE: Final = "hyperlink"
_FIELD_CHARACTER: Final = w("fldChar")
_FIELD_STATE: Final = w("fldCharType")

FIELDS: Final[tuple[FieldSpec, ...]] = (
    *SENDER_FIELDS,
    fields.text("antal_sidor", "Hur många sidor paketet har."),
    fields.rows(
        "handlingar",
        "En rad för varje handling i paketet, i ordning.",
        fields.text("nummer", "Handlingens nummer."),
        fields.text("titel", "Handlingens titel; med formatet Hyperlänk blir den en länk."),
        fields.text("sida", "Sidan som handlingen börjar på."),
        fields.text("sidor", "Hur många sidor handlingen har."),
    ),
)


@dataclass(frozen=True, slots=True)
class Entered:
    """A document in the contents: its title, its first page in the pack, and its pages."""

    title: str
    first_page: int
    pages: int


def values(portfolio: Portfolio, entries: Sequence[Entered], total_pages: int, today: date) -> Row:
    """Give the value of every field of the contents.

    Args:
        portfolio: Whose pack it is.
        entries: The documents in order.
        total_pages: How many pages the pack has, the contents counted.
        today: The date of the pack.
    """
    rows: list[Row] = [
        {
            "nummer": str(number),
            "titel": entry.title,
            "sida": str(entry.first_page),
            "sidor": str(entry.pages),
        }
        for number, entry in enumerate(entries, start=1)
    ]
    return {
        **sender_values(portfolio, today),
        "antal_sidor": str(total_pages),
        "handlingar": rows,
    }


def with_links(data: bytes, file: str, addresses: Sequence[str]) -> bytes:
    """Make links of the titles.

    Args:
        data: The filled contents.
        file: Its name, for the fault.
        addresses: Where each row leads.

    Returns:
        The document; unchanged when the template doesn't have one styled text a row.

    Raises:
        Refused: It is no Word document.
    """
    package = read_package(data, file)
    root = etree.fromstring(package.parts[package.main])
    styles = read_styles(package.styles).ids_by_name if package.styles else {}
    style = styles.get(_LINK_STYLE)
    titles = [run for run in root.iter(R) if _style_of(run) == style] if style else []
    if len(titles) != len(addresses):
        return data
    for run, address in zip(titles, addresses, strict=True):
        _wrap(run, address)
    parts = {**package.parts, package.main: xml_bytes(root)}
    return write_package({name: Entry.of(part) for name, part in parts.items()})


def _style_of(run: etree._Element) -> str | None:
    style = run.find(f"{w('rPr')}/{w('rStyle')}")
    return None if style is None else style.get(VAL)


def _wrap(run: etree._Element, address: str) -> None:
    """Put a ``HYPERLINK`` field around a run, which keeps its place in the paragraph."""
    instruction = etree.Element(R)
    etree.SubElement(instruction, w("instrText")).text = f' HYPERLINK "{address}" '
    for before in (_mark("begin"), instruction, _mark("separate")):
        run.addprevious(before)
    run.addnext(_mark("end"))


def _mark(state: str) -> etree._Element:
    run = etree.Element(R)
    etree.SubElement(run, _FIELD_CHARACTER).set(_FIELD_STATE, state)
    return run
