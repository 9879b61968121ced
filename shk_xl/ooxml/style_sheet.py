"""The styles part of a workbook, with entries put into its lists.

Rules: an entry that the part has already is used again; a new one comes last, so that no
number of another entry changes.

Source: ECMA-376-1:2016, 18.8 (``styleSheet``).
"""

from __future__ import annotations

from typing import NamedTuple

from shk_xl.domain.faults import refuse
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.tag_edits import with_attribute
from shk_xl.ooxml.xml_lexer import Tag


class _List(NamedTuple):
    """A list of the part: its start tag, where its content ends, and its entries."""

    opening: Tag
    end: int
    entries: list[str]


class StyleSheet:
    """A styles part being added to.

    Args:
        data: The part.
    """

    def __init__(self, data: bytes) -> None:
        self._text, self._encoding = xml_lexer.decode(data)
        self._lists: dict[str, _List] = {}
        self._added: dict[str, list[str]] = {}
        root = next(xml_lexer.tags(self._text))
        self._prefix = root.name[: root.name.rfind(":") + 1]
        self._read()

    def _read(self) -> None:
        """Read the lists and their entries: the elements two levels down."""
        opened: list[Tag] = []
        entries: list[str] = []
        for tag in xml_lexer.tags(self._text):
            if tag.opens:
                opened.append(tag)
            if not tag.closes:
                continue
            start = opened.pop()
            if len(opened) == len(("styleSheet", "list")):
                entries.append(self._text[start.start : tag.end])
            elif len(opened) == len(("styleSheet",)):
                name = start.name.removeprefix(self._prefix)
                self._lists[name] = _List(start, tag.start, entries)
                entries = []

    def entry(self, name: str, xml: str) -> int:
        """Give the number of an entry, and make it if it is not there.

        Args:
            name: The list: ``fonts``, ``fills``, ``borders``, ``cellXfs``.
            xml: The entry, without prefixes.

        Raises:
            Refused: ``styles_unreadable``; there is no such list, or an empty one.
        """
        found = self._lists.get(name)
        if found is None or found.opening.closes:
            raise refuse("styles_unreadable", part=name)
        written = xml
        if self._prefix:
            written = xml.replace("</", "\0").replace("<", f"<{self._prefix}")
            written = written.replace("\0", f"</{self._prefix}")
        entries = [*found.entries, *self._added.get(name, [])]
        if written in entries:
            return entries.index(written)
        self._added.setdefault(name, []).append(written)
        return len(entries)

    def written(self) -> bytes:
        """Write the part."""
        edits: list[xml_lexer.Edit] = []
        for name, added in self._added.items():
            opening, end, entries = self._lists[name]
            edits += [
                with_attribute(opening, "count", str(len(entries) + len(added))),
                (end, end, "".join(added)),
            ]
        return self._encoding.encode(xml_lexer.edited(self._text, sorted(edits)))
