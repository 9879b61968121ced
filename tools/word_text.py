"""Short ways to write paragraphs, tables and sections of a template.

Rules: what these functions give is WordprocessingML with tags in it. A paragraph that only
steers the filling (``{%p if … %}``) has a muted style of its own, since it vanishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from word_parts import TABLE_STYLE, R, W, style_id

from shk_xl import look
from shk_xl.documents.word.wordml import escaped, escaped_attribute

PORTRAIT: Final = (11906, 16838)
MARGIN: Final = 1304
TEXT_WIDTH: Final = PORTRAIT[0] - 2 * MARGIN
WIDE_MARGIN: Final = 1134
WIDE_TEXT_WIDTH: Final = PORTRAIT[1] - 2 * WIDE_MARGIN
_TAB: Final = "<w:r><w:tab/></w:r>"


def run(text: str, *, bold: bool = False) -> str:
    """Write characters."""
    weight = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    return f'<w:r>{weight}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def paragraph(text: str, style: str = "", *, runs: str = "") -> str:
    """Write a paragraph from text, or from finished runs."""
    properties = f'<w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{runs or run(text)}</w:p>"


def steer(tag: str) -> str:
    """Write a paragraph that only steers: ``p if syfte``."""
    return paragraph("{%" + tag + " %}", "Template Tag")


def when(condition: str, content: str, otherwise: str = "") -> str:
    """Write content that is there under a condition."""
    alternative = steer("p else") + otherwise if otherwise else ""
    return steer(f"p if {condition}") + content + alternative + steer("p endif")


def each(loop: str, content: str) -> str:
    """Write content that is repeated: ``del in prioritering``."""
    return steer(f"p for {loop}") + content + steer("p endfor")


def fact(label: str, value: str) -> str:
    """Write a label and a short text on one line."""
    return paragraph("", "Fact", runs=run(f"{label}:", bold=True) + _TAB + run(value))


def section(heading: str, field: str, missing: str = "") -> str:
    """Write a heading with a block field under it, and what to say when it is empty.

    Without words for that the heading is left out too.
    """
    body = paragraph("{{p " + field + " }}")
    if not missing:
        return when(field, paragraph(heading, "heading 1") + body)
    return paragraph(heading, "heading 1") + when(field, body, paragraph(missing, "Missing Text"))


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
                _cell(paragraph("", c.style(), runs=run(c.foot, bold=True)), w)
                for c, w in _paired(columns, widths)
            ]
        )
    return (
        _table_start(caption, width, widths)
        + _row([_heading_cell(c, w) for c, w in _paired(columns, widths)], heading=True)
        + _steering_row(f"tr for {loop}", widths)
        + _row([_cell(_content(c, kept=together), w) for c, w in _paired(columns, widths)])
        + _steering_row("tr endfor", widths)
        + f"{foot}</w:tbl>"
    )


def vote_table(caption: str, width: int = TEXT_WIDTH) -> str:
    """Write the table with a row for each member and a column for each decision."""
    name, party, vote = width * 26 // 100, width * 22 // 100, width * 26 // 100
    widths = [name, party, vote]
    head = [
        _heading_cell(Column("Ledamot", "", 1), name),
        _heading_cell(Column("Part", "", 1), party),
        _cell(_tag("{%tc for kolumn in beslut %}"), vote),
        _heading_cell(Column("{{ kolumn.initiativ }}", "", 1), vote),
        _cell(_tag("{%tc endfor %}"), vote),
    ]
    body = [
        _cell(paragraph("{{ ledamot.namn }}", "Table Text"), name),
        _cell(paragraph("{{ ledamot.part }}", "Table Text"), party),
        _cell(_tag("{%tc for svar in ledamot.röster %}"), vote),
        _cell(paragraph("{{ svar.röst }}", "Table Text"), vote),
        _cell(_tag("{%tc endfor %}"), vote),
    ]
    return (
        _table_start(caption, width, widths)
        + _row(head, heading=True)
        + _steering_row("tr for ledamot in ledamöter", widths)
        + _row(body)
        + _steering_row("tr endfor", widths)
        + "</w:tbl>"
    )


def edges(number: int, left: str, width: int) -> dict[str, str]:
    """Write a header and a footer: who and what, the day, page n (m)."""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    rule = f'w:val="single" w:sz="4" w:space="6" w:color="{look.LINE}"'
    header = (
        f'<w:p><w:pPr><w:pStyle w:val="header"/><w:pBdr><w:bottom {rule}/></w:pBdr>{tab}</w:pPr>'
        f"{run('{{ avsändare }}')}{_TAB}{run(left)}</w:p>"
    )
    footer = (
        f'<w:p><w:pPr><w:pStyle w:val="footer"/>{tab}</w:pPr>{run("{{ datum }}")}{_TAB}'
        f"{run('Sida ')}{_field('PAGE')}{run(' (')}{_field('NUMPAGES')}{run(')')}</w:p>"
    )
    return {
        f"header{number}": f"<w:hdr {W} {R}>{header}</w:hdr>",
        f"footer{number}": f"<w:ftr {W} {R}>{footer}</w:ftr>",
    }


def page(number: int, *, wide: bool = False) -> str:
    """Write the properties of a section of A4 pages with their header and footer."""
    across, down = reversed(PORTRAIT) if wide else PORTRAIT
    orient = ' w:orient="landscape"' if wide else ""
    side = WIDE_MARGIN if wide else MARGIN
    top, bottom = (1247, 850) if wide else (1588, 1304)
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rIdheader{number}"/>'
        f'<w:footerReference w:type="default" r:id="rIdfooter{number}"/>'
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{across}" w:h="{down}"{orient}/>'
        f'<w:pgMar w:top="{top}" w:right="{side}" w:bottom="{bottom}" w:left="{side}"'
        ' w:header="680" w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def section_end(last: str, properties: str) -> str:
    """End a section with its last paragraph, so that no empty one is needed."""
    start, _, rest = last.partition("</w:pPr>")
    if not rest:
        raise ValueError("the last paragraph of a section needs a style")
    return f"{start}{properties}</w:pPr>{rest}"


def document(body: str, last_section: str) -> str:
    """Write the document's part."""
    return f"<w:document {W} {R}><w:body>{body}{last_section}</w:body></w:document>"


def _paired(columns: Sequence[Column], widths: Sequence[int]) -> list[tuple[Column, int]]:
    return list(zip(columns, widths, strict=True))


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


def _cell(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _heading_cell(column: Column, width: int) -> str:
    style = "Table Number Heading" if column.number else "Table Heading"
    edge = f'w:val="single" w:sz="4" w:space="0" w:color="{look.PRIMARY}"'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f"<w:tcBorders><w:left {edge}/><w:right {edge}/></w:tcBorders>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{look.PRIMARY}"/><w:vAlign w:val="bottom"/>'
        f"</w:tcPr>{paragraph(column.heading, style)}</w:tc>"
    )


def _field(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
