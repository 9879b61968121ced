"""The colours of a Word document as a reader sees them, and the contrast between two.

Rules: a colour is six hex digits. A colour of the theme comes from the theme's own part,
lighter by its tint and darker by its shade; a pattern is taken as the mix of its two
colours. ``None`` is no colour of its own: for text, Word then chooses black or white itself.

Source: WCAG 2.1, relative luminance and contrast ratio; ECMA-376-1 17.3.2.6 (color),
17.3.5 (shading), 17.15.1.20 (clrSchemeMapping), 17.18.40 (highlight colours).
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from lxml import etree

from shk_xl.documents.word import names
from shk_xl.documents.word.names import w

ENOUGH: Final = 4.5
WHITE: Final = "FFFFFF"
BLACK: Final = "000000"
_SIX = re.compile(r"[0-9a-fA-F]{6}")
_BYTE = re.compile(r"[0-9a-fA-F]{1,2}")
_PERCENT = re.compile(r"[0-9]{1,2}")
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCHEME: Final = f"{_DRAWING}clrScheme"
_MAPPED: Final = {
    "background1": "bg1",
    "text1": "t1",
    "background2": "bg2",
    "text2": "t2",
}
_MAPPING: Final = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"}
_SCHEME_NAMES: Final = {
    "dark1": "dk1",
    "light1": "lt1",
    "dark2": "dk2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_HIGHLIGHTS: Final = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "green": "00FF00",
    "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00",
    "white": "FFFFFF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}

Theme = Mapping[str, str]
"""The colours of a theme by the name that text and shading use for them."""


@lru_cache(maxsize=1024)
def contrast(first: str, second: str) -> float:
    """Give the contrast ratio of two colours, 1 to 21.

    >>> round(contrast("000000", "FFFFFF"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def read_theme(theme: etree._Element | None, settings: etree._Element | None) -> Theme:
    """Read the colours of a theme.

    Args:
        theme: The root of its part, if there is one.
        settings: The root of the document's settings, which may map text to other colours.
    """
    scheme = None if theme is None else next(theme.iter(_SCHEME), None)
    if scheme is None:
        return {}
    colours = {etree.QName(child).localname: _first_colour(child) for child in scheme}
    mapping = dict(_MAPPING)
    mapped = None if settings is None else settings.find(w("clrSchemeMapping"))
    if mapped is not None:
        mapping |= {etree.QName(key).localname: str(value) for key, value in mapped.items()}
    found = {**colours, **{name: colours.get(short, "") for name, short in _SCHEME_NAMES.items()}}
    found |= {name: found.get(mapping[key], "") for name, key in _MAPPED.items()}
    return {name: colour for name, colour in found.items() if colour}


def text_colour(element: etree._Element | None, theme: Theme) -> str | None:
    """Read ``w:color``."""
    return None if element is None else _colour(element, theme, "val", "theme", "Color")


def highlight(element: etree._Element | None) -> str | None:
    """Read ``w:highlight``."""
    return None if element is None else _HIGHLIGHTS.get(element.get(names.VAL, ""))


def shading(element: etree._Element | None, theme: Theme) -> str | None:
    """Read ``w:shd``: the colour that its pattern gives."""
    if element is None:
        return None
    pattern = element.get(names.VAL, "clear")
    fill = _colour(element, theme, "fill", "themeFill", "")
    if pattern in ("clear", "nil"):
        return fill if pattern == "clear" else None
    ink = _colour(element, theme, "color", "theme", "Color") or BLACK
    return _mixed(ink, fill or WHITE, _share(pattern))


def _share(pattern: str) -> float:
    """Give the share of a pattern that its own colour covers; stripes cover about a third."""
    if pattern == "solid":
        return 1.0
    percent = pattern.removeprefix("pct")
    return min(int(percent) / 100, 1) if _PERCENT.fullmatch(percent) else 1 / 3


def _colour(
    element: etree._Element, theme: Theme, plain: str, prefix: str, suffix: str
) -> str | None:
    """Read a colour: of the theme with tint and shade, or else six digits; None for automatic."""
    named = theme.get(element.get(w(f"{prefix}{suffix}"), ""))
    if named is None:
        value = element.get(w(plain), "auto")
        return value.upper() if _is_hex(value) else None
    return _toned(named, element.get(w(f"{prefix}Tint"), ""), element.get(w(f"{prefix}Shade"), ""))


def _toned(colour: str, tint: str, shade: str) -> str:
    """Make a colour lighter by its tint and darker by its shade, in lightness."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    if _BYTE.fullmatch(shade):
        lightness *= int(shade, 16) / 255
    if _BYTE.fullmatch(tint):
        kept = int(tint, 16) / 255
        lightness = lightness * kept + (1 - kept)
    return _hex(colorsys.hls_to_rgb(hue, lightness, saturation))


def _mixed(ink: str, paper: str, share: float) -> str:
    pairs = zip(_channels(ink), _channels(paper), strict=True)
    return _hex(tuple(a * share + b * (1 - share) for a, b in pairs))


def _first_colour(element: etree._Element) -> str:
    for child in element:
        value = child.get("lastClr") or child.get("val") or ""
        return value.upper() if _is_hex(value) else ""
    return ""


def _is_hex(value: str) -> bool:
    return _SIX.fullmatch(value) is not None


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _hex(channels: tuple[float, ...]) -> str:
    return "".join(f"{round(channel * 255):02X}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the formula's own
        for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
