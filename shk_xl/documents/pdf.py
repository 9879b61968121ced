"""PDF from Word documents, by LibreOffice: tagged, with bookmarks and lossless pictures.

Rules: all documents go through one process with a profile of its own, so that a LibreOffice
that a person has open does not get in the way. Each PDF is moved to its place whole; one
that did not appear is a fault, told of when the others are in their places.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Fault, Place, Refused, refuse
from shk_xl.ooxml.atomic import write_atomically

PROGRAMS: Final = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_OPTIONS: Final = {
    name: {"type": "boolean", "value": "true"}
    for name in ("PDFUACompliance", "UseLosslessCompression", "ExportBookmarks")
}
_FILTER: Final = f"pdf:writer_pdf_Export:{json.dumps(_OPTIONS, separators=(',', ':'))}"
_START_SECONDS: Final = 120
_SECONDS_EACH: Final = 10
_AT_ONCE: Final = 200
"""Documents in one call; a command line has a longest length."""


def to_pdf(paths: Sequence[Path], out_dir: Path) -> list[Path]:
    """Make a PDF of each document.

    Args:
        paths: Word documents with different names.
        out_dir: The folder to put the PDFs in; it exists.

    Returns:
        The PDFs, in the order of the documents.

    Raises:
        Refused: LibreOffice is missing, took too long, or left a document out.
    """
    if not paths:
        return []
    program = _program()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "pdf"
        results = {path: made / f"{path.stem}.pdf" for path in paths}
        for start in range(0, len(paths), _AT_ONCE):
            batch = paths[start : start + _AT_ONCE]
            _convert(program, batch, Path(folder) / "profile", made)
            # A document that ends LibreOffice takes those after it with it: once more, without.
            after = [path for path in batch if not results[path].is_file()][1:]
            if after:
                _convert(program, after, Path(folder) / "profile", made)
        missing = [path for path, pdf in results.items() if not pdf.is_file()]
        for path in results.keys() - missing:
            write_atomically(out_dir / results[path].name, results[path].read_bytes())
        if missing:
            raise Refused([Fault("pdf_not_made", Place(str(path))) for path in missing])
    return [out_dir / pdf.name for pdf in results.values()]


def _program() -> str:
    for name in PROGRAMS:
        found = shutil.which(name)
        if found:
            return found
    raise refuse("libreoffice_missing")


def _convert(program: str, paths: Sequence[Path], profile: Path, out_dir: Path) -> None:
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--convert-to", _FILTER),
        *("--outdir", str(out_dir)),
        *(str(path.resolve()) for path in paths),
    ]
    seconds = _START_SECONDS + _SECONDS_EACH * len(paths)
    try:
        subprocess.run(command, capture_output=True, check=False, timeout=seconds)  # noqa: S603 - our own list, no shell
    except subprocess.TimeoutExpired as error:
        raise refuse("libreoffice_slow", seconds=seconds) from error
    except OSError as error:
        raise refuse("libreoffice_missing") from error
