' Written by shk_xl. What is changed here is lost when the workbook is made anew.
Option Explicit

Private notBefore As Date

Private Function Answer(ByVal functionName As String, ByVal arguments As Variant) As Variant
#If Mac Then
    ' xlwings calculates no worksheet functions on Mac. #NAME? is what Excel itself shows for a
    ' function that is not there. #N/A would not do: in this workbook it says that an amount is
    ' unknown, and sums leave it out.
    Answer = CVErr(2029)
#Else
    Dim python As Object
    If WizardIsOpen() Then
        Answer = CVErr(2043)
        Exit Function
    End If
    If Now < notBefore Then
        Answer = CVErr(2029)
        Exit Function
    End If
    On Error GoTo Unreachable
    Set python = XLPy()
    On Error GoTo Failed
    Answer = WithErrors(python.CallUDF("shk_xl.excel.classic", functionName, (arguments), _
        ThisWorkbook, Application.Caller))
    Exit Function
Unreachable:
    notBefore = Now + TimeSerial(0, 0, 30)
    Answer = CVErr(2029)
    Exit Function
Failed:
    Answer = CVErr(2015)
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
        CellsOf = CVErr(2015)
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
        If Left$(value, 1) = ChrW(58853) Then WithError = CVErr(CLng(Mid$(value, 2)))
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

Public Function SHK_BELOPP(belopp As Variant, Optional beloppslage As Variant) As Variant
    SHK_BELOPP = Answer("SHK_BELOPP", Array(ValuesOf(belopp), ValuesOf(beloppslage)))
End Function

Public Function SHK_BUDGETSUMMA(belopp As Variant, Optional villkorsomrade As Variant, Optional villkor As Variant) As Variant
    SHK_BUDGETSUMMA = Answer("SHK_BUDGETSUMMA", Array(ValuesOf(belopp), ValuesOf(villkorsomrade), ValuesOf(villkor)))
End Function

Public Function SHK_OPRISSATTA(belopp As Variant, Optional villkorsomrade As Variant, Optional villkor As Variant) As Variant
    SHK_OPRISSATTA = Answer("SHK_OPRISSATTA", Array(ValuesOf(belopp), ValuesOf(villkorsomrade), ValuesOf(villkor)))
End Function

Public Function SHK_RAMKVAR(ram As Variant, belopp As Variant, Optional villkorsomrade As Variant, Optional villkor As Variant) As Variant
    SHK_RAMKVAR = Answer("SHK_RAMKVAR", Array(ValuesOf(ram), ValuesOf(belopp), ValuesOf(villkorsomrade), ValuesOf(villkor)))
End Function

Public Function SHK_PRIORITET(poang As Variant, Optional vikter As Variant, Optional villkorsomrade As Variant, Optional villkor As Variant, Optional viktsumma As Variant) As Variant
    SHK_PRIORITET = Answer("SHK_PRIORITET", Array(ValuesOf(poang), ValuesOf(vikter), ValuesOf(villkorsomrade), ValuesOf(villkor), ValuesOf(viktsumma)))
End Function

Public Function SHK_PRIORITET_LAGST(poang As Variant, Optional vikter As Variant, Optional villkorsomrade As Variant, Optional villkor As Variant, Optional viktsumma As Variant) As Variant
    SHK_PRIORITET_LAGST = Answer("SHK_PRIORITET_LAGST", Array(ValuesOf(poang), ValuesOf(vikter), ValuesOf(villkorsomrade), ValuesOf(villkor), ValuesOf(viktsumma)))
End Function

Public Function SHK_PRIORITET_HOGST(poang As Variant, Optional vikter As Variant, Optional villkorsomrade As Variant, Optional villkor As Variant, Optional viktsumma As Variant) As Variant
    SHK_PRIORITET_HOGST = Answer("SHK_PRIORITET_HOGST", Array(ValuesOf(poang), ValuesOf(vikter), ValuesOf(villkorsomrade), ValuesOf(villkor), ValuesOf(viktsumma)))
End Function

Public Function SHK_RANG(varde As Variant, omrade As Variant, Optional typomrade As Variant, Optional typ As Variant) As Variant
    SHK_RANG = Answer("SHK_RANG", Array(ValuesOf(varde), ValuesOf(omrade), ValuesOf(typomrade), ValuesOf(typ)))
End Function

Public Function SHK_KRONOR(belopp As Variant) As Variant
    SHK_KRONOR = Answer("SHK_KRONOR", Array(ValuesOf(belopp)))
End Function

Public Function SHK_ROSTER(roster As Variant, parter As Variant, narvaro As Variant, moten As Variant, mote As Variant, punkter As Variant, punkt As Variant) As Variant
    SHK_ROSTER = Answer("SHK_ROSTER", Array(ValuesOf(roster), ValuesOf(parter), ValuesOf(narvaro), ValuesOf(moten), ValuesOf(mote), ValuesOf(punkter), ValuesOf(punkt)))
End Function
