"""A portfolio read from a workbook, with every fault at once."""
