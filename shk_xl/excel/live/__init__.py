"""What the buttons do with an open workbook, in every host."""
