"""Where the templates are: the team's own folder, the installed package, or the source tree.

Rules: the first place that has the template wins. A folder of the team's own, named or lying
as ``mallar`` beside the workbook, is never silently passed over: a template that is missing
there is a fault.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import shk_xl
from shk_xl.domain.faults import Place, refuse
from shk_xl.ooxml.user_file import read_user_file

_PACKAGE: Final = Path(shk_xl.__file__).parent
OWN_FOLDER: Final = "mallar"
BUILT_IN: Final = (_PACKAGE / "data" / "word_templates", _PACKAGE.parent / "word_templates")


def own_folder(beside: Path) -> Path | None:
    """Find the team's own templates beside a workbook; None when it has none.

    Args:
        beside: The folder of the workbook.
    """
    folder = beside / OWN_FOLDER
    return folder if folder.is_dir() else None


def built_in_folder() -> Path:
    """Find the folder of the built-in templates."""
    return next(folder for folder in BUILT_IN if folder.is_dir())


def template_path(name: str, folder: Path | None = None) -> Path:
    """Find a template.

    Args:
        name: Its file name.
        folder: The team's own folder of templates; None for the built-in ones.

    Raises:
        Refused: It is not there.
    """
    for place in (folder,) if folder is not None else BUILT_IN:
        path = place / name
        if path.is_file():
            return path
    raise refuse("template_missing", Place(str((folder or BUILT_IN[0]) / name)))


def read_template(name: str, folder: Path | None = None) -> bytes:
    """Read a template; see ``template_path``."""
    return read_user_file(template_path(name, folder))
