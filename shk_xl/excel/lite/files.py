"""Writing main.py and requirements.txt into a folder, over nobody's work.

Rules: a main.py that we did not write, or that somebody has changed since, is never replaced;
nor is a requirements.txt with lines of somebody else's. Nothing is written when anything is
refused.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.excel.lite.bundle import DIGEST_LABEL, FIRST_LINE, RULE, digest, main_py
from shk_xl.excel.lite.packages import requirements
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.user_file import make_folder, read_user_file

MAIN: Final = "main.py"
REQUIREMENTS: Final = "requirements.txt"

_NAME_OF_PACKAGE: Final = re.compile(r"[A-Za-z0-9._-]+")


def write_lite(folder: Path, *, documents: bool) -> tuple[Path, ...]:
    """Write both files.

    Args:
        folder: Where; made if it is missing.
        documents: Load what Word documents need too; the add-in then takes longer to start.

    Returns:
        The files, in the order in which a person needs them.

    Raises:
        Refused: Every file that is in the way; nothing was written then.
    """
    main, wanted = folder / MAIN, folder / REQUIREMENTS
    faults = (*_in_the_way_of_main(main), *_in_the_way_of_requirements(wanted))
    if faults:
        raise Refused(faults)
    make_folder(folder)
    lines = "".join(f"{line}\n" for line in requirements(documents=documents))
    write_atomically(wanted, lines.encode())
    write_atomically(main, main_py().encode())
    return main, wanted


def _in_the_way_of_main(path: Path) -> Iterator[Fault]:
    if not os.path.exists(path):  # noqa: PTH110 - Path.exists raises on a name that is too long
        return
    text = _text(path)
    if not text.startswith(FIRST_LINE + "\n"):
        yield Fault("lite_main_foreign", Place(str(path)))
        return
    head, _, body = text.partition(RULE)
    if f"{DIGEST_LABEL}{digest(body)}\n" not in head:
        yield Fault("lite_main_edited", Place(str(path)))


def _in_the_way_of_requirements(path: Path) -> Iterator[Fault]:
    if not os.path.exists(path):  # noqa: PTH110 - Path.exists raises on a name that is too long
        return
    ours = {_package(line) for line in requirements(documents=True)}
    lines = [line.strip() for line in _text(path).splitlines() if line.strip()]
    others = [line for line in lines if _package(line) not in ours]
    if others:
        values = {"lines": ", ".join(others)}
        yield Fault("lite_requirements_foreign", Place(str(path)), values)


def _text(path: Path) -> str:
    """Read a text; the line ends of an editor on Windows are no change of the content."""
    text = read_user_file(path).decode("utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n")


def _package(line: str) -> str:
    """Give the name of the package that a line asks for."""
    match = _NAME_OF_PACKAGE.match(line)
    return match.group().lower() if match else line
