"""The parts of a new Word document, written by hand: lists, settings, fonts, package.

Rules: a clean package with nothing left over from another template. Style names are
English, as Word's own are, so that they are found in any language version. Colours, fonts
and sizes come from ``shk_xl.look``.

Source: ECMA-376-1 17 (WordprocessingML).
"""

from __future__ import annotations

from typing import Final

from word_styles import DECLARATION, FONTS, W, styles_part
from word_theme import theme_part

from shk_xl import look
from shk_xl.documents.word.package import Entry, write_package

R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
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


def numbering_part() -> bytes:
    """Write ``word/numbering.xml``: one list with two kinds of bullet."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:pStyle w:val="{style}"/><w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="284"/></w:pPr>'
        f"<w:rPr><w:rFonts{FONTS}/></w:rPr></w:lvl>"
        for level, (style, mark, left) in enumerate(
            (("ListBullet", "•", 340), ("ListBullet2", "–", 680))
        )
    )
    return (
        f'{DECLARATION}<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
        f"{_NUMBERS}{_DECISIONS}"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
    ).encode()


_NUMBERS: Final = (
    '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:pStyle w:val="ListNumber"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>'
)
_DECISIONS: Final = (
    '<w:abstractNum w:abstractNumId="5"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
    '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="397" w:hanging="397"/></w:pPr></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:pStyle w:val="DecisionPoint"/><w:lvlText w:val="%2."/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="737" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum>'
)
"""Decisions are numbered, and the points of each from 1 again."""


def settings_part() -> bytes:
    """Write ``word/settings.xml``."""
    return (
        f'{DECLARATION}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:autoHyphenation w:val="false"/>'
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
