' Written by shk_xl. What is changed here is lost when the workbook is made anew.
Option Explicit
Option Private Module

Public Sub DescribeFunctions()
#If Not Mac Then
    Dim unchanged As Boolean
    unchanged = ThisWorkbook.Saved
    On Error GoTo Done
    Describe "SHK_BELOPP", _
        "Läser ett belopp som tal eller text (648 000kr, 1,5 mnkr, 250 tkr) och ger hela kronor. Ordinarie personal ger 0, okänt ger #SAKNAS!.", _
        Array("Talet eller texten.", _
        "Känt belopp, Ordinarie personal eller Okänt.")
    Describe "SHK_BUDGETSUMMA", _
        "Summerar kända belopp, om man vill bara på rader som uppfyller ett villkor. Okända belopp (#SAKNAS!) räknas inte med; SHK_OPRISSATTA säger hur många de är.", _
        Array("Området med belopp. #SAKNAS! betyder okänt och räknas inte med.", _
        "Området som avgör vilka rader som räknas, lika stort som det första.", _
        "Det som ska stå i villkorsområdet för att raden ska räknas.")
    Describe "SHK_OPRISSATTA", _
        "Räknar hur många belopp som är okända (#SAKNAS!).", _
        Array("Området med belopp. #SAKNAS! betyder okänt och räknas inte med.", _
        "Området som avgör vilka rader som räknas, lika stort som det första.", _
        "Det som ska stå i villkorsområdet för att raden ska räknas.")
    Describe "SHK_RAMKVAR", _
        "Ger det som är kvar av en ram när de kända beloppen är dragna. Negativt om ramen är överskriden; #SAKNAS! om ramen är okänd.", _
        Array("Ramens belopp.", _
        "Området med belopp. #SAKNAS! betyder okänt och räknas inte med.", _
        "Området som avgör vilka rader som räknas, lika stort som det första.", _
        "Det som ska stå i villkorsområdet för att raden ska räknas.")
    Describe "SHK_PRIORITET", _
        "Ger poängen som vägt medelvärde. Saknas någon poäng blir svaret #SAKNAS!; se då SHK_PRIORITET_LAGST och SHK_PRIORITET_HOGST.", _
        Array("Området med poäng 1" & ChrW(8211) & "5. Tomt eller #SAKNAS! saknas ännu.", _
        "Området med vikter, lika stort. Utelämnat väger alla lika.", _
        "Området som avgör vilka rader som räknas, lika stort som det första.", _
        "Det som ska stå i villkorsområdet för att raden ska räknas.", _
        "Summan av vikterna för alla kriterier som gäller. Rader som fattas räknas som saknade.")
    Describe "SHK_PRIORITET_LAGST", _
        "Ger den lägsta möjliga poängen: det som saknas räknas som 1.", _
        Array("Området med poäng 1" & ChrW(8211) & "5. Tomt eller #SAKNAS! saknas ännu.", _
        "Området med vikter, lika stort. Utelämnat väger alla lika.", _
        "Området som avgör vilka rader som räknas, lika stort som det första.", _
        "Det som ska stå i villkorsområdet för att raden ska räknas.", _
        "Summan av vikterna för alla kriterier som gäller. Rader som fattas räknas som saknade.")
    Describe "SHK_PRIORITET_HOGST", _
        "Ger den högsta möjliga poängen: det som saknas räknas som 5.", _
        Array("Området med poäng 1" & ChrW(8211) & "5. Tomt eller #SAKNAS! saknas ännu.", _
        "Området med vikter, lika stort. Utelämnat väger alla lika.", _
        "Området som avgör vilka rader som räknas, lika stort som det första.", _
        "Det som ska stå i villkorsområdet för att raden ska räknas.", _
        "Summan av vikterna för alla kriterier som gäller. Rader som fattas räknas som saknade.")
    Describe "SHK_RANG", _
        "Ger platsen, högst värde först, om man vill bara bland rader av samma typ. Lika värden delar plats (1, 1, 3). Den som saknar värde får ingen plats.", _
        Array("Värdet som ska få en plats.", _
        "Alla värden att jämföra med.", _
        "Området med typer, lika stort.", _
        "Typen att jämföra inom.")
    Describe "SHK_KRONOR", _
        "Skriver ett belopp som svensk text: 648 000 kr.", _
        Array("Beloppet.")
    Describe "SHK_ROSTER", _
        "Skriver rösterna om en punkt i ord: Ja, Nej, Avstår, frånvarande och vilka parter som var med. Funktionen avgör inte om förslaget är antaget.", _
        Array("Området med röster.", _
        "Området med parter, lika stort.", _
        "Området med närvaro, lika stort.", _
        "Området med möten, lika stort.", _
        "Mötet som frågan gäller.", _
        "Området med punkter, lika stort.", _
        "Punkten som frågan gäller.")
Done:
    ThisWorkbook.Saved = unchanged
#End If
End Sub

Private Sub Describe(ByVal functionName As String, ByVal help As String, ByVal arguments As Variant)
    Application.MacroOptions _
        Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName, _
        Description:=help, _
        Category:="Samhällskontraktet", _
        ArgumentDescriptions:=arguments
End Sub
