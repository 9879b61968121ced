"""``shk-xl documents --pack``: the documents in one folder and one PDF, told in Swedish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shk_xl.documents.making import Produced, Status
from shk_xl.documents.overwrite import kept_path
from shk_xl.workbook.reading.read_workbook import ReadWorkbook

if TYPE_CHECKING:
    from shk_xl.documents.pack.pack import Pack


def pack_of(
    produced: Sequence[Produced],
    folder: Path,
    workbook: ReadWorkbook,
    today: date,
    templates: Path | None,
) -> Pack:
    """Pack documents as they stand; of an edited one, the one that somebody has edited."""
    # Loaded only here: who makes no pack does not wait for what joins PDFs.
    from shk_xl.documents.pack.pack import make_pack  # noqa: PLC0415

    paths = [
        kept_path(document.path) if document.status is Status.EDITED else document.path
        for document in produced
    ]
    return make_pack(paths, folder, workbook.portfolio, today=today, templates_dir=templates)


def lines_of_pack(pack: Pack, produced: Sequence[Produced]) -> list[str]:
    """Tell where the pack is, and what is on which page."""
    listed = [f"  sida {entry.first_page}: {entry.title}" for entry in pack.entries]
    if any(document.status is Status.EDITED for document in produced):
        listed.append("De dokument som är ändrade för hand är med som de är ändrade.")
    return [f"Paketet: {pack.folder}, {pack.pages} sidor i {pack.pdf.name}.", *listed]
