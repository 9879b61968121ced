"""Checks of what Excel does with macros.

The order in which Excel judges: a trusted location runs; then a file from the internet is
blocked; then the macro setting decides, where policies go before the person's choice.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from shk_xl.excel.setup.facts import Machine, Macros, MacroSetting, System, TrustedLocation
from shk_xl.excel.setup.verdict import Check, Mark, Verdict, say

_INTERNET: Final = 3
"""Zones from here on are the internet and restricted sites."""

_SETTINGS: Final = {
    MacroSetting.RUN_ALL: (Mark.WARN, "macros_all"),
    MacroSetting.ASK: (Mark.OK, "macros_ask"),
    MacroSetting.ONLY_SIGNED: (Mark.STOP, "macros_signed"),
    MacroSetting.RUN_NONE: (Mark.STOP, "macros_none"),
}


def is_trusted(machine: Machine) -> bool:
    """Tell whether the workbook lies in a trusted location."""
    if machine.book is None or machine.macros is None:
        return False
    book = _path(machine, machine.book.path)
    return any(_holds(machine, place, book) for place in machine.macros.trusted)


def _holds(machine: Machine, place: TrustedLocation, book: PureWindowsPath | PurePosixPath) -> bool:
    folder = _path(machine, place.path)
    return book.parent == folder or (place.below and book.is_relative_to(folder))


def _path(machine: Machine, path: str) -> PureWindowsPath | PurePosixPath:
    return PureWindowsPath(path) if machine.system is System.WINDOWS else PurePosixPath(path)


def setting(machine: Machine) -> Iterator[Verdict]:
    """Check that Excel lets macros run, at least after a question."""
    macros = machine.macros
    if macros is None:
        return
    if macros.off_by_policy:
        yield say(Mark.STOP, "macros_off")
        return
    mark, code = _SETTINGS[macros.setting]
    if is_trusted(machine):
        yield say(Mark.OK, "macros_trusted")
    elif mark is Mark.STOP and macros.by_policy:
        yield say(mark, "macros_policy")
    else:
        yield say(mark, code)


def from_internet(machine: Machine) -> Iterator[Verdict]:
    """Check that the workbook is not blocked for having come by mail or from the web."""
    book = machine.book
    if book is None or machine.system is not System.WINDOWS or not book.macros:
        return
    if book.zone is None or book.zone < _INTERNET or is_trusted(machine):
        yield say(Mark.OK, "mark_none")
    else:
        yield say(Mark.STOP, "mark_of_the_web", file=book.path)


def internet_policy(machine: Machine) -> Iterator[Verdict]:
    """Tell that the organisation blocks macros in files from the internet."""
    if machine.macros and machine.macros.internet_blocked_by_policy:
        yield say(Mark.NOTE, "internet_policy")


def trusted(machine: Machine) -> Iterator[Verdict]:
    """Tell which folders are trusted."""
    if machine.system is System.WINDOWS and machine.macros:
        yield _trusted(machine.macros)


def _trusted(macros: Macros) -> Verdict:
    if not macros.trusted:
        return say(Mark.NOTE, "trusted_none")
    return say(Mark.OK, "trusted_some", folders="; ".join(one.path for one in macros.trusted))


def object_model(machine: Machine) -> Iterator[Verdict]:
    """Tell that a setting that guides for xlwings often ask for is not needed."""
    if machine.configuration is not None:
        yield say(Mark.OK, "object_model")


MACRO_CHECKS: Final[tuple[Check, ...]] = (
    setting,
    from_internet,
    internet_policy,
    trusted,
    object_model,
)
