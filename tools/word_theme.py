"""The theme of a new Word document: our palette and font, where Word's menus look for them.

Source: ECMA-376-1 20.1.6 (themes); the format scheme is the smallest that is allowed.
"""

from __future__ import annotations

from typing import Final

from shk_xl import look

_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS: Final = {
    "dk1": look.INK,
    "lt1": look.PAPER,
    "dk2": look.PRIMARY,
    "lt2": look.SHADE,
    "accent1": look.PRIMARY,
    "accent2": look.SECONDARY,
    "accent3": look.ACCENT,
    "accent4": look.MUTED,
    "accent5": look.LINE,
    "accent6": look.UNKNOWN_INK,
    "hlink": look.PRIMARY,
    "folHlink": look.MUTED,
}
_FILL: Final = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'


def theme_part() -> bytes:
    """Write ``word/theme/theme1.xml``."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items()
    )
    face = f'<a:latin typeface="{look.FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    lines = "".join(f'<a:ln w="{width}">{_FILL}</a:ln>' for width in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{_DRAWING}" name="SHK"><a:themeElements>'
        f'<a:clrScheme name="SHK">{colours}</a:clrScheme>'
        f'<a:fontScheme name="SHK"><a:majorFont>{face}</a:majorFont>'
        f"<a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="SHK"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effects}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    ).encode()
