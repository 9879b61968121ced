"""What the sheet Om filen of a copy says.

Rules: everything in it is known from the request and from what was marked; no promise that the
merge does not keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from shk_xl.domain.portfolio import About
from shk_xl.exchange.identity import parse_id
from shk_xl.exchange.request import Request
from shk_xl.wording import outgoing as words
from shk_xl.workbook.building.letter import Letter, Line, LineLook
from shk_xl.workbook.building.party_table import PartyRow, count_filled, filled_titles
from shk_xl.workbook.schema import TABLES


def letter_of(
    request: Request,
    about: About,
    tables: Mapping[str, Sequence[PartyRow]],
    id_text: str,
    *,
    only_own: bool,
) -> Letter:
    """Write the letter of a copy.

    Args:
        request: What is asked.
        about: What the portfolio is called.
        tables: The rows of the copy, by table name.
        id_text: The copy's id, which says whom it is for, and in which round.
        only_own: It has the party's own rows alone.
    """
    copy_id = parse_id(id_text)
    if copy_id is None:
        raise ValueError(id_text)
    day = request.made_on.isoformat()
    subtitle = words.SUBTITLE.format(name=name_of(about), round=copy_id.round, date=day)
    lines = (
        Line(words.ASKED, request.asked, LineLook.STRONG),
        Line(words.BY, request.answer_by.isoformat(), LineLook.STRONG),
        Line(words.BACK, words.BACK_TEXT.format(reply_to=request.reply_to)),
        *_part(tables),
        Line(words.MARKS, words.MARKED_TO_FILL, LineLook.TO_FILL),
        Line(words.MARKS, words.MARKED_TO_READ, LineLook.TO_READ),
        Line(words.COMPUTED, words.COMPUTED_TEXT.format(date=day)),
        *([Line(words.ONLY_OWN, words.ONLY_OWN_TEXT)] if only_own else []),
        Line(words.ID, id_text, LineLook.ID),
        Line(words.ID, words.ID_HELP, LineLook.ID),
    )
    return Letter(words.TITLE.format(party=copy_id.party), subtitle, lines)


def name_of(about: About) -> str:
    """Name a portfolio.

    >>> name_of(About("Samverkan", "Alla barn", 2024))
    'Samverkan, Alla barn 2024'
    """
    area = " ".join(str(part) for part in (about.focus_area, about.year) if part)
    return ", ".join(filter(None, (about.partnership, area))) or "Portföljen"


def _part(tables: Mapping[str, Sequence[PartyRow]]) -> Iterator[Line]:
    """Say what the party fills in, sheet by sheet, and where it may add rows."""
    some = False
    for table in TABLES:
        rows = tables.get(table.name, ())
        cells = count_filled(rows)
        if cells:
            some = True
            count = sum(bool(row.fills) and not row.is_new for row in rows)
            text = words.PART_OF_TABLE.format(
                sheet=table.sheet,
                titles=_listed(list(filled_titles(table, rows))),
                cells=_counted(cells, words.ONE_CELL, words.CELLS),
                rows=_counted(count, words.ONE_ROW, words.ROWS),
            )
            yield Line(words.PART, text)
    if not some:
        yield Line(words.PART, words.NO_PART)
    open_ = [t.sheet for t in TABLES if any(row.is_new for row in tables.get(t.name, ()))]
    if open_:
        yield Line(words.NEW_ROWS, words.NEW_ROWS_TEXT.format(sheets=_listed(open_)))


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=count)


def _listed(names: list[str]) -> str:
    return " och ".join(filter(None, (", ".join(names[:-1]), names[-1])))
