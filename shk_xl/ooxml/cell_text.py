"""The texts of cells as the file spells them: numbers, escapes and error values.

Source: ECMA-376-1:2016, 22.9.2.19 (``ST_Xstring``); XML Schema part 2 (``double``).
"""

from __future__ import annotations

import re
from typing import Final

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL: Final = re.compile("[&<>_\x00-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


def number_text(number: float) -> str:
    """Write a finite number so that reading it gives the same double.

    >>> number_text(1625000.0), number_text(0.1), number_text(-0.0), number_text(1e21)
    ('1625000', '0.1', '0', '1e+21')
    """
    text = repr(number + 0.0)  # no minus before zero
    return text.removesuffix(".0")


def escaped(text: str) -> str:
    """Write text as character data.

    >>> escaped("a & b")
    'a &amp; b'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def xstring(text: str) -> str:
    r"""Write a cell's text as character data, with what XML cannot carry as ``_xHHHH_``.

    >>> xstring("a\r_x000D_")
    'a_x000D__x005F_x000D_'
    """
    if _SPECIAL.search(text) is None:
        return text
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return escaped(_NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


def from_xstring(text: str) -> str:
    r"""Read a cell's text after the references in it are resolved.

    >>> from_xstring("a_x000D__x005F_x000D_")
    'a\r_x000D_'
    """
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def needs_preserve(text: str) -> bool:
    """Whether white space in a text would be lost without ``xml:space="preserve"``.

    >>> needs_preserve(" a"), needs_preserve("a b")
    (True, False)
    """
    return text != text.strip(" \t\n") or "\n" in text
