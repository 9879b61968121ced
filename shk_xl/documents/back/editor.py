"""Who saved a document last, as far as the document says."""

from __future__ import annotations

from typing import Final

from lxml import etree

from shk_xl.documents.word.package import CORE_PART, WordPackage

NOBODY: Final = "Word-dokument"
_LAST: Final = (
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy"
)
_LONGEST: Final = 60


def edited_by(package: WordPackage) -> str:
    """Give the name that stands in the document's properties.

    Returns:
        The name, in one line; ``NOBODY`` where the program or the person left it out.
    """
    part = package.parts.get(CORE_PART)
    found = None if part is None else etree.fromstring(part).find(_LAST)
    name = "" if found is None else " ".join((found.text or "").split())
    return name[:_LONGEST] or NOBODY
