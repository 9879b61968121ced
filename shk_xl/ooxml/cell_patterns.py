"""The expressions that read ordinary worksheet content, for each prefix a file may use.

Ordinary is what Excel, LibreOffice and the usual libraries write. An expression matches it
exactly or not at all, so that nothing is ever read wrongly, only more slowly.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from shk_xl.ooxml.xml_lexer import ATTRIBUTES

SEAM: Final = "\0"
"""Joins the pieces between formula cells; XML cannot hold it, so no token spans it."""


class Patterns(NamedTuple):
    """The expressions for one prefix.

    Args:
        formula_cell: A formula cell. Groups: 1 up to its ``t``, 2 the letters of its column,
            3 its row, 4 its ``t`` with the space before, 5 from there to the end of the
            attributes of ``f``, 6 those attributes, 7 the rest of ``f``, 8 the inside of
            ``f``, 9 the ``v`` element, 10 the inside of that.
        plain: Everything between formula cells, with ``SEAM`` where those stood.
        cell: A tag that starts a cell (group 1), or what may hide one.
    """

    formula_cell: re.Pattern[str]
    plain: re.Pattern[str]
    cell: re.Pattern[str]


@lru_cache(maxsize=8)
def patterns(prefix: str) -> Patterns:
    """Make the expressions for a prefix, with its colon, or for none."""
    p = re.escape(prefix)
    preserve = '(?: xml:space="preserve")?'
    metadata = '(?: [cv]m="[0-9]+")*+'
    formula_cell = (
        f'(<{p}c r="([A-Z]{{1,3}})([0-9]{{1,7}})"(?: s="[0-9]+")?)((?: t="[a-zA-Z]+")?)'
        f'({metadata}><{p}f((?: [a-zA-Z0-9]+="[^"<&]*")*+))(/>|>([^<]*)</{p}f>)'
        f"((?:<{p}v(?:{preserve}>([^<]*)</{p}v>|/>))?)</{p}c>"
    )
    text = rf"[^<{SEAM}]*"
    value = f"<{p}v(?:{preserve}>{text}</{p}v>|/>)"
    inline = f"<{p}is><{p}t{preserve}>{text}</{p}t></{p}is>"
    plain_cell = (
        f'<{p}c r="[A-Z]{{1,3}}[0-9]{{1,7}}"(?: s="[0-9]+")?(?: t="[a-zA-Z]+")?{metadata}'
        f"(?:/>|>(?:{value}|{inline})?</{p}c>)"
    )
    plain = (
        rf'(?:<{p}row(?: [a-zA-Z0-9:]+="[^"<{SEAM}]*")*+ ?(?:/>|>'
        rf"(?:{plain_cell}|{SEAM})*+</{p}row>))*+"
    )
    cell = rf"<!--(?:(?!--).)*+-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(<{p}c{ATTRIBUTES}\s*/?>)"
    return Patterns(re.compile(formula_cell), re.compile(plain), re.compile(cell, re.DOTALL))
