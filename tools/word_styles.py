"""The styles of a new Word document: one type scale, one rhythm, quiet tables.

Rules: style names are English, as Word's own are, so that they are found in any language
version. Colours, fonts and sizes come from ``shk_xl.look``. Lines of a paragraph keep company
(no widows or orphans), words are not split, and a heading stays with what it heads.

Source: ECMA-376-1 17.7 (styles).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shk_xl import look

W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FONTS: Final = "".join(f' w:{kind}="{look.FONT}"' for kind in ("ascii", "hAnsi", "cs", "eastAsia"))
PORTRAIT: Final = (11906, 16838)
MARGIN: Final = 1304
TEXT_WIDTH: Final = PORTRAIT[0] - 2 * MARGIN
TITLE_PT, HEADING_1_PT, HEADING_2_PT = look.HEADING_PT


@dataclass(frozen=True)
class Style:
    """A paragraph style.

    Args:
        name: Its English name; the id is the name without spaces.
        paragraph: The inside of ``w:pPr``.
        run: The inside of ``w:rPr``.
        based_on: The name of the style that it rests on.
        following: The name of the style of the next paragraph; itself when empty.
    """

    name: str
    paragraph: str = ""
    run: str = ""
    based_on: str = "Normal"
    following: str = ""


def style_id(name: str) -> str:
    """Give the id of a style.

    >>> style_id("List Bullet 2")
    'ListBullet2'
    """
    return name.title().replace(" ", "") if name.startswith("heading") else name.replace(" ", "")


def _spacing(before: int = 0, after: int = 0, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _look(size: int | None = None, colour: str = "", *, bold: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    ink = f'<w:color w:val="{colour}"/>' if colour else ""
    points = f'<w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>' if size else ""
    return weight + ink + points


def _heading(level: int, size: int, before: int, after: int, colour: str = look.PRIMARY) -> Style:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    return Style(
        f"heading {level}",
        f"<w:keepNext/><w:keepLines/>{_spacing(before, after, 240)}{outline}",
        _look(size, colour, bold=True),
        following="Normal",
    )


def _bullet(name: str, level: int) -> Style:
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return Style(name, f"{numbering}{_spacing(0, 80)}<w:contextualSpacing/>")


def _tabs(*stops: tuple[str, int]) -> str:
    listed = "".join(f'<w:tab w:val="{kind}" w:pos="{place}"/>' for kind, place in stops)
    return f"<w:tabs>{listed}</w:tabs>"


_RIGHT: Final = '<w:jc w:val="right"/>'
_BAR: Final = (
    f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{look.ACCENT}"/></w:pBdr>'
)
_FACT: Final = 2835
STYLES: Final = (
    Style(
        "Title",
        f"<w:keepNext/>{_spacing(0, 40, 240)}",
        _look(TITLE_PT, look.PRIMARY, bold=True),
        following="Subtitle",
    ),
    Style("Subtitle", _spacing(0, 240), _look(HEADING_2_PT, look.MUTED), following="Normal"),
    _heading(1, HEADING_1_PT, 300, 80),
    _heading(2, HEADING_2_PT, 200, 50),
    _heading(3, look.BODY_PT, 160, 40, look.INK),
    _bullet("List Bullet", 0),
    _bullet("List Bullet 2", 1),
    Style(
        "List Number",
        f'<w:keepLines/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
        f"{_spacing(0, 80)}",
    ),
    Style(
        "Fact",
        f"<w:keepLines/>{_tabs(('left', _FACT))}{_spacing(0, 60)}"
        f'<w:ind w:left="{_FACT}" w:hanging="{_FACT}"/>',
    ),
    Style(
        "Missing Text",
        f'<w:keepLines/>{_BAR}{_spacing(80, 160)}<w:ind w:left="227"/>',
    ),
    Style(
        "Decision Point",
        '<w:keepNext/><w:keepLines/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="5"/></w:numPr>'
        f"{_spacing(0, 60)}",
    ),
    Style("Decision Text", f'<w:keepLines/>{_spacing(0, 60)}<w:ind w:left="397"/>'),
    Style("Decision Lead", f'<w:keepNext/>{_spacing(0, 60)}<w:ind w:left="397"/>'),
    Style("Table Key", f"<w:keepNext/>{_spacing(200, 120)}"),
    Style(
        "Fill In",
        f'<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="{_FACT}"/>'
        f'<w:tab w:val="right" w:leader="underscore" w:pos="{TEXT_WIDTH}"/></w:tabs>'
        f'{_spacing(120, 120)}<w:ind w:left="{_FACT}" w:hanging="{_FACT}"/>',
    ),
    Style("Total", f"<w:keepLines/>{_spacing(160, 60)}"),
    Style("Before Table", f"<w:keepNext/>{_spacing(0, 120)}"),
    Style("After Table", _spacing(120, 100)),
    Style(
        "Remark",
        f"<w:keepLines/>{_spacing(80, 160, 252)}",
        _look(look.TABLE_PT, look.MUTED),
    ),
    Style("Picture", f"<w:keepLines/>{_spacing(80, 160, 240)}"),
    Style("Table Text", _spacing(0, 20, 247), _look(look.TABLE_PT)),
    Style(
        "Table Heading",
        f"<w:keepNext/>{_spacing(0, 20, 240)}",
        _look(look.TABLE_PT, look.PRIMARY, bold=True),
    ),
    Style("Table Number", _RIGHT, based_on="Table Text"),
    Style("Table Text Kept", "<w:keepNext/>", based_on="Table Text"),
    Style("Table Number Kept", "<w:keepNext/>", based_on="Table Number"),
    Style("Table Number Heading", _RIGHT, based_on="Table Heading"),
    Style("header", _spacing(0, 0), _look(look.SMALL_PT, look.MUTED)),
    Style(
        "Letterhead",
        _tabs(("right", TEXT_WIDTH)) + _spacing(0, 20, 240),
        based_on="header",
    ),
    Style(
        "Letterhead Name",
        run=_look(look.BODY_PT, look.PRIMARY),
        based_on="Letterhead",
        following="Letterhead",
    ),
    Style("footer", _spacing(0, 0), _look(look.SMALL_PT, look.MUTED)),
    Style("Template Tag", _spacing(0, 0, 240), _look(look.SMALL_PT, look.MUTED)),
)
_BORDER: Final = f'w:val="single" w:sz="4" w:space="0" w:color="{look.LINE}"'
TABLE_STYLE: Final = "SHKTable"
GAP: Final = 200
"""Between two columns; the first begins and the last ends where the text does."""


def styles_part() -> bytes:
    """Write ``word/styles.xml``."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{FONTS}/>"
        f'<w:color w:val="{look.INK}"/><w:sz w:val="{look.BODY_PT * 2}"/>'
        f'<w:szCs w:val="{look.BODY_PT * 2}"/>'
        '<w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl/><w:suppressAutoHyphens/>"
        f"{_spacing(0, 110, 262)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    return (
        f"{DECLARATION}<w:styles {W}>{defaults}"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        f'<w:rPr><w:color w:val="{look.PRIMARY}"/><w:u w:val="single"/></w:rPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        "<w:semiHidden/></w:style>"
        f"{_table_styles()}{''.join(map(_style, STYLES))}</w:styles>"
    ).encode()


def _style(style: Style) -> str:
    following = f'<w:next w:val="{style_id(style.following)}"/>' if style.following else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id(style.name)}">'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="{style_id(style.based_on)}"/>{following}'
        f"<w:qFormat/><w:pPr>{style.paragraph}</w:pPr><w:rPr>{style.run}</w:rPr></w:style>"
    )


def _table_styles() -> str:
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 50), ("left", 0), ("bottom", 30), ("right", GAP))
    )
    edges = "".join(f"<w:{side} {_BORDER}/>" for side in ("top", "bottom", "insideH"))
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        f'<w:style w:type="table" w:styleId="{TABLE_STYLE}"><w:name w:val="SHK Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar>"
        "</w:tblPr></w:style>"
    )
