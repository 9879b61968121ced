"""The portfolio as an Excel file: schema, build, read, recalculate."""
