"""The document of proofs, docs/provning.md: each proof writes its part and leaves the others."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PATH: Final = Path(__file__).parents[1] / "docs" / "provning.md"
_HEADING: Final = "\n## "


def write_first(text: str) -> None:
    """Write what stands before the first section, with the title of the document."""
    _, mark, rest = _PATH.read_text(encoding="utf-8").partition(_HEADING)
    _PATH.write_text(text + mark + rest, encoding="utf-8")


def write_section(title: str, text: str) -> None:
    """Write a section anew, in the place that it has, or last."""
    first, *sections = _PATH.read_text(encoding="utf-8").split(_HEADING)
    new = f"{title}\n\n{text}"
    titles = [section.partition("\n")[0] for section in sections]
    if title in titles:
        sections[titles.index(title)] = new
    else:
        sections.append(new)
    parts = [part.rstrip("\n") + "\n" for part in (first, *sections)]
    _PATH.write_text(_HEADING.join(parts), encoding="utf-8")
