"""A workbook made from a portfolio, by XlsxWriter."""
