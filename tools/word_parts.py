"""The parts of a new Word document, written by hand: styles, lists, settings, package.

Rules: a clean package with nothing left over from another template. Style names are
English, as Word's own are, so that they are found in any language version. Colours, fonts
and sizes come from ``shk_xl.look``.

Source: ECMA-376-1 17 (WordprocessingML).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from word_theme import theme_part

from shk_xl import look
from shk_xl.documents.word.package import Entry, write_package

W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CODES: Final = {
    "document": "document.main",
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "fontTable": "fontTable",
}
_FONT: Final = "".join(f' w:{kind}="{look.FONT}"' for kind in ("ascii", "hAnsi", "cs", "eastAsia"))
TITLE_PT, HEADING_1_PT, HEADING_2_PT = look.HEADING_PT
TABLE_PT: Final = 10


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


_RIGHT: Final = '<w:jc w:val="right"/>'
_PADDING: Final = f'w:val="single" w:sz="24" w:space="0" w:color="{look.ACCENT_SHADE}"'
_BAR: Final = (
    f"<w:pBdr><w:top {_PADDING}/>"
    f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{look.ACCENT}"/>'
    f"<w:bottom {_PADDING}/></w:pBdr>"
)
_FACT: Final = 2835
STYLES: Final = (
    Style(
        "Title",
        f"<w:keepNext/>{_spacing(0, 40, 240)}",
        _look(TITLE_PT, look.PRIMARY, bold=True),
        following="Subtitle",
    ),
    Style("Subtitle", _spacing(0, 280), _look(13, look.MUTED), following="Normal"),
    _heading(1, HEADING_1_PT, 320, 100),
    _heading(2, HEADING_2_PT, 240, 80),
    _heading(3, look.BODY_PT, 160, 60, look.INK),
    _bullet("List Bullet", 0),
    _bullet("List Bullet 2", 1),
    Style(
        "Fact",
        f'<w:tabs><w:tab w:val="left" w:pos="{_FACT}"/></w:tabs>{_spacing(0, 80)}'
        f'<w:ind w:left="{_FACT}" w:hanging="{_FACT}"/>',
    ),
    Style(
        "Missing Text",
        f'<w:keepLines/>{_BAR}<w:shd w:val="clear" w:color="auto" w:fill="{look.ACCENT_SHADE}"/>'
        f'{_spacing(120, 160)}<w:ind w:left="227"/>',
    ),
    Style("Total", f"<w:keepLines/>{_spacing(200, 60)}", _look(look.BODY_PT + 1)),
    Style("Before Table", f"<w:keepNext/>{_spacing(0, 120)}"),
    Style("After Table", _spacing(160, 120)),
    Style("Picture", f"<w:keepLines/>{_spacing(80, 160, 240)}"),
    Style("Table Text", _spacing(0, 40, 247), _look(TABLE_PT)),
    Style(
        "Table Heading",
        f"<w:keepNext/>{_spacing(20, 20, 240)}",
        _look(TABLE_PT, look.PAPER, bold=True),
    ),
    Style("Table Number", _RIGHT, based_on="Table Text"),
    Style("Table Text Kept", "<w:keepNext/>", based_on="Table Text"),
    Style("Table Number Kept", "<w:keepNext/>", based_on="Table Number"),
    Style("Table Number Heading", _RIGHT, based_on="Table Heading"),
    Style("header", _spacing(0, 0), _look(look.SMALL_PT, look.MUTED)),
    Style("footer", _spacing(0, 0), _look(look.SMALL_PT, look.MUTED)),
    Style("Template Tag", _spacing(0, 0, 240), _look(look.SMALL_PT, look.MUTED)),
)
_BORDER: Final = f'w:val="single" w:sz="4" w:space="0" w:color="{look.LINE}"'
TABLE_STYLE: Final = "SHKTable"


def styles_part() -> bytes:
    """Write ``word/styles.xml``."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{_FONT}/>"
        f'<w:color w:val="{look.INK}"/><w:sz w:val="{look.BODY_PT * 2}"/>'
        f'<w:szCs w:val="{look.BODY_PT * 2}"/>'
        '<w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_spacing(0, 120, 269)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    return (
        f"{DECLARATION}<w:styles {W}>{defaults}"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
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
        for side, width in (("top", 50), ("left", 115), ("bottom", 30), ("right", 115))
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


def numbering_part() -> bytes:
    """Write ``word/numbering.xml``: one list with two kinds of bullet."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:pStyle w:val="{style}"/><w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="284"/></w:pPr>'
        f"<w:rPr><w:rFonts{_FONT}/></w:rPr></w:lvl>"
        for level, (style, mark, left) in enumerate(
            (("ListBullet", "•", 340), ("ListBullet2", "–", 680))
        )
    )
    return (
        f'{DECLARATION}<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    ).encode()


def settings_part() -> bytes:
    """Write ``word/settings.xml``."""
    return (
        f'{DECLARATION}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        ' w:val="15"/></w:compat><w:themeFontLang w:val="sv-SE"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    ).encode()


def font_part() -> bytes:
    """Write ``word/fontTable.xml``."""
    return (
        f'{DECLARATION}<w:fonts {W}><w:font w:name="{look.FONT}">'
        '<w:panose1 w:val="020F0502020204030204"/><w:charset w:val="00"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    ).encode()


def package(document: str, edges: dict[str, str]) -> bytes:
    """Put a document together.

    Args:
        document: ``word/document.xml``; it refers to headers and footers as ``rId<name>``.
        edges: Headers and footers by name ("header1").
    """
    parts = {
        "word/document.xml": f"{DECLARATION}{document}".encode(),
        "word/styles.xml": styles_part(),
        "word/numbering.xml": numbering_part(),
        "word/settings.xml": settings_part(),
        "word/fontTable.xml": font_part(),
        "word/theme/theme1.xml": theme_part(),
        **{f"word/{name}.xml": f"{DECLARATION}{xml}".encode() for name, xml in edges.items()},
    }
    parts["[Content_Types].xml"] = _content_types(parts)
    parts["_rels/.rels"] = _relationships({"rId1": ("officeDocument", "word/document.xml")})
    parts["word/_rels/document.xml.rels"] = _relationships(
        {
            f"rId{name}": (name.rstrip("0123456789"), f"{name}.xml")
            for name in (part.removeprefix("word/").removesuffix(".xml") for part in parts)
            if name in edges or name in {"styles", "numbering", "settings", "fontTable"}
        }
        | {"rIdtheme": ("theme", "theme/theme1.xml")}
    )
    return write_package({name: Entry.of(data) for name, data in parts.items()})


def _content_types(parts: dict[str, bytes]) -> bytes:
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_content_type(part)}"/>' for part in parts
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    ).encode()


def _content_type(part: str) -> str:
    name = part.removeprefix("word/").removesuffix(".xml")
    if name.startswith("theme/"):
        return "application/vnd.openxmlformats-officedocument.theme+xml"
    return f"{_WORD}.{_CODES.get(name, name.rstrip('0123456789'))}+xml"


def _relationships(targets: dict[str, tuple[str, str]]) -> bytes:
    listed = "".join(
        f'<Relationship Id="{id_}" Type="{_OFFICE}/{type_}" Target="{target}"/>'
        for id_, (type_, target) in targets.items()
    )
    return (
        f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
    ).encode()
