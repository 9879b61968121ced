"""The workbook with macros: its bytes, what other programs read in it, and that they run it."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import olefile  # type: ignore[import-untyped]  # no stubs exist
import pytest
import xlwings
from old_documents import FILES
from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.vba import decompress

from shk_xl.cli.app import run
from shk_xl.domain.portfolio import Portfolio
from shk_xl.excel import vba
from shk_xl.excel.buttons import DESKTOP_BUTTONS
from shk_xl.excel.error_marks import MARK
from shk_xl.excel.macro_workbook import build_macro_workbook
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.package import CONTENT_TYPES, Package
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.reading.read import read_portfolio_bytes

pytestmark = pytest.mark.thorough

PROJECT = "xl/vbaProject.bin"
BUTTON_PARTS = ("xl/drawings/vmlDrawing1.vml", PROJECT)
OWN = vba.modules()
XLWINGS = Path(xlwings.__file__).parent


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return example_2024()


@pytest.fixture(scope="module")
def workbook(portfolio: Portfolio) -> bytes:
    return build_macro_workbook(portfolio)


@pytest.fixture(scope="module")
def package(workbook: bytes) -> Package:
    check_package(workbook, file="bok.xlsm")
    return Package(workbook)


def project_of(package: Package) -> Any:
    return olefile.OleFileIO(io.BytesIO(package.read(PROJECT)))


def records(package: Package) -> list[tuple[int, bytes]]:
    """The records of the stream ``dir`` (MS-OVBA 2.3.4.2): number and content."""
    data = decompress(project_of(package).openstream("VBA/dir").read())
    found, place = [], 0
    while place + 6 <= len(data):
        number = int.from_bytes(data[place : place + 2], "little")
        # The size of the project's version (9) is not that of what follows.
        size = 6 if number == 9 else int.from_bytes(data[place + 2 : place + 6], "little")
        found.append((number, bytes(data[place + 6 : place + 6 + size])))
        place += 6 + size
    assert data[-4:] == bytes(4)
    assert found[-1][0] == 0x10
    return found


def test_the_same_portfolio_gives_the_same_bytes(portfolio: Portfolio, workbook: bytes) -> None:
    assert build_macro_workbook(portfolio) == workbook


def test_it_holds_what_the_plain_workbook_holds(portfolio: Portfolio, package: Package) -> None:
    plain = Package(build_workbook(portfolio))
    assert read_portfolio_bytes(package.data, file="bok.xlsm").portfolio == portfolio
    added = set(package.partnames) - set(plain.partnames)
    assert added == set(BUTTON_PARTS)
    for name in plain.partnames:
        # The sheets have a code name more, and the first one its buttons.
        if re.fullmatch(r"xl/(tables|charts|theme)/.*|xl/(styles|sharedStrings)\.xml", name):
            assert package.read(name) == plain.read(name), name
    types = package.read(CONTENT_TYPES).decode()
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types
    assert "spreadsheetml.sheet.main+xml" not in types


def test_nothing_of_this_computer_is_in_it(package: Package) -> None:
    parts = [package.read(name) for name in package.partnames]
    streams = project_of(package)
    parts += [streams.openstream(path).read() for path in streams.listdir()]
    home = str(Path.home()).encode()
    assert not any(home in part or str(XLWINGS).encode() in part for part in parts)
    assert b"xlwings.conf" not in package.read("xl/workbook.xml")


def test_olevba_reads_every_module(workbook: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsm"
    path.write_bytes(workbook)
    command = [sys.executable, "-m", "oletools.olevba", "--json", str(path)]
    answer = subprocess.run(command, capture_output=True, check=True, timeout=60)
    (told,) = (part for part in json.loads(answer.stdout) if "macros" in part)
    read = {Path(macro["vba_filename"]).stem: macro["code"] for macro in told["macros"]}
    found = {name: code.replace("\r\n", "\n") for name, code in read.items()}
    sheets = [f"Sheet{number}" for number in range(1, 14)]
    assert set(found) == {"ThisWorkbook", *sheets, "Dictionary", "xlwings", *OWN}
    for name, text in OWN.items():
        assert found[name].strip() == text.replace("\r\n", "\n").strip()
    _, _, shipped = (XLWINGS / "xlwings.bas").read_text(encoding="ascii").partition("\n")
    assert found["xlwings"].strip() == shipped.strip()
    assert "Workbook_Open()" in found["ThisWorkbook"]
    assert all(code.count("\n") <= 8 for name, code in found.items() if name in sheets)
    assert "Samhällskontraktet" in found["ShkHelp"]
    for button in DESKTOP_BUTTONS:
        assert f"Public Sub {button.macro}()" in found["ShkButtons"]


def test_the_project_is_as_ms_ovba_wants_it(package: Package) -> None:
    project = project_of(package)
    assert project.openstream("VBA/_VBA_PROJECT").read().hex() == "cc61ffff000000"
    found = records(package)
    assert dict(found)[0x03] == (1252).to_bytes(2, "little")
    names = [content.decode() for number, content in found if number == 0x19]
    streams = [content.decode() for number, content in found if number == 0x1A]
    assert names == streams
    assert {("VBA", name) for name in names} <= {tuple(path) for path in project.listdir()}
    offsets = [content for number, content in found if number == 0x31]
    assert offsets == [bytes(4)] * len(names), "source text and nothing before it"
    kinds = [number for number, _ in found if number in {0x21, 0x22}]
    assert kinds == [0x22] * 15 + [0x21] * 4


def test_no_reference_can_be_missing_and_nothing_is_locked(
    package: Package, tmp_path: Path
) -> None:
    found = records(package)
    names = [content.decode() for number, content in found if number == 0x16]
    assert names == ["stdole", "Office"], "what Excel gives every new project"
    listed = project_of(package).openstream("PROJECT").read().decode("cp1252").split("\r\n")
    documents = [line for line in listed if line.startswith("Document=")]
    assert len(documents) == 14
    assert [line for line in listed if line.startswith(("Class=", "Module="))] == [
        "Class=Dictionary",
        "Module=xlwings",
        *(f"Module={name}" for name in OWN),
    ]
    path = tmp_path / "bok.xlsm"
    path.write_bytes(package.data)
    with ExcelFile(path) as book:
        protection = book.vba_project().protection
        assert protection is not None
        assert not protection.has_password
        assert book.validate() == []


def test_code_names_bind_the_sheets_to_their_modules(package: Package) -> None:
    assert b'codeName="ThisWorkbook"' in package.read("xl/workbook.xml")
    for number in range(1, 14):
        sheet = package.read(f"xl/worksheets/sheet{number}.xml")
        assert f'<sheetPr codeName="Sheet{number}"'.encode() in sheet


def test_the_buttons_stand_in_lines_and_say_what_they_do(package: Package) -> None:
    drawn = ET.fromstring(package.read(BUTTON_PARTS[0]))  # noqa: S314 - written by the builder
    top, end = 0.0, 0.0
    shapes = drawn.findall("{urn:schemas-microsoft-com:vml}shape")
    for button, shape in zip(DESKTOP_BUTTONS, shapes, strict=True):
        assert shape.get("alt") == button.help
        texts = list(filter(None, map(str.strip, shape.itertext())))
        assert texts[0] == button.caption
        assert f"[0]!{button.macro}" in texts
        style = dict(part.split(":") for part in shape.get("style", "").split(";"))
        keys = ("margin-left", "margin-top", "width", "height")
        left, above, width, height = (float(style[key].removesuffix("pt")) for key in keys)
        assert end < left if above == top else top + height < above
        top, end = above, left + width


def test_libreoffice_binds_every_button_to_its_macro(
    soffice: str, workbook: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "bok.xlsm"
    path.write_bytes(workbook)
    start(soffice, tmp_path, "--convert-to", "ods", "--outdir", str(tmp_path), str(path))
    with zipfile.ZipFile(path.with_suffix(".ods")) as read:
        content = read.read("content.xml").decode()
        modules = {
            name: "".join(ET.fromstring(read.read(f"Basic/VBAProject/{name}.xml")).itertext())  # noqa: S314 - written by LibreOffice
            for name in (*OWN, "xlwings", "Dictionary", "ThisWorkbook", "Sheet13")
        }
    for button in DESKTOP_BUTTONS:
        label = f'form:label="{button.caption}"'
        control = content[content.index(label) :].partition("</form:button>")[0]
        assert f"VBAProject.ShkButtons.{button.macro}?language=Basic" in control
        assert f"Sub {button.macro}()" in modules["ShkButtons"]
    for name, text in OWN.items():
        # LibreOffice shows what it does not keep, Attribute and Option lines, as remarks.
        assert text.replace("\r\n", "\n").strip() in modules[name]


PROBE = """
Public Sub Probe()
    Dim answer As Variant
    On Error GoTo Done
{presses}
    Tell Said
    Tell CStr(SHK_KRONOR(5))
    Tell CStr(SHK_KRONOR(ThisWorkbook.Worksheets(1).Range("A1:A2")))
    answer = SHK_BELOPP(ThisWorkbook.Worksheets(1).Range("A1:A2"), "rows")
    Tell CStr(answer(0, 0)) & "," & CStr(answer(0, 1)) & "," & CStr(answer(1, 0))
    answer = SHK_BELOPP(1, "row")
    Tell CStr(answer(0)) & "," & CStr(answer(1))
    Tell CStr(SHK_BELOPP(1, "fail"))
    Wizard = True
    Tell CStr(SHK_KRONOR(5))
Done:
    If Err.Number <> 0 Then Tell Err.Number & " " & Err.Description
    StarDesktop.terminate()
End Sub

Private Sub Tell(ByVal text As String)
    Open "{out}" For Append As #1
    Print #1, text
    Close #1
End Sub
"""

XLWINGS_STAND_IN = """
Public Said As String
Public Wizard As Boolean

Public Function GetConfig(key As String) As String
    GetConfig = "python"
End Function

Public Function RunPython(pythonCommand As String)
    Said = Said & pythonCommand & "|"
End Function

Public Function NewIsEnabled() As Boolean
    NewIsEnabled = Not Wizard
End Function

Public Function XLPy()
    Dim python As New StandInForPython
    Set XLPy = python
End Function
"""

PYTHON_STAND_IN = f"""
Public Function CallUDF(inModule, functionName, arguments, book, caller)
    Dim rows(0 To 1, 0 To 1) As Variant
    rows(0, 0) = 1
    rows(0, 1) = ChrW({ord(MARK)}) & "2007"
    rows(1, 0) = "#N/A"
    If functionName = "SHK_KRONOR" Then
        CallUDF = inModule & IIf(IsArray(arguments(0)), " rows", " cell")
    ElseIf arguments(1) = "rows" Then
        CallUDF = rows
    ElseIf arguments(1) = "row" Then
        CallUDF = Array(1, ChrW({ord(MARK)}) & "2042")
    Else
        Err.Raise 1000
    End If
End Function
"""

ALLOW_MACROS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def test_libreoffice_runs_the_buttons_and_the_functions(
    soffice: str, workbook: bytes, tmp_path: Path
) -> None:
    """Another program's VBA, with stand-ins for xlwings and Python.

    LibreOffice has neither Value2 nor, without a window, CommandBars, does not pass on an
    omitted argument, and does not compile the Dictionary that xlwings uses on Mac.
    """
    path, out = tmp_path / "bok.xlsm", tmp_path / "out.txt"
    path.write_bytes(workbook)
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALLOW_MACROS)
    with ExcelFile(path) as book:
        project = book.vba_project()
        functions = project.get_module("ShkFunctions")
        functions.body = functions.body.replace(".Value2", ".Value").replace(
            'Application.CommandBars("Standard").Controls(1).Enabled', "NewIsEnabled"
        )
        presses = "\n".join(f"    {button.macro}" for button in DESKTOP_BUTTONS)
        probe = PROBE.format(presses=presses, out=out)
        project.delete_module("Dictionary")
        project.get_module("xlwings").body = crlf(XLWINGS_STAND_IN)
        project.get_module("ThisWorkbook").body = crlf(
            "Private Sub Workbook_Open()\n    Probe\nEnd Sub\n"
        )
        project.add_module("Trial", crlf(probe))
        stand_in = crlf(PYTHON_STAND_IN)
        project.add_module("StandInForPython", stand_in, kind=VBAModuleKind.other)
        book.save()
    start(soffice, tmp_path, "--norestore", str(path))
    commands, *answers = out.read_text(encoding="utf-8").splitlines()
    imported = "from shk_xl.excel.live.desktop import press; "
    assert commands == "".join(f"{imported}press('{button.name}')|" for button in DESKTOP_BUTTONS)
    assert answers == [
        "shk_xl.excel.classic cell",
        "shk_xl.excel.classic rows",
        "1,Error 2007,#N/A",
        "1,Error 2042",
        "Error 2015",
        "Error 2043",
    ]


def crlf(text: str) -> str:
    return text.replace("\n", vba.LINE_END)


def start(soffice: str, folder: Path, *arguments: str) -> None:
    """Run LibreOffice with a profile of its own, until it ends."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", *arguments]
    with subprocess.Popen(command, start_new_session=True) as office:
        try:
            assert office.wait(timeout=60) == 0
        finally:
            if office.poll() is None:
                os.killpg(office.pid, signal.SIGKILL)


def test_commands_read_it_and_keep_its_macros(
    workbook: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "bok.xlsm"
    package = Package(workbook)
    sheet = package.read("xl/worksheets/sheet2.xml")
    changed = sheet.replace(b"<v>648000</v>", b"<v>650000</v>", 1)
    assert changed != sheet
    book.write_bytes(package.replaced({"xl/worksheets/sheet2.xml": changed}))
    assert run(["recalc", str(book), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["status"] == "updated"
    after = Package(book.read_bytes())
    assert [name for name in after.partnames if after.read(name) != package.read(name)]
    assert all(after.read(name) == package.read(name) for name in BUTTON_PARTS)
    assert run(["summary", str(book), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 3_458_000
    assert run(["check", str(book)]) == 1
    assert run(["documents", str(book), "--initiative", "UVAS", "--out", str(tmp_path)]) == 0
    assert book.read_bytes() == after.data


def test_a_workbook_with_buttons_is_new_or_made_from_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, macros, back = (tmp_path / name for name in ("bok.xlsx", "bok.xlsm", "ut.XLSX"))
    assert run(["new", str(plain), "--year", "2027", "--focus-area", "Å"]) == 0
    capsys.readouterr()
    assert run(["new", str(macros), "--from", str(plain)]) == 0
    out = capsys.readouterr().out
    assert "shk-xl excel install" in out
    assert f"kvar i {plain}" in out
    assert run(["new", str(back), "--from", str(macros)]) == 0
    assert back.read_bytes() == plain.read_bytes()
    capsys.readouterr()
    assert run(["new", str(macros)]) == 3
    assert "finns redan" in capsys.readouterr().err
    assert run(["new", str(tmp_path / "ny.xlsm"), "--from", str(plain), "--year", "2027"]) == 2
    assert not (tmp_path / "ny.xlsm").exists()
    for name in ("bok.xls", "bok.xlsb", "bok"):
        capsys.readouterr()
        assert run(["new", str(tmp_path / name)]) == 3
        assert ".xlsm om den ska ha knappar" in capsys.readouterr().err


def test_an_import_keeps_a_workbook_with_buttons_one(tmp_path: Path) -> None:
    book = tmp_path / "bok.xlsm"
    assert run(["import", str(FILES[0]), "--into", str(book)]) == 0
    assert run(["import", str(FILES[1]), "--into", str(book)]) == 0
    assert PROJECT in Package(book.read_bytes())
