"""A picture on its way into a document: its bytes, its size and what it shows in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that replaces a picture field of a template.

    Args:
        png: The picture as PNG.
        width_cm: Its width on the page; the height follows from the proportions of the PNG.
        alt: What it shows, for those who don't see it.
        svg: The same as outlines, for programs that can show it; sharp at any size.
    """

    png: bytes
    width_cm: float
    alt: str
    svg: bytes = b""
