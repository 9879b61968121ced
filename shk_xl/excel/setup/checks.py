"""The checks of ``shk-xl excel status``: one table over the facts of a machine.

Rules: a check looks at facts and answers in data; it reads nothing itself, so that every one
of them is tested on any system. What is not known is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shk_xl import __version__
from shk_xl.excel.setup.checks_of_book import BOOK_CHECKS
from shk_xl.excel.setup.checks_of_macros import MACRO_CHECKS
from shk_xl.excel.setup.facts import Interpreter, Machine, System
from shk_xl.excel.setup.verdict import Check, Mark, Verdict, say

OLDEST_PYTHON: Final = (3, 11)
OLDEST_EXCEL: Final = 16
"""Excel 2016; its successors to 365 all call themselves 16."""

_STORE: Final = "windowsapps"


def check_machine(machine: Machine) -> list[Verdict]:
    """Run every check that applies to a machine.

    Args:
        machine: The facts about it.

    Returns:
        The answers, in the order in which a person would mend things.
    """
    return [verdict for check in CHECKS for verdict in check(machine)]


def python(machine: Machine) -> Iterator[Verdict]:
    """Check the Python itself: new enough, 64 bits, and not from the Microsoft Store."""
    found = machine.excels_python
    version = ".".join(map(str, found.version))
    if found.version[:2] < OLDEST_PYTHON:
        yield say(Mark.STOP, "python_old", version=version, path=found.executable)
    elif found.bits < 64:  # noqa: PLR2004 - bits
        yield say(Mark.STOP, "python_32_bits", path=found.executable)
    elif machine.system is System.WINDOWS and _STORE in found.executable.lower():
        yield say(Mark.STOP, "python_store", path=found.executable)
    elif machine.system is System.WINDOWS and _STORE in found.base.lower():
        yield say(Mark.WARN, "python_store_base", path=found.base)
    else:
        yield say(Mark.OK, "python_ok", version=version, path=found.executable)


def configuration(machine: Machine) -> Iterator[Verdict]:
    """Check that xlwings' settings lead to a Python that has this program."""
    settings = machine.configuration
    if settings is None:
        return
    if settings.conda:
        yield say(Mark.WARN, "settings_conda", file=settings.path)
    if settings.interpreter and settings.workbook_folder:
        yield say(Mark.WARN, "settings_workbook_folder", file=settings.path)
    if settings.interpreter is None:
        yield say(Mark.STOP, "settings_missing", file=settings.path)
    elif not settings.exists:
        code = "settings_store" if _STORE in settings.interpreter.lower() else "settings_gone"
        yield say(Mark.STOP, code, path=settings.interpreter)
    elif settings.answer is None:
        yield say(Mark.STOP, "settings_silent", path=settings.interpreter)
    else:
        yield _program_in(settings.answer, settings.interpreter, settings.path)


def _program_in(answer: Interpreter, path: str, file: str) -> Verdict:
    if answer.shk_xl is None:
        return say(Mark.STOP, "program_missing", path=path)
    if answer.shk_xl != __version__:
        return say(Mark.WARN, "program_differs", path=path, there=answer.shk_xl, here=__version__)
    return say(Mark.OK, "settings_ok", path=path, file=file)


def xlwings(machine: Machine) -> Iterator[Verdict]:
    """Check that xlwings is there with what it speaks to Excel through."""
    found = machine.excels_python
    if found.xlwings is None:
        yield say(Mark.STOP, "xlwings_missing", path=found.executable)
    elif machine.configuration is None:
        return
    elif not found.bridge:
        code = "pywin32_missing" if machine.system is System.WINDOWS else "appscript_missing"
        yield say(Mark.STOP, code, path=found.executable)
    else:
        yield say(Mark.OK, "xlwings_ok", version=found.xlwings)


def library(machine: Machine) -> Iterator[Verdict]:
    """Check that the DLL is there that the VBA of this xlwings loads, for Excel's bits."""
    found = machine.excels_python
    if machine.system is not System.WINDOWS or found.xlwings is None:
        return
    name = f"xlwings{machine.excel.bits or 64}-{found.xlwings}.dll"
    there = {library.lower() for library in found.libraries}
    mark, code = (Mark.OK, "library_ok") if name in there else (Mark.STOP, "library_missing")
    yield say(mark, code, name=name, version=found.xlwings)


def script(machine: Machine) -> Iterator[Verdict]:
    """Check that the AppleScript is there that the VBA of this xlwings calls."""
    if machine.system is System.MAC:
        mark, code = (Mark.OK, "script_ok") if machine.script else (Mark.STOP, "script_missing")
        yield say(mark, code)


def excel(machine: Machine) -> Iterator[Verdict]:
    """Check that Excel is there and new enough, and tell whether it runs."""
    if machine.configuration is None:
        yield say(Mark.NOTE, "excel_not_here")
        return
    version = machine.excel.version
    if version is None:
        yield say(Mark.WARN, "excel_not_found")
    elif _is_older(version, OLDEST_EXCEL):
        yield say(Mark.STOP, "excel_old", version=version)
    elif machine.excel.bits is None:
        yield say(Mark.OK, "excel_ok", version=version)
    else:
        yield say(Mark.OK, "excel_ok_bits", version=version, bits=machine.excel.bits)
    if machine.excel.running:
        yield say(Mark.NOTE, "excel_running")


def _is_older(version: str, oldest: int) -> bool:
    """Compare a version's first number; what is no number is not judged."""
    first = version.partition(".")[0]
    return first.isdecimal() and int(first) < oldest


def add_in(machine: Machine) -> Iterator[Verdict]:
    """Tell about xlwings' add-in, which the macro workbook does not need."""
    found = machine.add_in
    if found is None:
        return
    if found.same is None:
        yield say(Mark.OK, "add_in_not_needed")
    elif found.same:
        yield say(Mark.OK, "add_in_ok", path=found.path)
    else:
        yield say(Mark.WARN, "add_in_differs", path=found.path)


def on_mac(machine: Machine) -> Iterator[Verdict]:
    """Tell what classic xlwings can't do on a Mac."""
    if machine.system is System.MAC:
        yield say(Mark.NOTE, "mac_functions")


CHECKS: Final[tuple[Check, ...]] = (
    python,
    configuration,
    xlwings,
    library,
    script,
    excel,
    *MACRO_CHECKS,
    add_in,
    on_mac,
    *BOOK_CHECKS,
)
