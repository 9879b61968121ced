"""How arguments are called in Python and VBA: their Swedish names in ASCII.

VBA keeps its names in the code page of the computer, so that å would be another letter on
another one.
"""

from __future__ import annotations

from typing import Final

_LETTERS: Final = str.maketrans("åäöÅÄÖ", "aaoAAO")


def parameter_name(name: str) -> str:
    """Give the name of an argument in Python and VBA, which is ASCII.

    >>> parameter_name("poäng")
    'poang'
    """
    return name.translate(_LETTERS)
