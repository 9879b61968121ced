"""What a column and a table of the workbook are.

Rules: a column either holds what people type (``field`` names the part of the domain that
it fills) or is computed (``formula``, with our worksheet functions); never both. References
in formulas are spelled in full (``T[[#This Row],[A]]``), the only spelling that every writer
of files gets right. A formula gives ``#N/A`` by ``NA()`` before it asks a function of ours
where that can be told natively: LibreOffice keeps cached numbers and texts of functions that
it lacks, but it calculates a cached error anew, and would show an unknown amount as ``#NAME?``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from shk_xl.domain.party_roles import Role


class Kind(Enum):
    """What a column holds."""

    TEXT = auto()
    LONG_TEXT = auto()
    CODE = auto()
    NAMES = auto()
    """Several names, separated by semicolons."""
    CHOICE = auto()
    YES_NO = auto()
    WHOLE = auto()
    POINTS = auto()
    KRONOR = auto()
    DECIMAL = auto()


class AmountState(StrEnum):
    """The words for the three states of an amount."""

    KNOWN = "Känt belopp"
    STAFF = "Ordinarie personal"
    UNKNOWN = "Okänt"


YES, NO = "Ja", "Nej"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Args:
        title: What stands in the header row, unique in the table.
        kind: What it holds.
        width: In characters of the body font.
        help: Shown beside the cell and in the manual.
        field: The field of the record that it fills; empty for a computed column.
        choices: The only values that are allowed.
        refers_to: ``(table, column)`` whose values are offered as a list.
        formula: For a computed column, in Excel's English spelling.
        required: A row without it cannot be understood.
        hidden: It serves other formulas, and nobody needs to see it.
        filled_by: What a party has to be in the row's initiative to fill it in, in its copy of
            the workbook; None where that is nobody's but the team's.
        added_later: Workbooks that were made before it was thought of lack it, and are read as
            if it were blank.
    """

    title: str
    kind: Kind
    width: int
    help: str
    field: str = ""
    choices: tuple[str, ...] = ()
    refers_to: tuple[str, str] | None = None
    formula: str = ""
    required: bool = False
    hidden: bool = False
    filled_by: Role | None = None
    added_later: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its one table.

    Args:
        sheet: The sheet's name.
        name: The table's name, unique in the workbook.
        records: The field of ``Portfolio`` that the rows fill.
        record: The dataclass of one row.
        key: The titles of the columns that together name a row.
        columns: In the order of the sheet.
        help: What the sheet is for.
        register: It changes seldom, and stands last.
        groups: Titles of columns that say one thing together, such as points and why: where
            two people have changed different ones of them, neither change stands by itself.
        new_rows: How many blank rows a party's copy of the workbook has for new ones, which it
            may propose; 0 where it may not. See ``filling``.
    """

    sheet: str
    name: str
    records: str
    record: type
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    help: str
    register: bool = False
    groups: tuple[tuple[str, ...], ...] = ()
    new_rows: int = 0

    def column(self, title: str) -> Column:
        """Find a column by its title."""
        return next(column for column in self.columns if column.title == title)

    def column_of(self, field: str) -> Column:
        """Find the column that fills a field (for an amount: the one with the kronor)."""
        return next(column for column in self.columns if column.field in (field, f"{field}.kronor"))


@dataclass(frozen=True, slots=True)
class Link:
    """Columns of two tables that say one thing together, row by row.

    Args:
        ends: Each table's name, and the titles.
        key_parts: How many of the first columns of their keys the rows share.
    """

    ends: tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]
    key_parts: int


def choices_of(enum: type[StrEnum]) -> tuple[str, ...]:
    """The words that an enumeration allows."""
    return tuple(member.value for member in enum)


def amount_columns(width: int = 14) -> tuple[Column, ...]:
    """The three columns in which an amount is typed."""
    return (
        Column(
            "Belopp",
            Kind.KRONOR,
            width,
            "Hela kronor. Lämna tomt om beloppet inte är känt.",
            field="amount.kronor",
            filled_by=Role.RESPONSIBLE,
        ),
        Column(
            "Beloppsläge",
            Kind.CHOICE,
            19,
            "Känt belopp, Ordinarie personal (kostar inga pengar) eller Okänt. Okänt är inte noll.",
            field="amount.state",
            choices=choices_of(AmountState),
            filled_by=Role.RESPONSIBLE,
        ),
        Column(
            "Förklaring till belopp",
            Kind.TEXT,
            26,
            "Vems personal, eller varför beloppet är okänt.",
            field="amount.note",
            filled_by=Role.RESPONSIBLE,
        ),
    )


AMOUNT_GROUP = tuple(column.title for column in amount_columns())
"""The titles of the columns in which an amount is typed."""


def kronor_column(table: str, key: str) -> Column:
    """The typed amount as a number that can be summed; #N/A where it is unknown."""
    this = f"{table}[[#This Row]"
    return Column(
        "Kronor",
        Kind.KRONOR,
        14,
        "Beräknas: beloppet som tal. #SAKNAS! betyder okänt och räknas inte med i summor.",
        formula=(
            f'IF({this},[{key}]]="","",IF(AND({this},[Belopp]]="",{this},[Beloppsläge]]<>'
            f'"{AmountState.STAFF}"),NA(),SHK_BELOPP({this},[Belopp]],{this},[Beloppsläge]])))'
        ),
    )
