"""A folder of templates for the team to edit, made of the built-in ones.

Rules: no file is ever replaced. If one of them is there already, none is written.
"""

from __future__ import annotations

from pathlib import Path

from shk_xl.documents.kinds import TEMPLATES
from shk_xl.documents.templates.files import read_template
from shk_xl.domain.faults import Fault, Place, Refused, refuse
from shk_xl.ooxml.atomic import write_new
from shk_xl.ooxml.user_file import make_folder


def copy_templates(folder: Path) -> list[Path]:
    """Copy the built-in templates.

    Args:
        folder: Where to put them; made if it is missing.

    Returns:
        The new files.

    Raises:
        Refused: A file is there already, or the folder can't be written to.
    """
    templates = {folder / name: read_template(name) for name in TEMPLATES}
    there = [path for path in templates if path.exists()]
    if there:
        raise Refused([Fault("template_already_there", Place(str(path))) for path in there])
    make_folder(folder)
    for path, data in templates.items():
        if not write_new(path, data):
            raise refuse("template_already_there", Place(str(path)))
    return list(templates)
