"""What was written in a generated document, on its way back into the workbook."""
