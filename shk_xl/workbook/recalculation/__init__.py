"""Recalculation of a workbook without Excel, with nothing else changed."""
