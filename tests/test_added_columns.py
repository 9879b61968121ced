"""Workbooks from before a column was thought of: they are read, and written, without it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from portfolio_books import PORTFOLIO

from shk_xl.domain.faults import Refused
from shk_xl.domain.portfolio import Attendance, Presence
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.schema import TABLES
from shk_xl.workbook.writing.differences import differences
from shk_xl.workbook.writing.write import edit_tables

ADDED = [(t.name, c.title) for t in TABLES for c in t.columns if c.added_later]


def without(data: bytes, title: str) -> bytes:
    """Give a workbook whose column of this title is one of the users' own."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w") as changed:
        for name in source.namelist():
            other = "x" * len(title.encode())
            changed.writestr(name, source.read(name).replace(title.encode(), other.encode()))
    return target.getvalue()


@pytest.mark.parametrize(("table", "title"), ADDED)
def test_a_workbook_without_the_column_is_read_as_if_it_were_blank(table: str, title: str) -> None:
    old = without(build_workbook(PORTFOLIO), title)
    read = read_portfolio_bytes(old, file="gammal.xlsx")
    assert read.portfolio == PORTFOLIO
    assert title not in read.tables[table].letters


@pytest.mark.parametrize("title", [title for _, title in ADDED])
def test_rows_are_added_to_a_workbook_without_the_column(title: str) -> None:
    old = without(build_workbook(PORTFOLIO), title)
    read = read_portfolio_bytes(old, file="gammal.xlsx")
    row = Attendance("2024-05-06", "Bo Al", presence=Presence.PRESENT)
    wanted = replace(PORTFOLIO, attendance=(*PORTFOLIO.attendance, row))
    written = edit_tables(old, differences(read, wanted)).data
    assert read_portfolio_bytes(written, file="gammal.xlsx").portfolio == wanted


def test_what_needs_the_column_is_refused_and_not_dropped() -> None:
    old = without(build_workbook(PORTFOLIO), "Reservation")
    read = read_portfolio_bytes(old, file="gammal.xlsx")
    row = Attendance("2024-05-06", "Bo Al", item=1, reservation="För dyrt.")
    wanted = replace(PORTFOLIO, attendance=(*PORTFOLIO.attendance, row))
    with pytest.raises(Refused) as caught:
        edit_tables(old, differences(read, wanted))
    assert [fault.code for fault in caught.value.faults] == ["column_missing"]
