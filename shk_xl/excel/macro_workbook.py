"""A workbook with macros, made on any system, without Excel.

The workbook is the builder's, with buttons. Into it goes a VBA project: xlwings' own modules as
they stand in the installed package, so that nobody needs its add-in, and ours (``vba``). Nobody
needs to trust access to the VBA project either, since nothing is imported afterwards. Where
Python is, no workbook says: xlwings reads that from the user's own settings, which
``shk-xl excel install`` writes.

Rules: the same portfolio and the same xlwings give the same bytes. The project is in the plain
form that MS-OVBA asks of a writer: source text and nothing compiled, which Excel compiles when
it opens the file. xlwings' VBA calls a library of the version that it came with, so a workbook
belongs to that version of xlwings.

pyOpenVBA writes the project into a project that Excel itself made, empty but for two references
that every project of Excel has (OLE Automation and Office). What it leaves that MS-OVBA does
not ask for is put right here: it keeps the number of the Excel that compiled that project, over
an emptied cache, and an Excel of the same number could take the cache for its own.

Source: MS-OVBA 2.3.4.1 (``_VBA_PROJECT``) and 2.3.4.3 (module streams); pyOpenVBA 6.5.0.
"""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.cfb import CFB
from pyopenvba.vba import VBAProject

from shk_xl.domain.portfolio import Portfolio
from shk_xl.excel import vba
from shk_xl.excel.buttons import DESKTOP_BUTTONS
from shk_xl.ooxml.package import CONTENT_TYPES, Package
from shk_xl.workbook.building.build import CREATED, build_workbook
from shk_xl.workbook.building.overview_buttons import SheetButton

PROJECT_PART: Final = "xl/vbaProject.bin"

_PLAIN: Final = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS: Final = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_WORKBOOK_MODULE: Final = "ThisWorkbook"
_NOTHING_COMPILED: Final = bytes.fromhex("cc61ffff000000")
"""The stream ``_VBA_PROJECT`` of a project that no Excel has compiled."""


def build_macro_workbook(portfolio: Portfolio, *, created: datetime = CREATED) -> bytes:
    """Make the workbook of a portfolio with the worksheet functions and the buttons in it.

    Args:
        portfolio: What it holds; an empty one gives an empty workbook.
        created: What the file says about when it was made.

    Returns:
        The file (``.xlsm``), recalculated.

    Raises:
        Refused: Something that no cell can hold, with every fault.
    """
    buttons = [SheetButton(button.caption, button.macro, button.help) for button in DESKTOP_BUTTONS]
    return with_macros(build_workbook(portfolio, created=created, buttons=buttons))


def with_macros(data: bytes) -> bytes:
    """Put the VBA project into a workbook that has none.

    Args:
        data: A workbook of the builder, ``.xlsx``.

    Returns:
        The same workbook as ``.xlsm``.
    """
    package = Package(data)
    types = package.read(CONTENT_TYPES).replace(_PLAIN, _WITH_MACROS)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bok.xlsm"
        path.write_bytes(package.replaced({CONTENT_TYPES: types}))
        with ExcelFile(path) as book:
            add_modules(book.add_vba_project())
            book.save()
        package = Package(path.read_bytes())
    project = without_compiled_code(package.read(PROJECT_PART))
    return package.replaced({PROJECT_PART: project})


def add_modules(project: VBAProject) -> None:
    """Give a new project its modules: xlwings' own, and ours."""
    for module in project.modules:
        # Written anew, a module's stream holds its text and no more.
        module.dirty = True
    project.get_module(_WORKBOOK_MODULE).body = vba.workbook_module()
    project.add_module("Dictionary", _of_xlwings("addin/Dictionary.cls"), kind=VBAModuleKind.other)
    project.add_module("xlwings", _of_xlwings("xlwings.bas"))
    for name, text in vba.modules().items():
        project.add_module(name, text)


def without_compiled_code(project: bytes) -> bytes:
    """Say in a VBA project that nothing in it is compiled, for any version of Excel.

    Args:
        project: The part ``vbaProject.bin``.
    """
    container = CFB.from_bytes(project)
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", _NOTHING_COMPILED)
    written: bytes = container.to_bytes()
    return written


def _of_xlwings(name: str) -> str:
    """Read a VBA module of the installed xlwings, found without importing it."""
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise AssertionError(name)
    path = Path(spec.origin).parent / name
    return path.read_text(encoding="ascii").replace("\n", vba.LINE_END)
