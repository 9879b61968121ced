"""The button Kontrollera mallar: the team's own Word templates, in the folder beside the workbook.

Rules: the check writes nothing. Where there are no own templates the person is asked before
the built-in ones are put there to be edited.
"""

from __future__ import annotations

from typing import Final

import xlwings

from shk_xl.documents.templates.checking import check_folder, lines
from shk_xl.documents.templates.files import OWN_FOLDER
from shk_xl.documents.templates.starting import copy_templates
from shk_xl.excel.live.folder import documents_folder, open_folder
from shk_xl.excel.live.saved_file import Person
from shk_xl.wording.live import ALL_TEMPLATES_FINE, MORE_IN_TEMPLATES, NO_TEMPLATES, TEMPLATES_MADE

MOST_LINES: Final = 8
"""How much a message holds before the rest is counted."""


def check_templates(book: xlwings.Book, person: Person) -> str:
    """Check the templates, or make the folder of them.

    Args:
        book: The open workbook.
        person: Asked before a folder is made.

    Returns:
        What is wrong, where, and what to do.

    Raises:
        Refused: The workbook has never been saved, or the folder cannot be read or made.
    """
    folder = documents_folder(book).parent / OWN_FOLDER
    if not folder.is_dir():
        if not person.ask(NO_TEMPLATES.format(folder=folder)):
            return ""
        copy_templates(folder)
        open_folder(folder)
        return TEMPLATES_MADE.format(folder=folder)
    person.progress("Kontrollerar mallarna …")
    checked = check_folder(folder)
    told = lines([one for one in checked if one.found])
    if not told:
        return ALL_TEMPLATES_FINE.format(count=len(checked), folder=folder)
    more = len(told) - MOST_LINES
    rest = [MORE_IN_TEMPLATES.format(count=more, folder=folder)] if more > 0 else []
    return "\n".join([*told[:MOST_LINES], *rest])
