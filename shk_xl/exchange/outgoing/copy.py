"""One party's copy of the team's workbook: built anew, marked, named, and looked through.

Rules: the copy is made of the cells that the schema knows, never of the team's file, so that
nothing else can come along; columns and sheets that the team added do not. It is kept as it
leaves, and is the base that the answer is compared with: what a copy leaves out is not
deleted. A copy in which anything is found that is not its content's own is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Final

from shk_xl.domain.faults import Fault, Place, Refused, placed, refuse
from shk_xl.domain.portfolio import Portfolio
from shk_xl.exchange.identity import parse_id
from shk_xl.exchange.outgoing.letter import letter_of
from shk_xl.exchange.outgoing.marking import marked_tables
from shk_xl.exchange.outgoing.personal_numbers import has_personal_number
from shk_xl.exchange.outgoing.scan import Allowed, scan
from shk_xl.exchange.outgoing.source import Source
from shk_xl.exchange.request import Request
from shk_xl.functions.cell_values import CellValue
from shk_xl.ooxml.addresses import address
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.safe_names import safe, shortened
from shk_xl.workbook.building.party_copy import ID_NAME, PartyCopy, build_party_copy
from shk_xl.workbook.building.party_table import PartyRow, count_filled
from shk_xl.workbook.filling import Filling
from shk_xl.workbook.schema import ABOUT_SHEET, OVERVIEW_SHEET, TABLES

_NAME_BYTES: Final = 40
"""Of the workbook's name and of the party's, each, in the name of a copy."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a person is shown of a copy before it is sent.

    Args:
        party: Whom it is for.
        address: Where it goes.
        file_name: Its name.
        size: In bytes.
        sha256: Of the file, in hexadecimal.
        cells: How many cells the party is asked to fill in; new rows apart.
        warnings: What the sender must look at first: what seems sensitive.
        notes: What the sender may want to know: what copies do not have.
    """

    party: str
    address: str
    file_name: str
    size: int
    sha256: str
    cells: int
    warnings: tuple[Fault, ...]
    notes: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class OutgoingCopy:
    """A copy that may leave.

    Args:
        data: The file, as it shall be kept and sent.
        id_text: The id that it carries.
        base_sha256: Of the team's workbook that it was made of.
        summary: What a person is shown of it.
    """

    data: bytes
    id_text: str
    base_sha256: str
    summary: Summary

    @property
    def sha256(self) -> str:
        """Of the file, in hexadecimal."""
        return self.summary.sha256

    @property
    def file_name(self) -> str:
        """Its name, safe everywhere."""
        return self.summary.file_name

    @property
    def party(self) -> str:
        """The party's name in the register."""
        return self.summary.party

    @property
    def address(self) -> str:
        """The party's mail address in the register; empty when it has none."""
        return self.summary.address


def copy_of(
    source: Source,
    party: str,
    request: Request,
    id_text: str,
    *,
    only_own: bool = False,
    stem: str = "Portfölj",
) -> OutgoingCopy:
    """Make the copy of one party.

    Args:
        source: The team's workbook.
        party: The party's name in the register.
        request: What is asked; checked before.
        id_text: As ``identity.write_id`` gives it.
        only_own: Leave out the rows of other parties' initiatives, and the sheets that are
            about no initiative.
        stem: How the file's name begins.

    Returns:
        The copy; the same for the same arguments, to the byte.

    Raises:
        Refused: The party has nothing to fill in, or the copy would carry something that is
            not its content's own.
    """
    copy_id = parse_id(id_text)
    if copy_id is None:
        raise ValueError(id_text)
    filling = Filling(source.portfolio, party)
    tables = marked_tables(source, filling, party, only_own=only_own)
    if not any(row.fills for rows in tables.values() for row in rows):
        raise refuse("outgoing_nothing_to_fill", party=party)
    about = source.portfolio.about
    letter = letter_of(request, about, tables, id_text, only_own=only_own)
    made = datetime.combine(request.made_on, time(), UTC)
    content = PartyCopy(
        source.portfolio, tables, source.facts, letter, id_text, made, overview=not only_own
    )
    data = build_party_copy(content)
    file_name = name_of_file(stem, party, copy_id.round)
    refuse_traces(data, file_name, _allowed(content))
    summary = Summary(
        party,
        _address_of(source.portfolio, party),
        file_name,
        len(data),
        sha256(data).hexdigest(),
        sum(map(count_filled, tables.values())),
        tuple(_warnings(tables, file_name)),
        (*source.left_out, *_of_new_rows_only(filling, party)),
    )
    return OutgoingCopy(data, id_text, source.sha256, summary)


def name_of_file(stem: str, party: str, round_: int) -> str:
    """Name a copy's file: letters, digits and hyphens, the same on every system.

    >>> name_of_file("Portfölj 2024", "Västerås stad", 3)
    'Portfölj-2024-Västerås-stad-utskick-3.xlsx'
    """
    words = (*(shortened(safe(text), _NAME_BYTES) for text in (stem, party)), f"utskick-{round_}")
    return f"{'-'.join(filter(None, words))}.xlsx"


def _address_of(portfolio: Portfolio, party: str) -> str:
    return next((one.email for one in portfolio.parties if one.name == party), "")


def refuse_traces(data: bytes, file_name: str, allowed: Allowed) -> None:
    """Let only a file through that the guard passes and in which no trace is found.

    Raises:
        Refused: With everything that was found.
    """
    check_package(data, file=file_name)
    with placed(file=file_name):
        if faults := scan(data, allowed):
            raise Refused(faults)


def _allowed(copy: PartyCopy) -> Allowed:
    """Say what is a copy's own."""
    about = copy.portfolio.about
    values = (v for rows in copy.tables.values() for row in rows for v in row.values.values())
    texts = (value for value in values if isinstance(value, str))
    lines = (text for line in copy.letter.lines for text in (line.label, line.text))
    letter = (copy.letter.title, copy.letter.subtitle, *lines)
    overview = (OVERVIEW_SHEET,) if copy.overview else ()
    sheets = (table.sheet for table in TABLES if table.name in copy.tables)
    return Allowed(
        frozenset((*texts, *letter, about.partnership, about.focus_area)),
        frozenset((ABOUT_SHEET, *overview, *sheets)),
        frozenset({about.partnership}),
        frozenset({ID_NAME}),
    )


def _of_new_rows_only(filling: Filling, party: str) -> Iterator[Fault]:
    if not filling.roles:
        yield Fault("outgoing_only_new_rows", values={"party": party})


def _warnings(tables: Mapping[str, Sequence[PartyRow]], file: str) -> Iterator[Fault]:
    """Find what looks like personal identity numbers in what is sent."""
    for table in TABLES:
        titles = [column.title for column in table.columns]
        for number, row in enumerate(tables.get(table.name, ()), start=2):
            for title in _sensitive(row.values.items()):
                place = Place(file, table.sheet, address(number, titles.index(title) + 1))
                yield Fault("outgoing_personal_number", place)


def _sensitive(values: Iterable[tuple[str, CellValue]]) -> Iterator[str]:
    return (t for t, value in values if isinstance(value, str) and has_personal_number(value))
