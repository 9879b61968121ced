"""The workbook that a party gets, made anew.

Rules: nothing of the team's file is in it but what the caller gives, so it has no traces of
people and machines to be taken out. It is calculated, and then no function of ours is left in
it. The same copy gives the same bytes. Its id stands in three places that survive other
programs: on the sheet Om filen, in a document property, and in a defined name.

Source: what LibreOffice, openpyxl and OpenDocument keep of a workbook was measured; they drop
custom XML, and show hidden sheets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook

from shk_xl.domain.portfolio import Portfolio
from shk_xl.workbook.building.build import set_properties
from shk_xl.workbook.building.entry import define_lists
from shk_xl.workbook.building.finish import finish
from shk_xl.workbook.building.formats import Formats
from shk_xl.workbook.building.letter import Letter, write_letter
from shk_xl.workbook.building.marks import Marks
from shk_xl.workbook.building.overview import write_overview
from shk_xl.workbook.building.party_table import PartyRow, write_party_table
from shk_xl.workbook.building.sheet import Sheet
from shk_xl.workbook.building.table import Rows
from shk_xl.workbook.building.without_functions import without_functions
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.schema import ABOUT_SHEET, OVERVIEW_SHEET, TABLES

ID_NAME: Final = "shk_id"
"""The document property and the defined name that hold the id."""


@dataclass(frozen=True, slots=True)
class PartyCopy:
    """What a copy holds.

    Args:
        portfolio: The team's: what it is called, and how long the lists of Översikt are.
        tables: The rows by table name; a table that is left out has no sheet.
        facts: The facts about the portfolio.
        letter: What stands on the sheet Om filen.
        id_text: The id, at most 250 characters.
        created: When it says that it was made.
        overview: It has the sheet Översikt.
    """

    portfolio: Portfolio
    tables: Mapping[str, Sequence[PartyRow]]
    facts: Rows
    letter: Letter
    id_text: str
    created: datetime
    overview: bool = True


def build_party_copy(copy: PartyCopy) -> bytes:
    """Make the workbook.

    Returns:
        The file (``.xlsx``), calculated, without our functions.
    """
    stream = BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    set_properties(workbook, copy.portfolio.about, copy.created)
    workbook.set_custom_property(ID_NAME, copy.id_text, "text")
    formats = Formats(workbook)
    marks = Marks(formats)
    about = workbook.add_worksheet(ABOUT_SHEET, Sheet)
    overview = workbook.add_worksheet(OVERVIEW_SHEET, Sheet) if copy.overview else None
    tables = [table for table in TABLES if table.name in copy.tables]
    for table in tables:
        sheet = workbook.add_worksheet(table.sheet, Sheet)
        write_party_table(sheet, table, copy.tables[table.name], formats, marks)
    define_lists(workbook, tables)
    workbook.define_name(ID_NAME, f'="{copy.id_text}"')
    if overview is not None:
        write_overview(workbook, overview, copy.portfolio)
    write_letter(about, copy.letter, copy.facts, formats)
    about.activate()
    workbook.close()
    # XlsxWriter puts a zero where nobody has calculated: nothing in the new file is a result.
    calculated = recalculate(stream.getvalue(), full=True).data
    return finish(without_functions(calculated))
