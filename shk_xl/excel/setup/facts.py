"""What is known about a machine where Excel and the program are to find each other.

Facts only: the probes gather them, ``checks`` judges them. What could not be found out is
None, which is never the same as "no".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class System(StrEnum):
    """The operating system, as far as Excel is concerned."""

    WINDOWS = "windows"
    MAC = "mac"
    OTHER = "other"


class MacroSetting(IntEnum):
    """What Excel does with macros; the numbers are those of ``VBAWarnings`` on Windows."""

    RUN_ALL = 1
    ASK = 2
    ONLY_SIGNED = 3
    RUN_NONE = 4


@dataclass(frozen=True, slots=True)
class Interpreter:
    """One Python.

    Args:
        executable: Its full path.
        version: For example (3, 11, 7).
        bits: 32 or 64.
        base: The folder of the Python that its environment is made from.
        shk_xl: The version of this program there; None when it is missing.
        xlwings: The version of xlwings there; None when it is missing.
        bridge: What xlwings speaks to Excel through is there (pywin32, on Mac appscript).
        libraries: The names of xlwings' DLLs in the two folders where its VBA looks for them.
    """

    executable: str
    version: tuple[int, int, int]
    bits: int
    base: str
    shk_xl: str | None
    xlwings: str | None
    bridge: bool
    libraries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Configuration:
    """xlwings' settings for this user.

    Args:
        path: The file.
        interpreter: The path to Python that stands in it, with variables replaced.
        exists: There is a file at that path.
        answer: What that Python said about itself; None when it does not answer.
        conda: It names a conda environment, which xlwings starts first.
        workbook_folder: Python loads modules from the workbook's folder first.
    """

    path: str
    interpreter: str | None = None
    exists: bool = False
    answer: Interpreter | None = None
    conda: bool = False
    workbook_folder: bool = False


@dataclass(frozen=True, slots=True)
class Excel:
    """The installed Excel; None for what is not known, a version of None for no Excel."""

    version: str | None = None
    bits: int | None = None
    running: bool | None = None


@dataclass(frozen=True, slots=True)
class TrustedLocation:
    """A folder whose workbooks may run macros without a question."""

    path: str
    below: bool


@dataclass(frozen=True, slots=True)
class Macros:
    """What Excel does with macros.

    Args:
        setting: The setting in force.
        by_policy: The organisation decides it; the person can't change it.
        off_by_policy: The organisation has turned all VBA off.
        internet_blocked_by_policy: Macros in files from the internet are blocked by policy.
        trusted: The trusted locations that are in force.
    """

    setting: MacroSetting = MacroSetting.ASK
    by_policy: bool = False
    off_by_policy: bool = False
    internet_blocked_by_policy: bool = False
    trusted: tuple[TrustedLocation, ...] = ()


@dataclass(frozen=True, slots=True)
class AddIn:
    """xlwings' add-in in Excel's start folder.

    Args:
        path: Where it would be.
        same: None when it is not there; whether it is the one of the installed xlwings.
    """

    path: str
    same: bool | None = None


@dataclass(frozen=True, slots=True)
class BookFacts:
    """A workbook that the person asked about.

    Args:
        path: Its full path.
        macros: It holds a VBA project.
        vba_version: The version of xlwings' VBA in it; None when there is none.
        zone: The zone that Windows marked it with; None without a mark.
        synced: The OneDrive or SharePoint folder that it lies in; None outside them.
        open: Somebody has it open.
        settings_beside: A file xlwings.conf beside it, which goes before the user's.
    """

    path: str
    macros: bool = False
    vba_version: str | None = None
    zone: int | None = None
    synced: str | None = None
    open: bool = False
    settings_beside: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """All that is known.

    Args:
        system: The operating system.
        python: The Python that runs now.
        configuration: xlwings' settings; None where Excel does not exist.
        excel: The installed Excel.
        macros: What it does with macros; None where it could not be read.
        add_in: xlwings' add-in; None where Excel does not exist.
        script: xlwings' AppleScript for this version is in place; None off Mac.
        book: The workbook asked about.
    """

    system: System
    python: Interpreter
    configuration: Configuration | None = None
    excel: Excel = Excel()
    macros: Macros | None = None
    add_in: AddIn | None = None
    script: bool | None = None
    book: BookFacts | None = None

    @property
    def excels_python(self) -> Interpreter:
        """The Python that Excel starts: the one in the settings, where that one answers."""
        settings = self.configuration
        return settings.answer if settings and settings.answer else self.python
