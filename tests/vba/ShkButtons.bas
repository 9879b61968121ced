' Written by shk_xl. What is changed here is lost when the workbook is made anew.
Option Explicit

Private Sub PressButton(ByVal pythonCommand As String)
    If Not PythonIsKnown() Then
        MsgBox "Knapparna räknar med Python, men Excel vet inte var Python finns på den här datorn." & ChrW(10) & ChrW(10) & "Det behöver ställas in en gång. Öppna ett kommandofönster och skriv:" & ChrW(10) & ChrW(10) & "shk-xl excel install" & ChrW(10) & ChrW(10) & "Stäng sedan arbetsboken, öppna den igen och tryck på knappen.", vbExclamation, "Samhällskontraktet"
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

Public Sub RaknaOm()
    PressButton "from shk_xl.excel.live.desktop import press; press('rakna_om')"
End Sub

Public Sub Kontrollera()
    PressButton "from shk_xl.excel.live.desktop import press; press('kontrollera')"
End Sub

Public Sub SkapaUnderlag()
    PressButton "from shk_xl.excel.live.desktop import press; press('skapa_underlag')"
End Sub

Public Sub SkapaHelhetsforslag()
    PressButton "from shk_xl.excel.live.desktop import press; press('skapa_helhetsforslag')"
End Sub

Public Sub SkapaMotesanteckningar()
    PressButton "from shk_xl.excel.live.desktop import press; press('skapa_motesanteckningar')"
End Sub

Public Sub AnpassaFormler()
    PressButton "from shk_xl.excel.live.desktop import press; press('anpassa_formler')"
End Sub

Public Sub SkickaTillParter()
    PressButton "from shk_xl.excel.live.desktop import press; press('skicka_till_parter')"
End Sub

Public Sub AnvandValen()
    PressButton "from shk_xl.excel.live.desktop import press; press('anvand_valen')"
End Sub

Public Sub KontrolleraMallar()
    PressButton "from shk_xl.excel.live.desktop import press; press('kontrollera_mallar')"
End Sub
