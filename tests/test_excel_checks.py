"""The checks of a machine: what the registry says, what is found, and in which words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest
from excel_machines import (
    CLICK_TO_RUN,
    CLOUD,
    OFFICE,
    POLICY,
    PYTHON_WIN,
    Entries,
    RecordedRegistry,
    marks,
)

import shk_xl.excel.setup
from shk_xl import __version__
from shk_xl.excel.setup.checks import check_machine
from shk_xl.excel.setup.facts import (
    AddIn,
    BookFacts,
    Configuration,
    Excel,
    Interpreter,
    Machine,
    Macros,
    MacroSetting,
    System,
    TrustedLocation,
)
from shk_xl.excel.setup.registry import (
    Hive,
    RegistryValue,
    read_excel,
    read_macros,
    read_synced_folders,
)
from shk_xl.excel.setup.verdict import Mark
from shk_xl.wording.setup import CHECKS, MARKS, STEPS

# --- the registry -------------------------------------------------------------------------


def macros_of(entries: Entries) -> Macros:
    return read_macros(RecordedRegistry(entries), lambda path: path.replace("%X%", "C:\\X"))


def test_without_settings_excel_asks() -> None:
    assert macros_of({}) == Macros()


def test_a_policy_goes_before_what_the_person_chose_and_the_cloud_before_all() -> None:
    chosen: dict[tuple[Hive, str, str], RegistryValue] = {
        (Hive.USER, rf"{OFFICE}\Excel\Security", "VBAWarnings"): 1
    }
    assert macros_of(chosen) == Macros(MacroSetting.RUN_ALL)
    group = {**chosen, (Hive.USER, rf"{POLICY}\excel\security", "vbawarnings"): 3}
    assert macros_of(group) == Macros(MacroSetting.ONLY_SIGNED, by_policy=True)
    cloud = {**group, (Hive.USER, rf"{CLOUD}\excel\security", "vbawarnings"): 4}
    assert macros_of(cloud) == Macros(MacroSetting.RUN_NONE, by_policy=True)


def test_the_other_policies_are_read() -> None:
    found = macros_of(
        {
            (Hive.MACHINE, rf"{POLICY}\Common", "vbaoff"): 1,
            (Hive.USER, rf"{POLICY}\excel\security", "blockcontentexecutionfrominternet"): 1,
        }
    )
    assert (found.off_by_policy, found.internet_blocked_by_policy) == (True, True)


def test_trusted_locations_are_the_persons_and_the_policys_unless_turned_off() -> None:
    trusted = r"Excel\Security\Trusted Locations"
    entries: dict[tuple[Hive, str, str], RegistryValue] = {
        (Hive.USER, rf"{OFFICE}\{trusted}\Location2", "Path"): "%X%\\Portfölj\\",
        (Hive.USER, rf"{OFFICE}\{trusted}\Location2", "AllowSubFolders"): 1,
        (Hive.USER, rf"{POLICY}\{trusted}\Location0", "Path"): "S:\\gemensamt",
        (Hive.USER, rf"{OFFICE}\{trusted}\Location3", "Description"): "utan sökväg",
    }
    assert macros_of(entries).trusted == (
        TrustedLocation("C:\\X\\Portfölj\\", below=True),
        TrustedLocation("S:\\gemensamt", below=False),
    )
    entries[(Hive.USER, rf"{POLICY}\{trusted}", "AllLocationsDisabled")] = 1
    assert macros_of(entries).trusted == ()


def test_the_version_of_excel_is_read_where_each_installer_writes_it() -> None:
    modern = RecordedRegistry(
        {
            (Hive.MACHINE, CLICK_TO_RUN, "VersionToReport"): "16.0.19328.20190",
            (Hive.MACHINE, CLICK_TO_RUN, "Platform"): "x86",
        }
    )
    assert read_excel(modern, running=True) == Excel("16.0.19328.20190", 32, running=True)
    program = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    older = RecordedRegistry({(Hive.MACHINE, program, ""): r"C:\Office16\EXCEL.EXE"})
    assert read_excel(older, running=None) == Excel("16.0", None, None)
    assert read_excel(RecordedRegistry({}), running=False) == Excel(None, None, running=False)


def test_folders_in_step_with_sharepoint_are_found() -> None:
    root = r"Software\SyncEngines\Providers\OneDrive"
    entries: Entries = {
        (Hive.USER, rf"{root}\abc", "MountPoint"): r"C:\Users\kim\Kommunen\Portfölj",
        (Hive.USER, rf"{root}\def", "UrlNamespace"): "https://kommunen.sharepoint.com",
    }
    assert read_synced_folders(RecordedRegistry(entries)) == [r"C:\Users\kim\Kommunen\Portfölj"]


# --- the checks ---------------------------------------------------------------------------

PYTHON = Interpreter(
    executable=PYTHON_WIN,
    version=(3, 12, 4),
    bits=64,
    base=r"C:\Program Files\Python312",
    shk_xl=__version__,
    xlwings="0.37.8",
    bridge=True,
    libraries=("xlwings32-0.37.8.dll", "xlwings64-0.37.8.dll"),
)
GOOD = Machine(
    system=System.WINDOWS,
    python=PYTHON,
    configuration=Configuration(r"C:\Users\kim\.xlwings\xlwings.conf", PYTHON_WIN, True, PYTHON),  # noqa: FBT003
    excel=Excel("16.0.19328.20190", 64, running=False),
    macros=Macros(),
    add_in=AddIn("xlwings.xlam"),
)
ON_MAC = replace(
    GOOD,
    system=System.MAC,
    excel=Excel("16.90", 64, running=False),
    script=True,
    add_in=AddIn("xlwings.xlam", same=True),
)
BOOK = BookFacts(r"C:\Arbete\bok.xlsm", macros=True, vba_version="0.37.8")


def settled(machine: Machine, **other: object) -> Machine:
    assert machine.configuration
    return replace(machine, configuration=replace(machine.configuration, **other))  # type: ignore[arg-type]


def with_python(**other: object) -> Machine:
    return settled(GOOD, answer=replace(PYTHON, **other))  # type: ignore[arg-type]


def with_book(book: BookFacts, machine: Machine = GOOD, **other: object) -> Machine:
    return replace(machine, book=replace(book, **other))  # type: ignore[arg-type]


@pytest.mark.parametrize("machine", [GOOD, ON_MAC, with_book(BOOK)], ids=["windows", "mac", "book"])
def test_a_good_machine_has_nothing_to_settle(machine: Machine) -> None:
    assert set(marks(machine).values()) <= {Mark.OK, Mark.NOTE}


TROUBLE: dict[str, tuple[Machine, Mark]] = {
    "python_old": (with_python(version=(3, 10, 1)), Mark.STOP),
    "python_32_bits": (with_python(bits=32), Mark.STOP),
    "python_store": (
        with_python(executable=r"C:\Users\kim\AppData\Local\Microsoft\WindowsApps\python.exe"),
        Mark.STOP,
    ),
    "python_store_base": (
        with_python(base=r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12"),
        Mark.WARN,
    ),
    "settings_missing": (settled(GOOD, interpreter=None), Mark.STOP),
    "settings_gone": (settled(GOOD, exists=False, answer=None), Mark.STOP),
    "settings_store": (
        settled(GOOD, interpreter=r"C:\x\WindowsApps\python.exe", exists=False, answer=None),
        Mark.STOP,
    ),
    "settings_silent": (settled(GOOD, answer=None), Mark.STOP),
    "settings_conda": (settled(GOOD, conda=True), Mark.WARN),
    "settings_workbook_folder": (settled(GOOD, workbook_folder=True), Mark.WARN),
    "program_missing": (with_python(shk_xl=None), Mark.STOP),
    "program_differs": (with_python(shk_xl="0.0.1"), Mark.WARN),
    "xlwings_missing": (with_python(xlwings=None), Mark.STOP),
    "pywin32_missing": (with_python(bridge=False), Mark.STOP),
    "appscript_missing": (settled(ON_MAC, answer=replace(PYTHON, bridge=False)), Mark.STOP),
    "library_missing": (with_python(libraries=("xlwings64-0.37.7.dll",)), Mark.STOP),
    "script_missing": (replace(ON_MAC, script=False), Mark.STOP),
    "excel_not_found": (replace(GOOD, excel=Excel()), Mark.WARN),
    "excel_old": (replace(GOOD, excel=Excel("15.0.4420")), Mark.STOP),
    "excel_running": (replace(GOOD, excel=replace(GOOD.excel, running=True)), Mark.NOTE),
    "macros_all": (replace(GOOD, macros=Macros(MacroSetting.RUN_ALL)), Mark.WARN),
    "macros_signed": (replace(GOOD, macros=Macros(MacroSetting.ONLY_SIGNED)), Mark.STOP),
    "macros_none": (replace(GOOD, macros=Macros(MacroSetting.RUN_NONE)), Mark.STOP),
    "macros_policy": (
        replace(GOOD, macros=Macros(MacroSetting.RUN_NONE, by_policy=True)),
        Mark.STOP,
    ),
    "macros_off": (replace(GOOD, macros=Macros(off_by_policy=True)), Mark.STOP),
    "internet_policy": (replace(GOOD, macros=Macros(internet_blocked_by_policy=True)), Mark.NOTE),
    "add_in_differs": (replace(GOOD, add_in=AddIn("xlwings.xlam", same=False)), Mark.WARN),
    "mark_of_the_web": (with_book(BOOK, zone=3), Mark.STOP),
    "book_without_macros": (with_book(BOOK, macros=False, vba_version=None), Mark.WARN),
    "book_without_xlwings": (with_book(BOOK, vba_version=None), Mark.WARN),
    "book_version": (with_book(BOOK, vba_version="0.33.0"), Mark.STOP),
    "book_synced": (with_book(BOOK, synced=r"C:\Users\kim\OneDrive"), Mark.NOTE),
    "book_path_long": (with_book(BOOK, path="C:\\" + "lång mapp\\" * 22 + "bok.xlsm"), Mark.STOP),
    "book_open": (with_book(BOOK, open=True), Mark.NOTE),
    "book_settings_beside": (with_book(BOOK, settings_beside=True), Mark.WARN),
    "excel_not_here": (Machine(System.OTHER, PYTHON), Mark.NOTE),
    "trusted_none": (GOOD, Mark.NOTE),
    "mac_functions": (ON_MAC, Mark.NOTE),
}


@pytest.mark.parametrize("code", TROUBLE)
def test_every_trouble_is_found(code: str) -> None:
    machine, mark = TROUBLE[code]
    assert marks(machine).get(code) is mark


def test_a_version_that_is_no_number_is_not_judged() -> None:
    found = marks(replace(GOOD, excel=Excel("okänd")))
    assert found["excel_ok"] is Mark.OK


def test_a_32_bit_excel_needs_the_32_bit_dll() -> None:
    machine = replace(with_python(libraries=("xlwings64-0.37.8.dll",)), excel=Excel("16.0", 32))
    (found,) = [one for one in check_machine(machine) if one.code == "library_missing"]
    assert found.values["name"] == "xlwings32-0.37.8.dll"


@pytest.mark.parametrize(
    ("place", "trusted"),
    [
        (TrustedLocation("c:\\ARBETE\\", below=False), True),
        (TrustedLocation("C:\\", below=True), True),
        (TrustedLocation("C:\\", below=False), False),
        (TrustedLocation("C:\\Arb", below=True), False),
    ],
)
def test_a_trusted_location_lets_a_blocked_workbook_run(
    place: TrustedLocation, *, trusted: bool
) -> None:
    macros = Macros(MacroSetting.RUN_NONE, by_policy=True, trusted=(place,))
    found = marks(with_book(BOOK, replace(GOOD, macros=macros), zone=3))
    stops = {code for code, mark in found.items() if mark is Mark.STOP}
    assert stops == (set() if trusted else {"macros_policy", "mark_of_the_web"})


def test_a_file_from_the_intranet_is_not_blocked() -> None:
    assert marks(with_book(BOOK, zone=1))["mark_none"] is Mark.OK


# --- the words ----------------------------------------------------------------------------


def strings_in_setup() -> Iterator[str]:
    for path in Path(str(shk_xl.excel.setup.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def called_with(*names: str) -> Iterator[str]:
    for path in Path(str(shk_xl.excel.setup.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in names:
                    yield from (
                        leaf.value
                        for argument in node.args
                        for leaf in ast.walk(argument)
                        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
                    )


def test_every_answer_and_every_step_has_words_and_none_are_left_over() -> None:
    spoken = set(strings_in_setup())
    assert spoken >= set(CHECKS)
    assert spoken >= set(STEPS)
    assert set(called_with("say")) <= set(CHECKS)
    assert set(called_with("note")) <= set(STEPS)
    assert set(MARKS) == set(Mark)


@pytest.mark.parametrize("code", sorted(TROUBLE))
def test_the_answers_are_whole_sentences_that_say_what_to_do(code: str) -> None:
    machine, mark = TROUBLE[code]
    (verdict,) = [one for one in check_machine(machine) if one.code == code]
    what, remedy = (part.format_map(verdict.values) for part in CHECKS[code])
    assert what
    assert bool(remedy) or mark in {Mark.OK, Mark.NOTE}
    assert "{" not in what + remedy
    named = {name for part in CHECKS[code] for _, name, _, _ in Formatter().parse(part) if name}
    assert named <= set(verdict.values)
