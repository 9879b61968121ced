"""The tables of a template: a heading row that is repeated, rows that are never split.

Rules: numbers stand to the right, under a heading that does too. No cells are merged. A table
has its width and its columns in twentieths of a point, so that it looks the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from word_styles import TABLE_STYLE, TEXT_WIDTH
from word_text import paragraph, run, when

from shk_xl import look
from shk_xl.documents.word.wordml import escaped_attribute

_HEAD_RULE: Final = f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{look.PRIMARY}"/>'
_FOOT_RULE: Final = f'<w:top w:val="single" w:sz="6" w:space="0" w:color="{look.PRIMARY}"/>'


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, what stands in a row, its share of the width.

    ``foot`` stands in the last row, where a table has one; ``empty`` in place of a block field
    that has nothing in it.
    """

    heading: str
    cell: str
    share: int
    number: bool = False
    foot: str = ""
    empty: str = ""

    def style(self, *, kept: bool = False) -> str:
        """Give the style of its cells."""
        return ("Table Number" if self.number else "Table Text") + (" Kept" if kept else "")


def table(
    caption: str,
    loop: str,
    columns: Sequence[Column],
    width: int = TEXT_WIDTH,
    *,
    together: bool = False,
) -> str:
    """Write a table with a heading row and a row that is repeated.

    Args:
        caption: What it shows, for those who don't see it.
        loop: ``rad in finansiering``.
        columns: Its columns.
        width: In twentieths of a point.
        together: The table is short, and is kept on one page.
    """
    shares = sum(column.share for column in columns)
    widths = [width * column.share // shares for column in columns]
    foot = ""
    if any(column.foot for column in columns):
        foot = _row(
            [
                _cell(paragraph("", c.style(), runs=run(c.foot, bold=True)), w, _FOOT_RULE, flush=f)
                for c, w, f in _placed(columns, widths)
            ]
        )
    rows = [_cell(_content(c, kept=together), w, flush=f) for c, w, f in _placed(columns, widths)]
    return (
        _table_start(caption, width, widths)
        + _row([_heading_cell(c, w, flush=f) for c, w, f in _placed(columns, widths)], heading=True)
        + _steering_row(f"tr for {loop}", widths)
        + _row(rows)
        + _steering_row("tr endfor", widths)
        + f"{foot}</w:tbl>"
    )


@dataclass(frozen=True)
class Repeated:
    """A column that a table repeats.

    Args:
        heads: The loop over the headings: ``kolumn in tabell.kolumner``.
        heading: What stands in the head of one.
        cells: The loop over the cells of a row: ``svar in rad.svar``.
        cell: What stands in one.
    """

    heads: str
    heading: str
    cells: str
    cell: str


def matrix(
    caption: str,
    loop: str,
    first: Sequence[Column],
    repeated: Repeated,
    width: int = TEXT_WIDTH,
    *,
    together: bool = False,
) -> str:
    """Write a table that repeats both a row and a column.

    Args:
        caption: What it shows, for those who don't see it.
        loop: The loop over its rows.
        first: The columns that stand first.
        repeated: The other one.
        width: In twentieths of a point.
        together: The table is short, and is kept on one page.
    """
    rest = width - sum(width * column.share // 100 for column in first)
    widths = [*(width * column.share // 100 for column in first), rest]
    head = [_heading_cell(c, w) for c, w in zip(first, widths, strict=False)]
    style = Column("", "", 1).style(kept=together)
    body = [_cell(_content(c, kept=together), w) for c, w in zip(first, widths, strict=False)]
    return (
        _table_start(caption, width, widths)
        + _row(
            [
                *head,
                _cell(_tag("{%tc for " + repeated.heads + " %}"), rest),
                _heading_cell(Column(repeated.heading, "", 1), rest),
                _cell(_tag("{%tc endfor %}"), rest),
            ],
            heading=True,
        )
        + _steering_row(f"tr for {loop}", widths)
        + _row(
            [
                *body,
                _cell(_tag("{%tc for " + repeated.cells + " %}"), rest),
                _cell(paragraph(repeated.cell, style), rest),
                _cell(_tag("{%tc endfor %}"), rest),
            ]
        )
        + _steering_row("tr endfor", widths)
        + "</w:tbl>"
    )


def _placed(columns: Sequence[Column], widths: Sequence[int]) -> list[tuple[Column, int, bool]]:
    """Give each column its width, and whether its numbers end where the text does."""
    return [
        (column, width, column.number and column is columns[-1])
        for column, width in zip(columns, widths, strict=True)
    ]


def _table_start(caption: str, width: int, widths: Sequence[int]) -> str:
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0"'
        ' w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escaped_attribute(caption)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def _row(cells: Sequence[str], *, heading: bool = False) -> str:
    marked = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{marked}</w:trPr>{''.join(cells)}</w:tr>"


def _steering_row(tag: str, widths: Sequence[int]) -> str:
    texts = ["{%" + tag + " %}", *[""] * (len(widths) - 1)]
    cells = [
        _cell(_tag(text) if text else "<w:p/>", w) for text, w in zip(texts, widths, strict=True)
    ]
    return f"<w:tr>{''.join(cells)}</w:tr>"


def _content(column: Column, *, kept: bool) -> str:
    """Write what a cell of the repeated row holds."""
    style = column.style(kept=kept)
    if not column.empty:
        return paragraph(column.cell, style)
    field = column.cell.removeprefix("{{p ").removesuffix(" }}")
    return when(field, paragraph(column.cell, style), paragraph(column.empty, style))


def _tag(tag: str) -> str:
    return paragraph(tag, "Template Tag")


def _cell(
    content: str, width: int, rule: str = "", *, flush: bool = False, vertical: str = ""
) -> str:
    borders = f"<w:tcBorders>{rule}</w:tcBorders>" if rule else ""
    margin = '<w:tcMar><w:right w:w="0" w:type="dxa"/></w:tcMar>' if flush else ""
    aligned = f'<w:vAlign w:val="{vertical}"/>' if vertical else ""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{borders}{margin}{aligned}'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def _heading_cell(column: Column, width: int, *, flush: bool = False) -> str:
    style = "Table Number Heading" if column.number else "Table Heading"
    return _cell(
        paragraph(column.heading, style), width, _HEAD_RULE, flush=flush, vertical="bottom"
    )
