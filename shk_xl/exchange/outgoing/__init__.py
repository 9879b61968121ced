"""Copies of the team's workbook that go out to the parties."""
