"""The packages that the add-in must load, and those that it lacks.

Rules: functions, Räkna om, Kontrollera and Anpassa formler need xlwings alone. Word documents
need more, which makes the add-in slower to start, so loading it is a choice.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from shk_xl.domain.faults import refuse

XLWINGS: Final = "xlwings>=0.37,<1"
"""From 0.37 a script can read formulas; what 1.0 changes is not known yet."""

FOR_DOCUMENTS: Final = {
    "docxtpl": "docxtpl==0.20.2",
    "docx": "python-docx>=1.2,<2",
    "jinja2": "jinja2",
    "lxml": "lxml",
    "matplotlib": "matplotlib",
}
"""What the documents import → its line in requirements.txt. Pyodide decides the version of what
it compiles, which is lxml and matplotlib, and jinja2 follows docxtpl."""


def requirements(*, documents: bool) -> tuple[str, ...]:
    """Give the lines of requirements.txt.

    Args:
        documents: Those for Word documents too.
    """
    return (XLWINGS, *(FOR_DOCUMENTS.values() if documents else ()))


def refuse_without_packages() -> None:
    """Refuse to make documents while a package is missing.

    Raises:
        Refused: Which lines requirements.txt lacks, and what to do.
    """
    missing = [line for name, line in FOR_DOCUMENTS.items() if find_spec(name) is None]
    if missing:
        raise refuse("lite_packages_missing", lines=", ".join(missing))
