"""Putting on a machine what Excel needs to find this program, and taking it away again.

The macro workbook carries xlwings' VBA itself, so the least that works is one line in xlwings'
settings (which Python to start) and, on Mac, the AppleScript that its VBA calls. xlwings'
add-in is only for whoever uses xlwings for more. Our functions are not imported through it: the
VBA that it writes puts the text of an error into the cell, where ours gives the error.

Rules: what somebody else set is shown and kept, unless the person says that it may be
replaced. Everything happens, or nothing. Doing it twice is the same as doing it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from shk_xl.domain.faults import Fault, FaultValue, Place, Refused, refuse
from shk_xl.excel.setup import xlwings_files
from shk_xl.excel.setup.changes import (
    Change,
    apply,
    content_of,
    missing_folders,
    remove_empty_folders,
)
from shk_xl.excel.setup.facts import System
from shk_xl.excel.setup.places import WORKBOOK_FOLDER, Places
from shk_xl.excel.setup.receipt import (
    OurFile,
    OurLine,
    Receipt,
    fingerprint,
    read_receipt,
    write_receipt,
)
from shk_xl.excel.setup.settings_file import SettingsFile
from shk_xl.excel.setup.xlwings_files import script_name


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done or left, as data.

    Args:
        code: A key of ``shk_xl.wording.setup.STEPS``.
        values: What the words need.
    """

    code: str
    values: Mapping[str, FaultValue] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall stand on the machine.

    Args:
        settings: What has to be set, by key.
        unless_shared: Settings that would change how other workbooks work: only where nobody
            else has settings.
        files: Whole files, by path.
    """

    settings: Mapping[str, str]
    unless_shared: Mapping[str, str]
    files: Mapping[Path, bytes]


@dataclass(slots=True)
class _Work:
    """A machine as it stands, and what is to become of it."""

    places: Places
    data: bytes | None
    settings: SettingsFile
    receipt_data: bytes | None
    receipt: Receipt
    changes: list[Change] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def note(self, code: str, **values: FaultValue) -> None:
        """Remember what was done."""
        self.steps.append(Step(code, MappingProxyType(values)))


def wanted(places: Places, interpreter: str, *, add_in: bool) -> Wanted:
    """Say what shall stand on a machine.

    Args:
        places: The machine's places.
        interpreter: The full path of the Python that has this program.
        add_in: xlwings' own add-in too.

    Raises:
        Refused: xlwings' VBA can't start a Python at that path.
    """
    if not places.readable(interpreter):
        raise refuse(places.unreadable, path=interpreter)
    settings = {places.interpreter_key: interpreter}
    files: dict[Path, bytes] = {}
    if places.scripts:
        files[places.scripts / script_name(version("xlwings"))] = xlwings_files.script()
    if add_in:
        files[places.add_in] = xlwings_files.add_in()
    return Wanted(settings, {WORKBOOK_FOLDER: "false"}, files)


def install(places: Places, wish: Wanted, *, force: bool = False) -> list[Step]:
    """Put what is wanted in its places.

    Args:
        places: The machine's places.
        wish: What shall stand there.
        force: Replace what somebody else set.

    Returns:
        What was done, in order.

    Raises:
        Refused: Somebody else set something different (every such place at once), Excel was
            never started on this Mac, or a file is open. Nothing has changed then.
    """
    if places.system is System.MAC and not places.configuration.parent.is_dir():
        raise refuse("excel_never_started")
    work = _start(places)
    more = {} if _is_shared(work, wish) and not force else wish.unless_shared
    for key, value in {**wish.settings, **more}.items():
        _set(work, key, value, force=force)
    for path, data in wish.files.items():
        _put(work, path, data, force=force)
    if work.faults:
        raise Refused(work.faults)
    if work.changes or work.settings.data != (work.data or b""):
        _finish_install(work)
    return work.steps


def uninstall(places: Places) -> list[Step]:
    """Take away what ``install`` put there and nobody has changed since.

    Args:
        places: The machine's places.

    Returns:
        What was done, in order.

    Raises:
        Refused: A file is open. Nothing has changed then.
    """
    work = _start(places)
    for key, line in work.receipt.settings.items():
        _unset(work, key, line)
    for name, file in work.receipt.files.items():
        _take_away(work, Path(name), file)
    if not work.steps:
        work.note("nothing_of_ours")
    empty = work.receipt.made_settings and not work.settings.data
    after = None if empty or work.data is None else work.settings.data
    apply(
        [
            Change(places.configuration, work.data, after),
            *work.changes,
            Change(places.receipt, work.receipt_data, None),
        ]
    )
    remove_empty_folders([Path(folder) for folder in work.receipt.folders])
    return work.steps


def _start(places: Places) -> _Work:
    data = content_of(places.configuration)
    receipt_data = content_of(places.receipt)
    return _Work(
        places,
        data,
        SettingsFile(data or b"", places.encoding),
        receipt_data,
        read_receipt(receipt_data, places.receipt),
    )


def _is_shared(work: _Work, wish: Wanted) -> bool:
    """Tell whether the settings serve something else than this program, too."""
    ours = {*work.receipt.settings, *wish.settings}
    return bool(work.settings.values().keys() - ours)


def _set(work: _Work, key: str, value: str, *, force: bool) -> None:
    current = work.settings.values().get(key)
    ours = work.receipt.settings.get(key)
    if current == value:
        work.note("setting_stands", key=key, value=value)
        return
    is_ours = ours is not None and current == ours.value
    if current is not None and not is_ours and not force:
        place = Place(str(work.places.configuration))
        values = MappingProxyType({"key": key, "value": current, "wanted": value})
        work.faults.append(Fault("setting_differs", place, values))
        return
    before = ours.before if ours and is_ours else work.settings.line(key)
    work.receipt.settings[key] = OurLine(value, before)
    work.settings = work.settings.with_setting(key, value)
    code = "setting_written" if current is None else "setting_replaced"
    work.note(code, key=key, value=value, before=current)


def _put(work: _Work, path: Path, data: bytes, *, force: bool) -> None:
    current = content_of(path)
    ours = work.receipt.files.get(str(path))
    if current == data:
        work.note("file_stands", path=str(path))
        return
    is_ours = ours is not None and current is not None and fingerprint(current) == ours.sha256
    if current is not None and not is_ours and not force:
        work.faults.append(Fault("file_differs", Place(str(path))))
        return
    before = ours.before if ours and is_ours else current
    work.receipt.files[str(path)] = OurFile(fingerprint(data), before)
    work.changes.append(Change(path, current, data))
    work.note("file_written" if current is None else "file_replaced", path=str(path))


def _finish_install(work: _Work) -> None:
    """Write the receipt first: what follows can then be taken away, wherever it ends."""
    places = work.places
    paths = [places.configuration, places.receipt, *(change.path for change in work.changes)]
    folders = [str(folder) for folder in missing_folders(paths)]
    receipt = replace(
        work.receipt,
        folders=tuple(dict.fromkeys((*folders, *work.receipt.folders))),
        made_settings=work.receipt.made_settings or work.data is None,
    )
    apply(
        [
            Change(places.receipt, work.receipt_data, write_receipt(receipt)),
            *work.changes,
            Change(places.configuration, work.data, work.settings.data),
        ]
    )


def _unset(work: _Work, key: str, ours: OurLine) -> None:
    current = work.settings.values().get(key)
    if current is None:
        return
    if current != ours.value:
        work.note("setting_left", key=key, value=current)
        return
    work.settings = work.settings.with_line(key, ours.before)
    work.note("setting_restored" if ours.before else "setting_removed", key=key)


def _take_away(work: _Work, path: Path, ours: OurFile) -> None:
    current = content_of(path)
    if current is None:
        return
    if fingerprint(current) != ours.sha256:
        work.note("file_left", path=str(path))
        return
    work.changes.append(Change(path, current, ours.before))
    work.note("file_removed" if ours.before is None else "file_restored", path=str(path))
