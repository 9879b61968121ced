"""Attributes of a tag put in, changed and taken out, where they stand in the text.

Rules: whatever else the tag says keeps its spelling and its order.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final
from xml.sax.saxutils import escape

from shk_xl.ooxml.xml_lexer import Edit, Tag

_ATTRIBUTE: Final = re.compile(r"""\s+([^\s=<>"'/]+)\s*=\s*("[^<"]*"|'[^<']*')""")


def quoted(value: str) -> str:
    """Write the value of an attribute, line breaks kept.

    >>> quoted('a "b" & c')
    '"a &quot;b&quot; &amp; c"'
    """
    return f'"{escape(value, {chr(34): "&quot;", chr(10): "&#10;", chr(9): "&#9;"})}"'


def with_attribute(tag: Tag, name: str, value: str) -> Edit:
    """Give a tag an attribute, in the place of the old one or last.

    >>> with_attribute(Tag(0, 17, "row", " r='1' s='2'", opens=True, closes=False), "r", "9")
    (7, 10, '"9"')
    """
    start = tag.start + 1 + len(tag.name)
    for found in _ATTRIBUTE.finditer(tag.attributes):
        if found[1] == name:
            return start + found.start(2), start + found.end(2), quoted(value)
    end = start + len(tag.attributes)
    return end, end, f" {name}={quoted(value)}"


def without_attributes(attributes: str, names: Collection[str]) -> str:
    """Take attributes out of those of a tag, as they stand in it.

    >>> without_attributes(" r='A1' t = 's' s='4'", ["t"])
    " r='A1' s='4'"
    """
    return _ATTRIBUTE.sub(lambda found: "" if found[1] in names else found[0], attributes)
