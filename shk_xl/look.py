"""One look for workbook, documents, pictures and task pane: a small palette and type scale.

Rules: calm, readable printed in grey, text against its background at least 4.5:1, and
colour never the only carrier of a meaning. Colours are RGB hex without a sign.
"""

from __future__ import annotations

from typing import Final

INK: Final = "1F2933"
"""Text."""
MUTED: Final = "52606D"
"""Secondary text."""
LINE: Final = "CBD2D9"
"""Rules and borders."""
PAPER: Final = "FFFFFF"
SHADE: Final = "F2F5F7"
"""Quiet background: banding, computed cells."""
INPUT: Final = "FFFDF5"
"""Background of cells that people fill in."""
PRIMARY: Final = "1F4E5F"
"""Headings and header rows, white text on it."""
SECONDARY: Final = "5B8C7B"
"""The second series of a chart."""
ACCENT: Final = "B4532A"
"""What must be settled; always beside a word or a sign."""
ACCENT_SHADE: Final = "FBEAE2"
UNKNOWN_SHADE: Final = "FFF3C4"
"""Behind what is unknown; always beside a word."""
UNKNOWN_INK: Final = "7A4F01"
SERIES: Final = (PRIMARY, SECONDARY, "9AA5B1", ACCENT)
"""Fills of a chart in order; they differ in lightness, so they differ in grey too."""

FONT: Final = "Calibri"
"""On every Office machine; Carlito has the same metrics where it is missing."""
BODY_PT: Final = 11
TABLE_PT: Final = 10
SMALL_PT: Final = 9
HEADING_PT: Final = (20, 15, 12)
"""Title, heading 1, heading 2."""
