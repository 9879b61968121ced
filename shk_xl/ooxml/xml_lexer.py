"""XML without a document type, read token by token with exact spans.

Rules: every token knows where it stands in the text, so that a part can be changed without
writing it anew. A document type is refused, so the five predefined entities are all there
are. What is not well-formed where this module looks is refused, never guessed at.
This module knows XML and namespaces, and no part of Office.

Source: Extensible Markup Language 1.0 (fifth edition); Namespaces in XML 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from shk_xl.domain.faults import Refused, refuse

ATTRIBUTES: Final = r"""(?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^<"]*"|'[^<']*'))*+"""
"""Any attributes of a tag, each with the white space before it."""

_MARKUP: Final = re.compile(
    rf"""<(?:(?P<name>[^\s<>/!?"'=&]+)(?P<attributes>{ATTRIBUTES})\s*(?P<empty>/?)>
    |/(?P<end>[^\s<>/!?"'=&]+)\s*>
    |!--(?:(?!--).)*+-->
    |!\[CDATA\[(?P<cdata>.*?)\]\]>
    |\?.*?\?>)""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE: Final = re.compile(r"""([^\s=<>"'/]+)\s*=\s*(?:"([^<"]*)"|'([^<']*)')""")
_REFERENCE: Final = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));|&")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_MAX_CODE_POINT: Final = 0x10FFFF
_DECLARED: Final = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_UNMARKED: Final = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_CODECS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
}


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a part's text is kept as bytes: the codec, and the byte order mark before it."""

    codec: str
    mark: bytes

    def encode(self, text: str) -> bytes:
        """Write text as it was read; a character that the codec lacks becomes a reference."""
        return self.mark + text.encode(self.codec, "xmlcharrefreplace")


class Tag(NamedTuple):
    """A start, end or empty-element tag.

    Args:
        start: Where its ``<`` stands.
        end: After its ``>``.
        name: With its prefix.
        attributes: As they stand in the text.
        opens: It is a start tag or an empty element.
        closes: It is an end tag or an empty element.
    """

    start: int
    end: int
    name: str
    attributes: str
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Element:
    """An element that has ended.

    Args:
        uri: Its namespace.
        name: Without prefix.
        attributes: By name, with ``{uri}`` before it where the attribute has a prefix.
        inner_start: Where its content starts in the text.
        inner_end: Where it ends.
    """

    uri: str
    name: str
    attributes: Mapping[str, str]
    inner_start: int
    inner_end: int


Edit: TypeAlias = tuple[int, int, str]
"""Where a piece of a text starts and ends, and what shall stand there."""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Replace spans of a text.

    Args:
        text: All of it.
        edits: In order, apart from each other.

    >>> edited("abcd", [(1, 2, "B"), (3, 3, "+")])
    'aBc+d'
    """
    pieces: list[str] = []
    add = pieces.append
    position = 0
    for start, end, piece in edits:
        add(text[position:start])
        add(piece)
        position = end
    add(text[position:])
    return "".join(pieces)


def not_well_formed(position: int) -> Refused:
    """Make the fault for a text that is no XML at some position."""
    return refuse("package_damaged_part", position=position)


def decode(data: bytes) -> tuple[str, Encoding]:
    """Read the text of a part.

    Args:
        data: The part; UTF-8 or UTF-16, or what its XML declaration names.

    Raises:
        Refused: ``package_encoding`` or ``package_dtd``.
    """
    encoding = _encoding_of(data)
    try:
        text = data[len(encoding.mark) :].decode(encoding.codec)
    except UnicodeDecodeError as error:
        raise refuse("package_encoding", encoding=encoding.codec) from error
    if "<!DOCTYPE" in text:
        raise refuse("package_dtd")
    return text, encoding


def _encoding_of(data: bytes) -> Encoding:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return Encoding(codec, mark)
    for start, codec in _UNMARKED:
        if data.startswith(start):
            return Encoding(codec, b"")
    declared = _DECLARED.match(data)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name not in _CODECS:
        raise refuse("package_encoding", encoding=name)
    return Encoding(_CODECS[name], b"")


def tags(text: str, position: int = 0) -> Iterator[Tag]:
    """Read the tags from a position on; comments, CDATA and instructions are passed over.

    Raises:
        Refused: ``package_damaged_part``, when the reader gets there.
    """
    while (at := text.find("<", position)) >= 0:
        found = _MARKUP.match(text, at)
        if found is None:
            raise not_well_formed(at)
        position = found.end()
        if found["name"] is not None:
            closes = bool(found["empty"])
            yield Tag(at, position, found["name"], found["attributes"], opens=True, closes=closes)
        elif found["end"] is not None:
            yield Tag(at, position, found["end"], "", opens=False, closes=True)


def attributes(raw: str) -> dict[str, str]:
    r"""Read the attributes of a tag, as they stand in it.

    >>> attributes(" r='A1'  t = \"str\"")
    {'r': 'A1', 't': 'str'}
    """
    found = _ATTRIBUTE.findall(raw)
    if "&" not in raw:
        return {name: one or two for name, one, two in found}
    return {name: unescaped(one or two) for name, one, two in found}


def unescaped(raw: str) -> str:
    """Resolve the references in a text.

    >>> unescaped("a &lt; &#229;")
    'a < å'
    """
    return _REFERENCE.sub(_referred, raw) if "&" in raw else raw


def _referred(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return _NAMED[name]
    if not decimal and not hexadecimal:
        raise not_well_formed(found.start())
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code > _MAX_CODE_POINT:
        raise not_well_formed(found.start())
    return chr(code)


def character_data(raw: str) -> str:
    """Read the text between two tags: references resolved, comments left out, CDATA taken.

    >>> character_data("1<!-- x -->&amp;<![CDATA[<2>]]>")
    '1&<2>'
    """
    if "<" not in raw:
        return unescaped(raw).replace("\r\n", "\n") if "\r" in raw else unescaped(raw)
    pieces = []
    position = 0
    while (at := raw.find("<", position)) >= 0:
        found = _MARKUP.match(raw, at)
        if found is None or found["name"] is not None or found["end"] is not None:
            raise not_well_formed(at)
        pieces += [unescaped(raw[position:at]), found["cdata"] or ""]
        position = found.end()
    pieces.append(unescaped(raw[position:]))
    return "".join(pieces).replace("\r\n", "\n")


_CHARACTER: Final = re.compile(
    r"<!\[CDATA\[(.*?)\]\]>|<!--(?:(?!--).)*+-->|<\?.*?\?>|<|&[^;]*;?|\r\n|.", re.DOTALL
)


def edited_data(raw: str, edits_of: Callable[[str], Iterable[Edit]]) -> str:
    """Change text between two tags, or in an attribute, where it stands.

    Args:
        raw: As the file spells it; what does not change keeps its spelling.
        edits_of: Gives the edits for the text as it reads, in order. Each replaces something,
            with what needs no escaping.

    >>> edited_data("A&amp;b&gt;", lambda text: [(text.index("b"), 3, "c")])
    'A&amp;c&gt;'
    """
    if not any(sign in raw for sign in "&<\r"):
        return edited(raw, edits_of(raw))
    characters = list(_characters(raw))
    text = "".join(character for character, _, _ in characters)
    edits: list[Edit] = []
    for start, end, piece in edits_of(text):
        put = piece
        for _, first, last in characters[start:end]:
            if edits and edits[-1][1] == first:  # what stands between them stays
                edits[-1] = (edits[-1][0], last, edits[-1][2] + put)
            else:
                edits.append((first, last, put))
            put = ""
    return edited(raw, edits)


def _characters(raw: str) -> Iterator[tuple[str, int, int]]:
    """Give each character that a text holds, and where the file spells it."""
    for found in _CHARACTER.finditer(raw):
        if found[1] is not None:
            for at, character in enumerate(found[1], found.start(1)):
                yield character, at, at + 1
        elif found[0] == "<":
            raise not_well_formed(found.start())
        elif found[0][0] != "<":
            text = "\n" if found[0] == "\r\n" else unescaped(found[0])
            yield text, found.start(), found.end()


_XML_ONLY: Final = MappingProxyType({"xml": "http://www.w3.org/XML/1998/namespace", "": ""})


def elements(text: str) -> Iterator[Element]:
    """Read the elements of a small part, each when it ends: children before their parent.

    Raises:
        Refused: ``package_damaged_part``.
    """
    open_tags: list[tuple[Tag, Mapping[str, str], dict[str, str]]] = []
    for tag in tags(text):
        if tag.opens:
            outer = open_tags[-1][1] if open_tags else _XML_ONLY
            own = attributes(tag.attributes)
            open_tags.append((tag, _in_scope(outer, own), own))
        if tag.closes:
            if not open_tags or open_tags[-1][0].name != tag.name:
                raise not_well_formed(tag.start)
            start, scope, own = open_tags.pop()
            yield _element(start, scope, own, tag.end if tag.opens else tag.start)
    if open_tags:
        raise not_well_formed(len(text))


def _in_scope(outer: Mapping[str, str], own: Mapping[str, str]) -> Mapping[str, str]:
    declared = {
        name.partition(":")[2]: uri for name, uri in own.items() if name.startswith("xmlns")
    }
    return {**outer, **declared} if declared else outer


def _element(
    start: Tag, scope: Mapping[str, str], own: Mapping[str, str], inner_end: int
) -> Element:
    prefix, _, name = start.name.rpartition(":")
    try:
        uri = scope[prefix]
        named = {
            f"{{{scope[key.partition(':')[0]]}}}{key.partition(':')[2]}" if ":" in key else key: val
            for key, val in own.items()
            if not key.startswith("xmlns")
        }
    except KeyError as error:
        raise not_well_formed(start.start) from error
    return Element(uri, name, named, start.end, inner_end)
