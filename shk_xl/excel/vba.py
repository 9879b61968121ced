"""The text of the VBA modules in a workbook with buttons.

Three modules of ours stand beside xlwings' own: the worksheet functions, what the function
wizard tells about them, and one Sub for each button. They call xlwings' module as the code that
xlwings generates does, with three differences. An error from Python becomes an error of the
cell: xlwings writes its text into the cell, where it looks like a value. The cells' values are
handed over, as plain numbers (``Value2``), rather than the ranges: no date or currency changes
its kind on the way, and Python does not have to call back into an Excel that is calculating.
And a Python that cannot be reached is asked again only after half a minute, so that a workbook
with hundreds of formulas does not stand still.

Rules: text outside quotes is ASCII; within them what is neither ASCII nor a letter of Latin-1
is written with ``ChrW``, so that the text survives in the project's code page. No line is
longer than the editor takes. What a person reads is Swedish.

Source: xlwings 0.37.8, ``udfs.generate_vba_wrapper`` and ``xlwings.bas``; VBA's limits are
those of its language reference: 1 023 characters a line, 24 line continuations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from shk_xl.excel.ascii_names import parameter_name
from shk_xl.excel.buttons import DESKTOP_BUTTONS, Button
from shk_xl.excel.error_marks import MARK, NUMBERS
from shk_xl.functions.catalogue import CATEGORY, FUNCTIONS
from shk_xl.functions.cell_values import CellError
from shk_xl.functions.evaluate import WorksheetFunction

PYTHON_MODULE: Final = "shk_xl.excel.classic"
LINE_END: Final = "\r\n"

DESCRIPTION_LIMIT: Final = 255
"""What ``Application.MacroOptions`` takes for a description."""

_HEADING: Final = """\
' Written by shk_xl. What is changed here is lost when the workbook is made anew.
Option Explicit
"""

_CALL: Final = f"""
Private notBefore As Date

Private Function Answer(ByVal functionName As String, ByVal arguments As Variant) As Variant
#If Mac Then
    ' xlwings calculates no worksheet functions on Mac. #NAME? is what Excel itself shows for a
    ' function that is not there. #N/A would not do: in this workbook it says that an amount is
    ' unknown, and sums leave it out.
    Answer = CVErr({NUMBERS[CellError.NAME]})
#Else
    Dim python As Object
    If WizardIsOpen() Then
        Answer = CVErr({NUMBERS[CellError.GETTING_DATA]})
        Exit Function
    End If
    If Now < notBefore Then
        Answer = CVErr({NUMBERS[CellError.NAME]})
        Exit Function
    End If
    On Error GoTo Unreachable
    Set python = XLPy()
    On Error GoTo Failed
    Answer = WithErrors(python.CallUDF("{PYTHON_MODULE}", functionName, (arguments), _
        ThisWorkbook, Application.Caller))
    Exit Function
Unreachable:
    notBefore = Now + TimeSerial(0, 0, 30)
    Answer = CVErr({NUMBERS[CellError.NAME]})
    Exit Function
Failed:
    Answer = CVErr({NUMBERS[CellError.VALUE]})
#End If
End Function

Private Function WizardIsOpen() As Boolean
    ' Excel turns its New button off while the function wizard asks for arguments.
    WizardIsOpen = Not Application.CommandBars("Standard").Controls(1).Enabled
End Function

Private Function ValuesOf(Optional ByRef given As Variant) As Variant
    ' An omitted argument stays what it is: xlwings knows it when it sees it.
    If IsObject(given) Then
        ValuesOf = CellsOf(given)
    Else
        ValuesOf = given
    End If
End Function

Private Function CellsOf(ByVal area As Object) As Variant
    ' Several areas are no one range: Value2 gives the first, and is silent about the others.
    If area.Areas.Count > 1 Then
        CellsOf = CVErr({NUMBERS[CellError.VALUE]})
    Else
        CellsOf = area.Value2
    End If
End Function

Private Function WithErrors(ByVal found As Variant) As Variant
    ' Python has no word for an error of a cell, and sends a mark: see error_marks.py.
    Dim row As Long
    Dim column As Long
    Select Case Dimensions(found)
    Case 0
        found = WithError(found)
    Case 1
        For column = LBound(found) To UBound(found)
            found(column) = WithError(found(column))
        Next column
    Case Else
        For row = LBound(found, 1) To UBound(found, 1)
            For column = LBound(found, 2) To UBound(found, 2)
                found(row, column) = WithError(found(row, column))
            Next column
        Next row
    End Select
    WithErrors = found
End Function

Private Function WithError(ByVal value As Variant) As Variant
    WithError = value
    If VarType(value) = vbString Then
        If Left$(value, 1) = ChrW({ord(MARK)}) Then WithError = CVErr(CLng(Mid$(value, 2)))
    End If
End Function

Private Function Dimensions(ByRef found As Variant) As Long
    Dim last As Long
    On Error GoTo Counted
    last = UBound(found, 1)
    Dimensions = 1
    last = UBound(found, 2)
    Dimensions = 2
Counted:
End Function
"""

_DESCRIBE: Final = """
Private Sub Describe(ByVal functionName As String, ByVal help As String, ByVal arguments As Variant)
    Application.MacroOptions _
        Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName, _
        Description:=help, _
        Category:={category}, _
        ArgumentDescriptions:=arguments
End Sub
"""

_NO_PYTHON: Final = (
    "Knapparna räknar med Python, men Excel vet inte var Python finns på den här datorn.\n\n"
    "Det behöver ställas in en gång. Öppna ett kommandofönster och skriv:\n\n"
    "shk-xl excel install\n\n"
    "Stäng sedan arbetsboken, öppna den igen och tryck på knappen."
)

_PRESS: Final = """
Private Sub PressButton(ByVal pythonCommand As String)
    If Not PythonIsKnown() Then
        MsgBox {no_python}, vbExclamation, {title}
        Exit Sub
    End If
    RunPython pythonCommand
End Sub

Private Function PythonIsKnown() As Boolean
    Dim interpreter As String
#If Mac Then
    interpreter = GetConfig("INTERPRETER_MAC")
#Else
    interpreter = GetConfig("INTERPRETER_WIN")
#End If
    PythonIsKnown = interpreter & GetConfig("INTERPRETER") & GetConfig("CONDA ENV") <> ""
End Function
"""


def modules() -> dict[str, str]:
    """Write our standard modules, by name."""
    return {
        "ShkFunctions": functions_module(),
        "ShkHelp": help_module(),
        "ShkButtons": buttons_module(),
    }


def functions_module() -> str:
    """Write the module of worksheet functions: one Function for each entry of the catalogue."""
    return _module(_HEADING, _CALL, *map(_function, FUNCTIONS))


def help_module() -> str:
    """Write the module that tells the function wizard what the functions are for.

    ``Option Private Module`` keeps its Sub out of the list of macros. A workbook that cannot take
    descriptions, a hidden one, works without; and describing changes nothing worth saving.
    """
    describe = "".join(map(_description, FUNCTIONS))
    body = f"""Option Private Module

Public Sub DescribeFunctions()
#If Not Mac Then
    Dim unchanged As Boolean
    unchanged = ThisWorkbook.Saved
    On Error GoTo Done
{describe}Done:
    ThisWorkbook.Saved = unchanged
#End If
End Sub
"""
    return _module(_HEADING, body, _DESCRIBE.format(category=quoted(CATEGORY)))


def buttons_module() -> str:
    """Write the module of buttons: one public Sub for each."""
    press = _PRESS.format(no_python=quoted(_NO_PYTHON), title=quoted(CATEGORY))
    return _module(_HEADING, press, *map(_button, DESKTOP_BUTTONS))


def workbook_module() -> str:
    """Write the code of the workbook itself."""
    return _module(_HEADING, "\nPrivate Sub Workbook_Open()\n    DescribeFunctions\nEnd Sub\n")


def _function(function: WorksheetFunction) -> str:
    """Write a worksheet function."""
    names = [parameter_name(parameter.name) for parameter in function.parameters]
    declared = ", ".join(
        f"{'Optional ' if parameter.optional else ''}{name} As Variant"
        for name, parameter in zip(names, function.parameters, strict=True)
    )
    given = ", ".join(f"ValuesOf({name})" for name in names)
    return (
        f"\nPublic Function {function.name}({declared}) As Variant\n"
        f'    {function.name} = Answer("{function.name}", Array({given}))\n'
        "End Function\n"
    )


def _description(function: WorksheetFunction) -> str:
    """Write the call that describes a function, one argument a line."""
    texts = [quoted(parameter.help) for parameter in function.parameters]
    lines = (f"Describe {quoted(function.name)}", quoted(function.help), f"Array({texts[0]}")
    return "    " + ", _\n        ".join((*lines, *texts[1:])) + ")\n"


def _button(button: Button) -> str:
    """Write the Sub of a button."""
    command = f"from shk_xl.excel.live.desktop import press; press('{button.name}')"
    return f'\nPublic Sub {button.macro}()\n    PressButton "{command}"\nEnd Sub\n'


def quoted(text: str) -> str:
    """Write a text as an expression of VBA.

    >>> print(quoted('Säg "ja" – nu'))
    "Säg ""ja"" " & ChrW(8211) & " nu"
    """
    parts = groupby(text, _stands_in_the_code_page)
    return " & ".join(expression for plain, run in parts for expression in _pieces(plain, run))


def _pieces(plain: bool, run: Iterable[str]) -> Sequence[str]:  # noqa: FBT001 - a group's key
    if plain:
        return ['"' + "".join(run).replace('"', '""') + '"']
    return [f"ChrW({ord(character)})" for character in run]


def _stands_in_the_code_page(character: str) -> bool:
    return (character.isascii() and character.isprintable()) or (
        character.isalpha() and ord(character) < 1 << 8
    )


def _module(*parts: str) -> str:
    """Put a module together, with the line ends of Windows."""
    return "".join(parts).replace("\n", LINE_END)
