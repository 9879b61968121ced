' Written by shk_xl. What is changed here is lost when the workbook is made anew.
Option Explicit

Private Sub Workbook_Open()
    DescribeFunctions
End Sub
