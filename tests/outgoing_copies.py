"""Copies for the tests of what goes out: a team's workbook, a request, and what a copy holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from shk_xl.domain.portfolio import Party, PartyKind, Portfolio
from shk_xl.exchange.identity import CopyId, write_id
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.outgoing.copy import OutgoingCopy, copy_of
from shk_xl.exchange.outgoing.source import source_of
from shk_xl.exchange.request import Request
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.reading.read import read_portfolio_bytes

KEY = b"a key for tests"
REQUEST = Request(
    "Fyll i poäng och motivering.",
    date(2027, 3, 15),
    "Processtödet",
    "portfolj@kommunen.example",
    date(2027, 2, 1),
)
HOSTILE = (
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","klicka")',
    '=WEBSERVICE("http://x.example")', "=SHK_BELOPP(1)", "+1+1", "-1+1", "@SUM(1)",
    "- en punkt", "+46 21 39 00 00", "@alla", "007", "2023-04-13", "TRUE", "#N/A", "1E5",
    "_x003D_1+1", "_x000D_", "'=1+1", "\t=1+1", '="a"&"b"', "{=1}", "<f>1</f>", "&#61;1+1",
)  # fmt: skip


def example() -> Portfolio:
    """The example, with addresses for its parties, and one initiative that a party answers for."""
    portfolio = example_2024()
    parties = tuple(
        replace(party, email=f"post{number}@part.example")
        if party.kind is PartyKind.PARTY
        else party
        for number, party in enumerate(portfolio.parties)
    )
    first, *others = portfolio.initiatives
    initiatives = (replace(first, responsible="Västerås stad"), *others)
    return replace(portfolio, parties=parties, initiatives=initiatives)


def copy_for(
    party: str, data: bytes, *, only_own: bool = False, request: Request = REQUEST
) -> OutgoingCopy:
    """Make a party's copy of a team's workbook."""
    workbook = read_portfolio_bytes(data, file="portfolj.xlsx")
    id_text = write_id(CopyId("1f2e3d4c5b6a", 3, party, workbook.sha256[:12]), KEY)
    return copy_of(source_of(workbook), party, request, id_text, only_own=only_own)


def example_copy(party: str = "MDU", *, only_own: bool = False) -> OutgoingCopy:
    """Make a party's copy of the example."""
    return copy_for(party, build_workbook(example()), only_own=only_own)


def typed_in(data: bytes) -> dict[str, list[Mapping[str, CellValue]]]:
    """What is typed in the tables of a file, as the merge sees it, in order of the keys."""
    return {
        name: [table.rows[key].values for key in sorted(table.rows, key=str)]
        for name, table in tables_of(data, file="fil.xlsx").items()
    }


def with_party(portfolio: Portfolio, *parties: Party) -> Portfolio:
    """Put parties into a portfolio."""
    return replace(portfolio, parties=(*portfolio.parties, *parties))
